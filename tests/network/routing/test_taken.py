"""Routes go round what is taken, and say what blocks where nothing is free."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from network.models import Damage
from network.routing import Reason, Tubes
from tests.builders import make_bundle, make_cable, make_line_network, make_organisation, make_user
from tests.network.routing.conftest import NEXT_YEAR, Ask, hold
from tests.network.routing.drawn import tube, ways

pytestmark = pytest.mark.django_db


def test_reserved_tubes_are_gone_round(ask: Ask) -> None:
    network = make_line_network("A-B-C, A-D-C")
    direct = tube(network, "A-B-C", "direct")
    tube(network, "A-D-C", "round")
    assert ways(ask(network["A"], network["C"])) == [["direct"]]
    hold(direct, network["B"], network["C"])
    assert ways(ask(network["A"], network["C"])) == [["round"]]


def test_a_reservation_of_another_year_does_not_matter(ask: Ask) -> None:
    network = make_line_network("A-B")
    hold(
        tube(network, "A-B", "t"),
        period=NEXT_YEAR.__class__(dt.date(2029, 1, 1), dt.date(2030, 12, 31)),
    )
    assert ways(ask(network["A"], network["B"])) == [["t"]]


def test_an_expired_hold_is_free(ask: Ask) -> None:
    network = make_line_network("A-B")
    duct = tube(network, "A-B", "t")
    holder = hold(duct, expires_at=timezone.now() + dt.timedelta(days=1))
    assert ask(network["A"], network["B"]).routes == ()
    holder.expires_at = timezone.now() - dt.timedelta(seconds=1)
    holder.save()
    assert ways(ask(network["A"], network["B"])) == [["t"]]


def test_who_holds_the_bundle_holds_its_tubes(ask: Ask) -> None:
    network = make_line_network("A-B")
    hold(make_bundle(network, "A-B"))
    answer = ask(network["A"], network["B"])
    assert [blocker.reason for blocker in answer.blockers] == [Reason.RESERVED]


def test_who_holds_a_tube_leaves_the_others_of_the_bundle(ask: Ask) -> None:
    network = make_line_network("A-B")
    bundle = make_bundle(network, "A-B", tubes=3)
    hold(bundle.tubes.get(number=1))
    hold(bundle.tubes.get(number=3))
    assert ways(ask(network["A"], network["B"])) == [["RV.02"]]


def test_what_is_free_of_two_tubes_makes_one_way(ask: Ask) -> None:
    """x is taken on A-B, y on B-C: change at B, cutting both."""
    network = make_line_network("A-B-C")
    bundle = make_bundle(network, "A-B-C", tubes=2)
    one, two = bundle.tubes.order_by("number")
    hold(one, network["A"], network["B"])
    hold(two, network["B"], network["C"])
    (route,) = ask(network["A"], network["C"]).routes
    assert [unit.duct_id for unit in route.units] == [two.pk, one.pk]
    assert len(route.planned_cuts) == 2
    assert route.cost_m == pytest.approx(route.length_m + 110)


def test_a_damaged_or_occupied_tube_is_no_way(ask: Ask) -> None:
    network = make_line_network("A-B")
    damaged, occupied = tube(network, "A-B", "d"), tube(network, "A-B", "o")
    Damage.objects.create(section=damaged.sections.get(), period=NEXT_YEAR.range, description="x")
    assert ways(ask(network["A"], network["B"])) == [["o"]]
    make_cable(network, "A-B", inside=occupied)
    answer = ask(network["A"], network["B"])
    assert answer.routes == ()
    assert answer.blockers[0].reason in (Reason.BLOCKED, Reason.OCCUPIED)


def test_what_is_only_planned_or_gone_by_then_does_not_serve(ask: Ask) -> None:
    network = make_line_network("A-B")
    tube(network, "A-B", life_cycle="planned")
    tube(network, "A-B", life_cycle="out_of_service")
    tube(network, "A-B", valid_to=dt.date(2031, 12, 31))
    tube(network, "A-B", valid_from=dt.date(2031, 1, 2))
    assert ask(network["A"], network["B"]).routes == ()
    tube(network, "A-B", "good", valid_from=dt.date(2031, 1, 1), valid_to=dt.date(2032, 1, 1))
    assert ways(ask(network["A"], network["B"])) == [["good"]]


def test_the_fewest_sections_that_block(ask: Ask) -> None:
    """Straight on two sections are taken, round only one: that one is named, and until when."""
    network = make_line_network("A-B-C, A-D-C")
    direct, detour = tube(network, "A-B-C", "direct"), tube(network, "A-D-C", "round")
    carrier = make_organisation("anderer", "carrier")
    hold(direct)
    hold(detour, network["D"], network["C"])
    (blocker,) = ask(network["A"], network["C"]).blockers
    assert blocker.section_id == detour.sections.get(segment=network["D-C"]).pk
    assert blocker.until == NEXT_YEAR.last
    assert blocker.organisation_ids == (carrier.pk,)
    stranger = make_user("viewer")
    (blocker,) = ask(network["A"], network["C"], viewer=stranger).blockers
    assert blocker.organisation_ids == ()


def test_the_fewest_sections_that_block_two_tubes(ask: Ask) -> None:
    network = make_line_network("A-B-C")
    one, two = (tube(network, "A-B-C", code) for code in "xy")
    hold(one)
    hold(two, network["B"], network["C"])
    blockers = ask(network["A"], network["C"], requirement=Tubes(2)).blockers
    assert len(blockers) == 3
    assert len(ask(network["A"], network["C"]).blockers) == 1
