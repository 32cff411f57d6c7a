"""Filters by area find what the viewer is shown there, not what else belongs to the same object."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone
from psycopg2.extras import DateRange

from accounts.models import Grant, User
from gis import filtering
from network.services.settle import settle
from tests.builders import (
    make_area,
    make_cable,
    make_duct,
    make_line_network,
    make_organisation,
    make_user,
    place,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner() -> User:
    """Somebody to whom a duct and a cable along A-B-C-D are opened between A and B."""
    network = make_line_network("A-B-C-D")
    duct, cable = make_duct(network, "A-B-C-D"), make_cable(network, "A-B-C-D")
    settle()
    carrier = make_organisation("nord", "carrier")
    today = timezone.localdate()
    grant = Grant.objects.create(
        organisation=carrier,
        case_reference="F-1",
        valid=DateRange(today, today + dt.timedelta(days=9)),
    )
    grant.ducts.add(duct)
    grant.cables.add(cable)
    grant.segments.add(network["A-B"])
    return User.objects.get(pk=make_user("partner", carrier).pk)


def degrees(east: float, north: float) -> tuple[float, float]:
    return place(east, north).transform(4326, clone=True).coords


def areas(east: float) -> Iterator[str]:
    """A small area around a place on the line, said in each way in which one is said."""
    corners = [degrees(east + x, y) for x, y in ((-9, -9), (9, -9), (9, 9), (-9, 9))]
    xs, ys = zip(*corners, strict=True)
    numbers = lambda *values: ",".join(f"{one:.7f}" for one in values)  # noqa: E731
    yield f"in_box={numbers(min(xs), min(ys), max(xs), max(ys))}"
    yield f"near={numbers(*degrees(east, 0), 9)}"
    yield f"within={numbers(*(one for corner in corners for one in corner))}"


def hits(user: Any, layer: str, east: float) -> list[int]:
    return [
        filtering.read(QueryDict(f"layer={layer}&{area}"), user).rows.count()
        for area in areas(east)
    ]


@pytest.mark.parametrize("layer", ["ducts", "cables"])
def test_a_partner_finds_what_was_granted_only_where_it_was_granted(partner, layer) -> None:
    assert hits(partner, layer, 50) == [1, 1, 1]
    assert hits(partner, layer, 250) == [0, 0, 0]
    assert hits(make_user("viewer"), layer, 250) == [1, 1, 1]


@pytest.mark.parametrize("layer", ["ducts", "cables"])
def test_a_contractor_finds_only_inside_the_area(partner, layer) -> None:
    area = make_area(west=-9, east=50, south=-9, north=9)
    contractor = make_user("contractor_editor", area=area)
    assert hits(contractor, layer, 90) == [1, 1, 1]
    assert hits(contractor, layer, 250) == [0, 0, 0]
