"""Routes serve what was asked for: how many, how wide, whose, not where, and for whom."""

from __future__ import annotations

from typing import Any

import pytest

from assets.models import DuctType
from gis.refusals import NotFound, NotPermitted, Refusal
from network.models import FillPolicy
from network.routing import CableRoom, Doubt, Reason, Tubes
from tests.builders import make_duct, make_line_network, make_organisation, make_user, place
from tests.network.routing.conftest import Ask, hold
from tests.network.routing.drawn import tube, ways

pytestmark = pytest.mark.django_db


def test_two_tubes_run_side_by_side_and_may_change(ask: Ask) -> None:
    """x and y on A-B, only the uncut z and w go on to C."""
    network = make_line_network("A-B-C")
    for code in ("x", "y"):
        tube(network, "A-B", code)
    for code in ("z", "w"):
        tube(network, "B-C", code)
    (route,) = ask(network["A"], network["C"], requirement=Tubes(2)).routes
    assert [len(hop.duct_ids) for hop in route.hops] == [2, 2]
    assert len(route.couplings) == 2
    assert ask(network["A"], network["C"], requirement=Tubes(3)).routes == ()


def test_two_tubes_of_which_one_is_cut(ask: Ask) -> None:
    """x runs A-B-C uncut, y and z meet at B: x needs no cut."""
    network = make_line_network("A-B-C")
    long = tube(network, "A-B-C", "x")
    tube(network, "A-B", "y")
    tube(network, "B-C", "z")
    (route,) = ask(network["A"], network["C"], requirement=Tubes(2)).routes
    assert (long.pk, network["A"].pk, network["C"].pk, None) in route.units
    assert len(route.units) == 3
    assert route.planned_cuts == ()
    assert len(route.couplings) == 1


def test_tubes_drawn_against_each_other_run_together(ask: Ask) -> None:
    network = make_line_network("A-B-C")
    tube(network, "A-B-C")
    tube(network, "C-B-A")
    (route,) = ask(network["A"], network["C"], requirement=Tubes(2)).routes
    assert {unit.from_site_id for unit in route.units} == {network["A"].pk}


def test_narrow_tubes_do_not_serve(ask: Ask) -> None:
    network = make_line_network("A-B-C, A-D-E-C")
    tube(network, "A-B-C", "narrow")
    tube(network, "A-D-E-C", "wide", of="12x2")
    assert ways(ask(network["A"], network["C"])) == [["narrow"]]
    answer = ask(network["A"], network["C"], requirement=Tubes(1, 8))
    assert ways(answer) == [["wide"]]
    assert answer.routes[0].narrowest == (0, 8, None)


def test_narrow_tubes_are_named_as_what_blocks(ask: Ask) -> None:
    network = make_line_network("A-B")
    tube(network, "A-B", "narrow")
    answer = ask(network["A"], network["B"], requirement=Tubes(1, 8))
    assert [blocker.reason for blocker in answer.blockers] == [Reason.TOO_NARROW]


def test_room_for_a_cable_in_a_protection_duct(ask: Ask) -> None:
    """A 50×4.6 has 40.8 mm inside: 40 % of 1664 mm² is 666 mm², room for 25 mm and not for 26."""
    FillPolicy.objects.create(
        code="p", name="p", duct_kind="protection", max_ratio=0.4, valid="[2000-01-01,)", source="x"
    )
    network = make_line_network("A-B-C")
    duct = make_duct(network, "A-B-C")
    (route,) = ask(network["A"], network["C"], requirement=CableRoom(25)).routes
    assert route.units == ((duct.pk, network["A"].pk, network["C"].pk, 25),)
    assert route.narrowest.room_left_mm2 == pytest.approx(0.4 * 40.8**2 - 625)
    answer = ask(network["A"], network["C"], requirement=CableRoom(26))
    assert {blocker.reason for blocker in answer.blockers} == {Reason.TOO_NARROW}
    hold(duct, network["A"], network["B"], cable_mm=20)
    answer = ask(network["A"], network["C"], requirement=CableRoom(20))
    assert [blocker.reason for blocker in answer.blockers] == [Reason.RESERVED]
    assert ask(network["A"], network["C"], requirement=CableRoom(16)).routes
    assert ask(network["A"], network["C"], requirement=Tubes()).routes == ()


def test_only_the_owners_asked_for(ask: Ask) -> None:
    network = make_line_network("A-B, A-C-B")
    other = make_organisation("werk", "utility")
    tube(network, "A-B", "ours")
    tube(network, "A-C-B", "theirs", owner=other)
    assert ways(ask(network["A"], network["B"], owners=[other])) == [["theirs"]]
    assert ask(network["A"], network["B"], owners=[]).routes == ()


def test_sites_and_segments_to_avoid(ask: Ask) -> None:
    network = make_line_network("A-B-C, A-D-C")
    tube(network, "A-B-C", "direct")
    tube(network, "A-D-C", "round")
    assert ways(ask(network["A"], network["C"], avoid_sites=[network["B"]])) == [["round"]]
    assert ways(ask(network["A"], network["C"], avoid_segments=[network["A-B"]])) == [["round"]]
    answer = ask(
        network["A"], network["C"], avoid_sites=[network["B"]], avoid_segments=[network["D-C"]]
    )
    assert (answer.routes, answer.blockers) == ((), ())


def test_partners_are_offered_only_what_is_on_offer(ask: Ask) -> None:
    network = make_line_network("A-B")
    tube(network, "A-B", commercial_availability="not_offered")
    partner = make_user("partner")
    near = {"viewer": partner}
    with pytest.raises(Refusal, match="250"):
        ask(place(0), place(100), **near)
    tube(network, "A-B", "offered", commercial_availability="offered")
    answer = ask(place(3), place(100, 4), **near)
    assert ways(answer) == [["offered"]]
    assert answer.start == (network["A"].pk, pytest.approx(33.3, abs=0.1))
    with pytest.raises(NotFound):
        ask(network["A"], network["B"], **near)


def test_places_without_network(ask: Ask) -> None:
    network = make_line_network("A-B, C-D")
    tube(network, "A-B")
    tube(network, "C-D")
    assert ask(network["A"], network["D"]).routes == ()
    with pytest.raises(Refusal, match="250 m"):
        ask(network["A"], place(5_000, 5_000))
    with pytest.raises(Refusal) as refused:
        ask(network["A"], network["A"])
    assert refused.value.code == "SAME_PLACE"


def test_only_who_may_search_is_answered(ask: Ask) -> None:
    network = make_line_network("A-B")
    with pytest.raises(NotPermitted):
        ask(network["A"], network["B"], viewer=make_user("auditor"))


def test_what_nobody_measured_is_said(ask: Ask) -> None:
    network = make_line_network("A-B")
    unknown = DuctType.objects.create(code="?", name="?", kind="tube")
    make_duct(network, "A-B", type=unknown)
    (route,) = ask(network["A"], network["B"]).routes
    doubts = {fact.doubt: fact.ids for fact in route.uncertain}
    assert doubts[Doubt.DIAMETER_UNKNOWN] == (unknown.pk,)
    assert doubts[Doubt.DEPTH_UNKNOWN] == (network["A-B"].pk,)
    assert route.narrowest.inner_mm is None


@pytest.mark.parametrize("wrong", [lambda: Tubes(0), lambda: Tubes(1, -2), lambda: CableRoom(0)])
def test_impossible_requirements_are_refused(wrong: Any) -> None:
    with pytest.raises(Refusal) as refused:
        wrong()
    assert refused.value.code == "INVALID_REQUIREMENT"
