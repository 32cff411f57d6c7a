"""Who sees which duct in which segment."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from assets import services
from assets.models import Duct, DuctSection, Segment, Site
from assets.services.path import Step
from tests.builders import (
    make_area,
    make_bundle,
    make_granted,
    make_line_network,
    make_organisation,
    make_user,
    place,
)

pytestmark = pytest.mark.django_db

AROUND_A_B = {"west": -20, "east": 90, "south": -20, "north": 20}
ALL_IN_A_B = {"RV A-B", "RV.01 A-B", "RV.02 A-B", "RV.03 A-B"}


@pytest.fixture
def network() -> Any:
    made = make_line_network("A-B-C, A-X-B")
    make_bundle(made, "A-B-C", tubes=3)
    return made


def way(network: Any, tube: str, start: str, end: str) -> tuple[Duct, Site, Site]:
    return Duct.objects.get(code=tube), network[start], network[end]


def seen_by(user: User) -> set[str]:
    """As "RV.01 A-B", to an account read anew as a request reads it."""
    rows = DuctSection.objects.visible_to(User.objects.get(pk=user.pk))
    return {f"{row.duct.code} {row.segment.code}" for row in rows}


def test_a_contractor_sees_what_lies_in_its_area(network) -> None:
    user = make_user("contractor_editor", area=make_area(**AROUND_A_B))
    assert seen_by(user) == ALL_IN_A_B


def test_a_contractor_sees_outside_its_area_what_a_grant_opens(network) -> None:
    user = make_user("contractor_editor", area=make_area(**AROUND_A_B))
    make_granted(user.memberships.get().organisation, way(network, "RV.02", "B", "C"))
    assert seen_by(user) == ALL_IN_A_B | {"RV.02 B-C"}


def test_a_carrier_sees_a_duct_as_far_as_it_was_granted(network) -> None:
    carrier = make_organisation("nord", "carrier")
    user = make_user("partner", carrier)
    assert seen_by(user) == set()
    make_granted(carrier, way(network, "RV.01", "A", "B"))
    assert seen_by(user) == {"RV.01 A-B"}


def test_a_grant_of_another_day_or_organisation_opens_nothing(network) -> None:
    carrier, today = make_organisation("nord", "carrier"), timezone.localdate()
    user = make_user("partner", carrier)
    day = dt.timedelta(days=1)
    make_granted(carrier, way(network, "RV.01", "A", "C"), since=today - 9 * day, until=today)
    make_granted(carrier, way(network, "RV.02", "A", "C"), since=today + day)
    make_granted(make_organisation("süd", "carrier"), way(network, "RV.03", "A", "C"))
    assert seen_by(user) == set()


@pytest.mark.parametrize("at_once", [True, False], ids=["one grant", "two grants"])
def test_what_opens_a_tube_opens_no_other_where_that_one_runs(network, at_once) -> None:
    """A tube from A to B, and its neighbour from B to C: neither was granted on."""
    carrier = make_organisation("nord", "carrier")
    ways = way(network, "RV.01", "A", "B"), way(network, "RV.02", "B", "C")
    for granted in [ways] if at_once else [[one] for one in ways]:
        make_granted(carrier, *granted)
    user = User.objects.get(pk=make_user("partner", carrier).pk)
    assert seen_by(user) == {"RV.01 A-B", "RV.02 B-C"}
    below = DuctSection.objects.filter(segment__in=Segment.objects.visible_to(user))
    assert {str(row) for row in below.in_seen_segments(user)} == {
        str(row) for row in DuctSection.objects.visible_to(user)
    }


def split(network: Any, editor: User) -> None:
    services.segment.split(
        segment=network["A-B"], at=place(40), new_site={"code": "S", "kind": "chamber"}, by=editor
    )


def cut(network: Any, editor: User) -> None:
    tube = Duct.objects.get(code="RV.02")
    services.duct.cut(duct=tube, site=network["B"], coupled=True, by=editor)


def reroute(network: Any, editor: User) -> None:
    services.duct.reroute(
        duct=Duct.objects.get(code="RV"),
        from_site=network["A"],
        to_site=network["B"],
        path=[Step(network["A-X"]), Step(network["X-B"])],
        by=editor,
    )


@pytest.mark.parametrize(
    ("edit", "seen"),
    [
        (split, {"RV.01 A-B", "RV.01 A-B/2", "RV.02 B-C"}),
        (cut, {"RV.01 A-B", "RV.02/2 B-C"}),
        (reroute, {"RV.01 A-X", "RV.01 X-B", "RV.02 B-C"}),
    ],
)
def test_what_is_seen_of_a_duct_follows_edits(network, edit, seen) -> None:
    carrier = make_organisation("nord", "carrier")
    make_granted(carrier, way(network, "RV.01", "A", "B"), way(network, "RV.02", "B", "C"))
    edit(network, make_user("editor"))
    assert seen_by(make_user("partner", carrier)) == seen


def test_whoever_sees_a_section_sees_its_duct_and_its_segment(network) -> None:
    """On this the edges from a section rest: they ask for no rule of their own."""
    carrier = make_organisation("nord", "carrier")
    make_granted(carrier, way(network, "RV.01", "A", "B"))
    contractor = make_user("contractor_editor", area=make_area(**AROUND_A_B))
    make_granted(contractor.memberships.get().organisation, way(network, "RV.02", "B", "C"))
    for user in (make_user("partner", carrier), contractor, make_user("viewer")):
        sections = DuctSection.objects.visible_to(user)
        assert sections.exists()
        assert set(sections.values_list("duct", flat=True)) <= {
            duct.pk for duct in Duct.objects.visible_to(user)
        }
        assert set(sections.values_list("segment", flat=True)) <= {
            segment.pk for segment in Segment.objects.visible_to(user)
        }
