"""Room for cables is summed against the fill limit at every moment of the period."""

from __future__ import annotations

import pytest
from django.db import transaction

from network.availability import section_states
from network.models import Damage
from network.services.settle import settle
from tests.builders import (
    make_cable,
    make_cable_type,
    make_duct,
    make_duct_type,
    make_line_network,
    make_organisation,
)
from tests.network.ledger.claims import NEXT_YEAR, YEAR, claim
from tests.refused import refused_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make_line_network("A-B-C")


@pytest.fixture
def pipe(city):
    """Inner 40.8 mm: half of 40.8² is room for 832 mm²."""
    return make_duct(city, "A-B-C", code="KSR", type=make_duct_type("50x4.6"))


@pytest.fixture
def north():
    return make_organisation("nord", "carrier")


@pytest.fixture
def south():
    return make_organisation("sued", "carrier")


def too_full():
    return refused_by("claimed_room_within_limit")


def test_two_fit_and_a_third_does_not(city, pipe, north, south):
    claim(north, pipe, city["A"], city["C"], cable_outer_mm=20)
    claim(south, pipe, city["A"], city["C"], cable_outer_mm=20)
    with too_full():
        claim(south, pipe, city["B"], city["C"], cable_outer_mm=6)
    claim(south, pipe, city["B"], city["C"], cable_outer_mm=5.6)


def test_what_leaves_makes_room(city, pipe, north, south):
    claim(north, pipe, city["A"], city["C"], cable_outer_mm=25)
    claim(south, pipe, city["A"], city["C"], cable_outer_mm=25, period=NEXT_YEAR)


def test_cables_that_lie_there_count(city, pipe, north):
    make_cable(city, "A-B-C", inside=pipe, type=make_cable_type(outer_mm=25))
    with too_full():
        claim(north, pipe, city["A"], city["B"], cable_outer_mm=15)
    claim(north, pipe, city["A"], city["B"], cable_outer_mm=14)


def test_ones_own_cable_uses_the_claimed_room_up(city, pipe, north, south):
    claim(north, pipe, city["A"], city["C"], cable_outer_mm=20)
    with transaction.atomic():
        cable = make_cable_type(outer_mm=20)
        make_cable(city, "A-B-C", inside=pipe, type=cable, owner=north)
        settle()
    claim(south, pipe, city["A"], city["C"], cable_outer_mm=20)


def test_a_foreign_cable_cannot_take_claimed_room(city, pipe, north, south):
    claim(north, pipe, city["A"], city["C"], cable_outer_mm=25)
    with too_full():
        make_cable(city, "A-B", inside=pipe, type=make_cable_type(outer_mm=20), owner=south)
        settle()


def test_an_overfull_pipe_may_be_recorded_as_found(city, pipe):
    with transaction.atomic():
        make_cable(city, "A-B", inside=pipe, type=make_cable_type(outer_mm=35))
        settle()


def test_room_excludes_the_whole_and_the_whole_excludes_room(city, pipe, north, south):
    claim(north, pipe, city["A"], city["B"], cable_outer_mm=5)
    claim(north, pipe, city["B"], city["C"])
    with refused_by("section_not_booked_twice"):
        claim(south, pipe, city["A"], city["C"])
    with refused_by("section_not_booked_twice"):
        claim(south, pipe, city["A"], city["C"], cable_outer_mm=1)


def test_a_pulled_in_duct_takes_room(city, pipe, north):
    """A 40 mm tube in 40.8 mm leaves no room, and nobody can hold the pipe whole."""
    inner = make_duct_type("28x3.0")
    with transaction.atomic():
        make_duct(city, "A-B-C", code="INNEN", inside=pipe, type=inner)
        settle()
    with too_full():
        claim(north, pipe, city["A"], city["B"], cable_outer_mm=10)
    with refused_by("section_not_booked_twice"):
        claim(north, pipe, city["A"], city["B"])


def test_unknown_diameter_offers_no_room(city, north):
    unknown = make_duct_type("50x4.6", "protection").__class__.objects.create(
        code="unbekannt", name="unbekannt", kind="protection"
    )
    duct = make_duct(city, "A-B", code="ALT", type=unknown)
    with too_full():
        claim(north, duct, city["A"], city["B"], cable_outer_mm=1)
    claim(north, duct, city["A"], city["B"])


def test_a_damage_blocks_what_is_claimed_later_but_not_what_was_claimed_before(
    city, pipe, north, south
):
    section = pipe.sections.get(segment=city["A-B"])
    claim(north, pipe, city["A"], city["C"], cable_outer_mm=5)
    with transaction.atomic():
        Damage.objects.create(section=section, period=YEAR, description="Bagger")
        settle()
    for cable in (1, None):
        with refused_by("claim_on_sound_unit", "section_not_booked_twice"):
            claim(south, pipe, city["A"], city["B"], cable_outer_mm=cable)
    claim(south, pipe, city["B"], city["C"], cable_outer_mm=1)
    assert section_states([section.pk], YEAR)[section.pk].state == "blocked"


def test_the_room_left_is_what_can_still_be_claimed(city, pipe, north):
    claim(north, pipe, city["A"], city["C"], cable_outer_mm=20)
    section = pipe.sections.get(segment=city["A-B"])
    state = section_states([section.pk], YEAR)[section.pk]
    assert state.room_limit == pytest.approx(0.5 * 40.8**2)
    assert state.room_left == pytest.approx(0.5 * 40.8**2 - 400)
    with too_full():
        claim(north, pipe, city["A"], city["B"], cable_outer_mm=state.largest_cable_mm + 0.01)
    claim(north, pipe, city["A"], city["B"], cable_outer_mm=state.largest_cable_mm - 0.001)
