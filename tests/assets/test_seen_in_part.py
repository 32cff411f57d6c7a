"""Of what a viewer sees in part every door tells that part; questions by area, too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models import OuterRef, Subquery
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from psycopg2.extras import DateRange

from accounts.models import Grant, User
from assets.models import Cable, CableSection, Duct, DuctSection, Segment
from gis import filtering, search
from gis.layers import find as find_layer
from gis.tiles import TileAddress
from network.services.settle import settle
from tests.builders import (
    Network,
    make_area,
    make_cable,
    make_duct,
    make_fill_policies,
    make_granted,
    make_line_network,
    make_organisation,
    make_user,
    place,
)
from tests.gis.test_tiles import tile_of

pytestmark = pytest.mark.django_db


def opened(network: Network, start: str, end: str) -> User:
    """Somebody to whom a duct and a cable along A-B-C-D are opened between two of them."""
    duct, cable = make_duct(network, "A-B-C-D"), make_cable(network, "A-B-C-D")
    settle()
    carrier = make_organisation("nord", "carrier")
    make_fill_policies()
    grant = make_granted(carrier, (duct, network[start], network[end]), cable_outer_mm=1)
    grant.cables.add(cable)
    return User.objects.get(pk=make_user("partner", carrier).pk)


@pytest.fixture
def network() -> Network:
    return make_line_network("A-B-C-D")


@pytest.fixture
def partner(network) -> User:
    return opened(network, "A", "B")


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


def places(user: User, text: str) -> set[tuple[str, float, float]]:
    found = search.find(user, text)
    return {(one.kind, round(one.lon or 0, 4), round(one.lat or 0, 4)) for one in found}


def test_search_places_what_is_seen_in_part_where_it_is_seen(network) -> None:
    """A duct that begins elsewhere: its beginning is told to those who see it."""
    partner = opened(network, "C", "D")
    Duct.objects.update(code="X-DUCT")
    Cable.objects.update(code="X-CABLE")
    middle, start = (tuple(round(one, 4) for one in degrees(east, 0)) for east in (250, 0))
    assert places(partner, "X-") == {("duct", *middle), ("cable", *middle)}
    assert places(make_user("viewer"), "X-") == {("duct", *start), ("cable", *start)}


def test_tiles_show_a_cable_only_where_its_segments_are_seen(partner) -> None:
    def parts(user: User) -> int:
        rows = find_layer("cables").rows(user, 17, None)
        tile = TileAddress(*tile_of(place(150), 14))
        sql = rows.sql.replace("{box}", tile.box).replace("{reach}", tile.reach)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({sql}) shown", rows.params)
            return cursor.fetchone()[0]

    assert parts(partner) == 1
    assert parts(make_user("viewer")) == 3


def test_the_panel_of_a_cable_names_no_duct_that_is_not_seen(partner) -> None:
    Duct.objects.update(code="X-DUCT")
    there = DuctSection.objects.filter(segment=OuterRef("segment")).values("pk")[:1]
    CableSection.objects.update(laying="duct", duct_section=Subquery(there))
    client = Client()
    client.force_login(partner)
    address = f"/panel/cable/{Cable.objects.get().public_id}/"
    assert "X-DUCT" in client.get(address).content.decode()
    strands_only = make_organisation("süd", "carrier")
    grant = Grant.objects.create(
        organisation=strands_only, case_reference="F-2", valid=DateRange(timezone.localdate(), None)
    )
    grant.cables.add(Cable.objects.get())
    grant.segments.add(Segment.objects.get(code="A-B"))
    client.force_login(make_user("partner", strands_only))
    page = client.get(address).content.decode()
    assert "A-B" in page and "X-DUCT" not in page


@pytest.mark.parametrize("layer", ["ducts", "cables", "segments"])
def test_a_list_leads_to_the_part_that_is_seen(partner, layer):
    client = Client()
    client.force_login(partner)

    html = client.get("/list/", {"layer": layer}).content.decode()
    west, _south, east, _north = map(float, re.search(r'data-bounds="([^"]+)"', html)[1].split(","))

    assert west == pytest.approx(degrees(0, 0)[0], abs=1e-5)
    assert east == pytest.approx(degrees(100, 0)[0], abs=1e-5)
