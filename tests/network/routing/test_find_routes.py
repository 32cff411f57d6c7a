"""Routes respect the tube. Networks are drawn: letters are sites, 100 m apart."""

from __future__ import annotations

import pytest

from tests.builders import make_bundle, make_line_network, make_segment, make_site
from tests.network.routing.conftest import Ask, couple, hold
from tests.network.routing.drawn import close, tube, ways

pytestmark = pytest.mark.django_db


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


def test_alternatives_go_another_way(ask: Ask) -> None:
    """Three tubes straight on, one round: two ways, not four."""
    network = make_line_network("A-B-C, A-D-C")
    for code in ("1", "2", "3"):
        tube(network, "A-B-C", code)
    tube(network, "A-D-C", "round")
    answer = ask(network["A"], network["C"], alternatives=3)
    assert [way[0] for way in ways(answer)] == ["1", "round"]


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
