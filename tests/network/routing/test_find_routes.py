"""Routes respect the tube. Networks are drawn: letters are sites, 100 m apart."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from assets.models import Duct, DuctType
from gis.refusals import NotFound, NotPermitted, Refusal
from network.models import Damage, FillPolicy
from network.routing import CableRoom, Doubt, Reason, RouteAnswer, Tubes
from tests.builders import (
    Network,
    make_bundle,
    make_cable,
    make_duct,
    make_duct_type,
    make_line_network,
    make_organisation,
    make_segment,
    make_site,
    make_user,
    place,
)
from tests.network.routing.conftest import NEXT_YEAR, Ask, couple, hold

pytestmark = pytest.mark.django_db


def tube(network: Network, path: str, code: str = "", **fields: Any) -> Duct:
    return make_duct(
        network, path, code=code, type=make_duct_type(fields.pop("of", "7x1.5"), "tube"), **fields
    )


def close(network: Network, *letters: str) -> None:
    for letter in letters:
        network[letter].can_open = False
        network[letter].save()


def ways(answer: RouteAnswer) -> list[list[str]]:
    """Per route the codes of its ducts in order."""
    codes = dict(Duct.objects.values_list("pk", "code"))
    return [[codes[unit.duct_id] for unit in route.units] for route in answer.routes]


def test_one_uncut_tube_is_the_route(ask: Ask) -> None:
    """A==t==B==t==C"""
    network = make_line_network("A-B-C")
    tube(network, "A-B-C", "t")
    (route,) = ask(network["A"], network["C"]).routes
    assert route.length_m == pytest.approx(200, rel=1e-3)
    assert route.cost_m == route.length_m
    assert (route.planned_cuts, route.couplings) == ((), ())
    assert [hop.from_site_id for hop in route.hops] == [network["A"].pk]
    assert route.hops[0].segment_ids == (network["A-B"].pk, network["B-C"].pk)
    assert route.geometry.coords[0] == pytest.approx(network["A"].geom.coords)
    assert route.geometry.coords[-1] == pytest.approx(network["C"].geom.coords)
    assert route.geometry.num_points == 3


def test_the_same_route_backwards(ask: Ask) -> None:
    network = make_line_network("A-B-C")
    tube(network, "A-B-C", "t")
    (route,) = ask(network["C"], network["A"]).routes
    unit = route.units[0]
    assert (unit.from_site_id, unit.to_site_id) == (network["C"].pk, network["A"].pk)
    assert route.geometry.coords[0] == pytest.approx(network["C"].geom.coords)


def test_a_tube_that_only_passes_a_closed_site_cannot_be_entered_there(ask: Ask) -> None:
    """A==t==(B)==t==C with B closed: nothing from A to B."""
    network = make_line_network("A-B-C")
    tube(network, "A-B-C")
    close(network, "B")
    answer = ask(network["A"], network["B"])
    assert (answer.routes, answer.blockers) == ((), ())


def test_a_part_of_an_uncut_tube_needs_a_cut(ask: Ask) -> None:
    """A==t==B==t==C, from A to B: t is cut at B."""
    network = make_line_network("A-B-C")
    duct = tube(network, "A-B-C")
    (route,) = ask(network["A"], network["B"]).routes
    assert route.planned_cuts == ((network["B"].pk, duct.pk),)
    assert route.cost_m == pytest.approx(route.length_m + 50)
    assert route.units == ((duct.pk, network["A"].pk, network["B"].pk, None),)


def test_tubes_that_end_at_a_site_that_can_be_opened_are_coupled(ask: Ask) -> None:
    """A==t==B==u==C"""
    network = make_line_network("A-B-C")
    one, two = tube(network, "A-B", "t"), tube(network, "B-C", "u")
    (route,) = ask(network["A"], network["C"]).routes
    assert route.couplings == ((network["B"].pk, one.pk, two.pk),)
    assert route.cost_m == pytest.approx(route.length_m + 10)
    assert len(route.hops) == 2


def test_a_closed_site_is_passed_only_through_an_existing_coupler(ask: Ask) -> None:
    """A==t==(B)==u==C with B closed"""
    network = make_line_network("A-B-C")
    one, two = tube(network, "A-B", "t"), tube(network, "B-C", "u")
    close(network, "B")
    assert ask(network["A"], network["C"]).routes == ()
    couple(network["B"], one, two)
    answer = ask(network["A"], network["C"])
    assert ways(answer) == [["t", "u"]]
    assert answer.routes[0].couplings == ()
    assert len(answer.routes[0].hops) == 2


def test_a_tube_that_ends_at_a_closed_site_leads_there(ask: Ask) -> None:
    network = make_line_network("A-B")
    tube(network, "A-B", "t")
    close(network, "B")
    assert ways(ask(network["A"], network["B"])) == [["t"]]


def test_a_branch_leads_uncut_out_of_the_bundle(ask: Ask) -> None:
    """A bundle A-B-C; tube x leaves it at the buried branch B towards the house D.

    From C one comes to D only by way of A, where x begins and can be coupled.
    """
    network = make_line_network("A-B-C, B-D")
    close(network, "B")
    make_bundle(network, "A-B-C", tubes=2)
    tube(network, "A-B-D", "x")
    assert ways(ask(network["A"], network["D"])) == [["x"]]
    assert ways(ask(network["C"], network["D"])) == [["RV.01", "x"]]


def test_a_route_prefers_couplers_to_a_long_detour_and_a_detour_to_cuts(ask: Ask) -> None:
    """Straight on A-B-C costs two couplers; the long tube over D costs 100 m more."""
    network = make_line_network("A-B-C, A-D-E-C")
    tube(network, "A-B", "t")
    tube(network, "B-C", "u")
    tube(network, "A-D-E-C", "long")
    assert ways(ask(network["A"], network["C"])) == [["t", "u"]]


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


def test_what_is_only_planned_or_gone_by_then_does_not_serve(ask: Ask) -> None:
    network = make_line_network("A-B")
    tube(network, "A-B", life_cycle="planned")
    tube(network, "A-B", life_cycle="out_of_service")
    tube(network, "A-B", valid_to=dt.date(2031, 12, 31))
    tube(network, "A-B", valid_from=dt.date(2031, 1, 2))
    assert ask(network["A"], network["B"]).routes == ()
    tube(network, "A-B", "good", valid_from=dt.date(2031, 1, 1), valid_to=dt.date(2032, 1, 1))
    assert ways(ask(network["A"], network["B"])) == [["good"]]


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
    assert answer.start == (network["A"].pk, pytest.approx(3))
    with pytest.raises(NotFound):
        ask(network["A"], network["B"], **near)


def test_alternatives_go_another_way(ask: Ask) -> None:
    """Three tubes straight on, one round: two ways, not four."""
    network = make_line_network("A-B-C, A-D-C")
    for code in ("1", "2", "3"):
        tube(network, "A-B-C", code)
    tube(network, "A-D-C", "round")
    answer = ask(network["A"], network["C"], alternatives=3)
    assert [way[0] for way in ways(answer)] == ["1", "round"]


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


def test_a_ring_can_be_left_anywhere(ask: Ask) -> None:
    """A ring of three coupled ducts round A, B, C; D hangs on B."""
    network = make_line_network("A-B-C, C-A, B-D")
    ducts = [tube(network, path) for path in ("A-B", "B-C", "C-A")]
    tube(network, "B-D", "d")
    for site, one, two in zip("BCA", ducts, ducts[1:] + ducts[:1], strict=True):
        couple(network[site], one, two)
    close(network, "C", "A")
    (route,) = ask(network["A"], network["D"]).routes
    assert route.length_m == pytest.approx(100 + 141.4, rel=0.001)
    hold(ducts[0])
    (route,) = ask(network["A"], network["D"]).routes
    assert [unit.duct_id for unit in route.units][:2] == [ducts[2].pk, ducts[1].pk]


def test_a_shorter_way_by_stated_lengths_is_found_however_far_it_looks(ask: Ask) -> None:
    """Two risers, 10 m each as stated, lead over a site that the map draws 5 km away."""
    network = make_line_network("A-B")
    far = make_site("D", 5_000, 0)
    network.sites["D"] = far
    for one, two in ("AD", "DB"):
        network.segments[f"{one}-{two}"] = make_segment(
            network[one], network[two], kind="riser", stated_length_m=10
        )
    tube(network, "A-B", "direct")
    tube(network, "A-D-B", "risers")
    assert ways(ask(network["A"], network["B"])) == [["risers"]]


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
