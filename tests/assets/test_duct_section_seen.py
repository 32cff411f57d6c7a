"""Who sees which duct in which segment."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from psycopg2.extras import DateRange

from accounts.models import Grant, Organisation, User
from assets.models import Duct, DuctSection, Segment
from tests.builders import (
    make_area,
    make_bundle,
    make_line_network,
    make_organisation,
    make_user,
)

pytestmark = pytest.mark.django_db

AROUND_A_B = {"west": -20, "east": 90, "south": -20, "north": 20}


@pytest.fixture
def network() -> Any:
    made = make_line_network("A-B-C")
    make_bundle(made, "A-B-C", tubes=2)
    return made


def make_grant(organisation: Organisation, **valid: dt.date) -> Grant:
    today = timezone.localdate()
    start, end = valid.get("start", today), valid.get("end", today + dt.timedelta(days=9))
    return Grant.objects.create(
        organisation=organisation, case_reference="F-1", valid=DateRange(start, end)
    )


def seen_by(user: User) -> set[str]:
    """As "RV.01 A-B", to an account read anew as a request reads it."""
    rows = DuctSection.objects.visible_to(User.objects.get(pk=user.pk))
    return {f"{row.duct.code} {row.segment.code}" for row in rows}


def test_a_contractor_sees_what_lies_in_its_area(network) -> None:
    user = make_user("contractor_editor", area=make_area(**AROUND_A_B))
    assert seen_by(user) == {"RV A-B", "RV.01 A-B", "RV.02 A-B"}


def test_a_contractor_sees_outside_its_area_what_a_grant_opens(network) -> None:
    user = make_user("contractor_editor", area=make_area(**AROUND_A_B))
    grant = make_grant(user.memberships.get().organisation)
    grant.segments.add(network["B-C"])
    assert seen_by(user) == {"RV A-B", "RV.01 A-B", "RV.02 A-B"}
    grant.ducts.add(Duct.objects.get(code="RV.02"))
    assert seen_by(user) == {"RV A-B", "RV.01 A-B", "RV.02 A-B", "RV.02 B-C"}


def test_a_carrier_needs_a_grant_for_duct_and_segment(network) -> None:
    carrier = make_organisation("nord", "carrier")
    user = make_user("partner", carrier)
    assert seen_by(user) == set()
    grant = make_grant(carrier)
    grant.ducts.add(Duct.objects.get(code="RV.01"))
    assert seen_by(user) == set()
    grant.segments.add(network["A-B"])
    assert seen_by(user) == {"RV.01 A-B"}


def test_a_grant_of_another_day_or_organisation_opens_nothing(network) -> None:
    carrier, today = make_organisation("nord", "carrier"), timezone.localdate()
    user = make_user("partner", carrier)
    day = dt.timedelta(days=1)
    grants = [
        make_grant(carrier, start=today - 9 * day, end=today),
        make_grant(carrier, start=today + day),
        make_grant(make_organisation("süd", "carrier")),
    ]
    for grant in grants:
        grant.ducts.set(Duct.objects.all())
        grant.segments.set(Segment.objects.all())
    assert seen_by(user) == set()


def test_two_grants_together_open_no_more_than_each(network) -> None:
    """One opens a tube from A to B, the other its neighbour from B to C: no tube was granted on."""
    carrier = make_organisation("nord", "carrier")
    for tube, segment in (("RV.01", "A-B"), ("RV.02", "B-C")):
        grant = make_grant(carrier)
        grant.ducts.add(Duct.objects.get(code=tube))
        grant.segments.add(network[segment])
    user = User.objects.get(pk=make_user("partner", carrier).pk)
    assert seen_by(user) == {"RV.01 A-B", "RV.02 B-C"}
    below = DuctSection.objects.filter(segment__in=Segment.objects.visible_to(user))
    assert {str(row) for row in below.in_seen_segments(user)} == {
        str(row) for row in DuctSection.objects.visible_to(user)
    }


def test_whoever_sees_a_section_sees_its_duct_and_its_segment(network) -> None:
    """On this the edges from a section rest: they ask for no rule of their own."""
    carrier = make_organisation("nord", "carrier")
    grant = make_grant(carrier)
    grant.ducts.add(Duct.objects.get(code="RV.01"))
    grant.segments.add(network["A-B"])
    contractor = make_user("contractor_editor", area=make_area(**AROUND_A_B))
    own = make_grant(contractor.memberships.get().organisation)
    own.segments.add(network["B-C"])
    own.ducts.add(Duct.objects.get(code="RV.02"))
    for user in (make_user("partner", carrier), contractor, make_user("viewer")):
        sections = DuctSection.objects.visible_to(user)
        assert sections.exists()
        assert set(sections.values_list("duct", flat=True)) <= {
            duct.pk for duct in Duct.objects.visible_to(user)
        }
        assert set(sections.values_list("segment", flat=True)) <= {
            segment.pk for segment in Segment.objects.visible_to(user)
        }
