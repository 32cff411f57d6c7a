"""Nested double booking is impossible, whichever comes first.

Every network here is A ── B ── C with a bundle RV of three tubes RV.01 … RV.03 from A to C.
"""

from __future__ import annotations

import pytest
from django.db import transaction

from accounts.models import Organisation
from assets.models import Duct
from network.models import ClaimLine
from network.services.settle import settle
from tests.builders import (
    Network,
    make_bundle,
    make_cable,
    make_duct,
    make_line_network,
    make_organisation,
)
from tests.network.ledger.claims import NEXT_YEAR, claim, claim_strand, lines_of
from tests.refused import refused_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> Network:
    return make_line_network("A-B-C")


@pytest.fixture
def bundle(city: Network) -> Duct:
    return make_bundle(city, "A-B-C")


@pytest.fixture
def north() -> Organisation:
    return make_organisation("nord", "carrier")


@pytest.fixture
def south() -> Organisation:
    return make_organisation("sued", "carrier")


def tube(bundle: Duct, number: int) -> Duct:
    return bundle.tubes.get(number=number)


def test_whole_bundle_then_tube(city, bundle, north, south):
    claim(north, bundle, city["A"], city["C"])
    with refused_by("section_not_booked_twice"):
        claim(south, tube(bundle, 2), city["A"], city["B"])


def test_tube_then_whole_bundle(city, bundle, north, south):
    claim(south, tube(bundle, 2), city["A"], city["B"])
    with refused_by("section_not_booked_twice"):
        claim(north, bundle, city["A"], city["C"])


def test_the_bundle_is_free_where_nothing_inside_is_taken(city, bundle, north, south):
    claim(south, tube(bundle, 2), city["A"], city["B"])
    claim(north, bundle, city["B"], city["C"])


def test_neighbouring_tubes_do_not_meet(city, bundle, north, south):
    claim(north, tube(bundle, 1), city["A"], city["C"])
    claim(south, tube(bundle, 2), city["A"], city["C"])


def test_the_same_tube_in_another_year(city, bundle, north, south):
    claim(north, tube(bundle, 1), city["A"], city["C"])
    claim(south, tube(bundle, 1), city["A"], city["C"], period=NEXT_YEAR)


def test_lines_say_what_is_taken_and_what_contains_it(city, bundle, north):
    holder = claim(north, tube(bundle, 1), city["C"], city["B"])
    assert lines_of(holder) == [("RV", "B-C", False, True), ("RV.01", "B-C", True, False)]


def test_three_deep(city, bundle, north, south):
    """A pipe around the bundle in A-B only: whoever holds a tube there excludes the whole pipe."""
    pipe = make_duct(city, "A-B", code="KSR")
    around = pipe.sections.get()
    with_pipe = bundle.sections.get(segment=city["A-B"])
    with_pipe.parent, with_pipe.level, with_pipe.position = around, 1, 1
    with_pipe.save()
    for inner in with_pipe.children.all():
        inner.level = 2
        inner.save()
    claim(south, tube(bundle, 3), city["A"], city["B"])
    with refused_by("section_not_booked_twice"):
        claim(north, pipe, city["A"], city["B"])


def test_a_foreign_cable_excludes_a_claim_on_its_tube_and_on_the_bundle(city, bundle, north):
    make_cable(city, "A-B-C", inside=tube(bundle, 1))
    for duct in (tube(bundle, 1), bundle):
        with refused_by("section_not_booked_twice"):
            claim(north, duct, city["A"], city["B"])


def test_an_own_cable_lies_under_ones_own_claim(city, bundle, north, south):
    make_cable(city, "A-B-C", inside=tube(bundle, 1), owner=north)
    holder = claim(north, tube(bundle, 1), city["A"], city["C"])
    under = ClaimLine.objects.filter(holder__kind="cable", under=holder)
    assert set(under.values_list("key", flat=True)) == {holder.pk}
    with refused_by("section_not_booked_twice"):
        claim(south, tube(bundle, 1), city["A"], city["B"])


def test_a_claimed_tube_refuses_a_foreign_cable(city, bundle, north, south):
    claim(north, tube(bundle, 1), city["A"], city["C"])
    with refused_by("section_not_booked_twice"):
        _pull(city, tube(bundle, 1), south)


def test_a_claimed_tube_takes_the_claimants_cable(city, bundle, north):
    holder = claim(north, tube(bundle, 1), city["A"], city["C"])
    _pull(city, tube(bundle, 1), north)
    covered = ClaimLine.objects.filter(holder__kind="cable", under=holder, inside=False)
    assert covered.count() == 2


def _pull(city: Network, duct: Duct, owner: Organisation) -> None:
    with transaction.atomic():
        make_cable(city, "A-B-C", inside=duct, owner=owner)
        settle()


def test_a_removed_cable_frees_its_tube(city, bundle, north):
    cable = make_cable(city, "A-B-C", inside=tube(bundle, 1))
    cable.life_cycle = "removed"
    cable.save()
    claim(north, tube(bundle, 1), city["A"], city["C"])


def test_a_strand_is_held_once(city, north, south):
    strand = make_cable(city, "A-B-C").strands.get(number=5)
    claim_strand(north, strand)
    claim_strand(south, strand, NEXT_YEAR)
    with refused_by("strand_not_booked_twice"):
        claim_strand(south, strand)


def test_a_claim_must_lie_on_its_duct(city, bundle, north):
    short = make_duct(city, "A-B", code="KURZ")
    with refused_by("held_unit_on_its_duct"):
        claim(north, short, city["A"], city["C"])


def test_capacity_ends_with_the_duct(city, bundle, north):
    ending = tube(bundle, 1)
    ending.valid_to = NEXT_YEAR.upper
    ending.save()
    claim(north, ending, city["A"], city["B"])
    ending.valid_to = NEXT_YEAR.lower
    ending.save()
    with refused_by("claim_within_validity"):
        claim(north, ending, city["A"], city["B"], period=NEXT_YEAR)


@pytest.mark.parametrize("life_cycle", ["idea", "out_of_service", "abandoned", "removed"])
def test_no_claims_on_what_is_not_there(city, bundle, north, life_cycle):
    gone = tube(bundle, 1)
    gone.life_cycle = life_cycle
    gone.save()
    with refused_by("claim_within_validity"):
        claim(north, gone, city["A"], city["B"])
