"""Rerouting a duct takes along what lies in it all the way, and refuses to lose the rest."""

from datetime import date

import pytest

from assets.services import duct
from assets.services.path import Step
from gis.refusals import Refusal
from network.models import ClaimLine, Damage
from tests.assets.looking import path_of
from tests.builders import (
    make_bundle,
    make_cable,
    make_claim,
    make_duct,
    make_line_network,
    make_organisation,
)

pytestmark = pytest.mark.django_db

DRAWING = "A-B-C-D, B-X-Y, Y-C"
"""The way from B to C may lead over X and Y instead."""


def detour(network) -> list[Step]:
    return [Step(network[name]) for name in ("B-X", "X-Y", "Y-C")]


def test_tubes_cables_and_claims_follow(editor) -> None:
    """A--B--C--D becomes A--B--X--Y--C--D for the bundle and all in it, in either direction."""
    network = make_line_network(DRAWING)
    bundle = make_bundle(network, "A-B-C-D", tubes=2)
    tube, other = bundle.tubes.order_by("number")
    cable = make_cable(network, "D-C-B-A", inside=tube)
    cable.sections.update(slack_m=2)
    carrier = make_organisation("traeger", "carrier")
    claim = make_claim(carrier, (other, network["A"], network["D"]))

    moved = duct.reroute(
        duct=bundle, from_site=network["B"], to_site=network["C"], path=detour(network), by=editor
    )

    way = ["A", "B", "X", "Y", "C", "D"]
    assert path_of(moved) == path_of(tube) == path_of(other) == way
    assert path_of(cable) == way[::-1]
    assert set(tube.sections.values_list("parent__duct__code", "position")) == {("RV", 1)}
    assert sum(cable.sections.values_list("slack_m", flat=True)) == 6
    held = ClaimLine.objects.filter(holder=claim, exclusive=True).values_list("section", flat=True)
    assert set(held) == set(other.sections.values_list("pk", flat=True))
    assert moved.public_id == bundle.public_id


def test_the_path_may_be_named_from_either_end(editor) -> None:
    network = make_line_network(DRAWING)
    pipe = make_duct(network, "D-C-B-A")
    duct.reroute(
        duct=pipe, from_site=network["B"], to_site=network["C"], path=detour(network), by=editor
    )
    assert path_of(pipe) == ["D", "C", "Y", "X", "B", "A"]


def test_a_part_of_the_old_way_may_be_kept(editor) -> None:
    """From A to C over B again: the segment A-B is both left and entered."""
    network = make_line_network(DRAWING)
    bundle = make_bundle(network, "A-B-C", tubes=1)
    path = [Step(network["A-B"]), *detour(network)]
    duct.reroute(duct=bundle, from_site=network["A"], to_site=network["C"], path=path, by=editor)
    assert path_of(bundle.tubes.get()) == ["A", "B", "X", "Y", "C"]


def test_what_shares_only_a_part_is_listed(editor) -> None:
    """A--B--C: from A to C a pipe; a tube lies in it from A to B, a cable from B to C."""
    network = make_line_network("A-B-C, A-X-C")
    pipe = make_duct(network, "A-B-C")
    make_duct(network, "A-B", code="tube", inside=pipe)
    make_cable(network, "B-C", code="cable", inside=pipe)
    path = [Step(network["A-X"]), Step(network["X-C"])]
    found = _obstacles(pipe, network, path, editor)
    assert found == {"tube", "cable"}
    assert path_of(pipe) == ["A", "B", "C"]


def test_claims_that_end_on_the_way_and_damages_are_listed(editor) -> None:
    network = make_line_network("A-B-C, A-X-C")
    pipe = make_duct(network, "A-B-C")
    carrier = make_organisation("traeger", "carrier")
    claim = make_claim(carrier, (pipe, network["A"], network["B"]))
    path = [Step(network["A-X"]), Step(network["X-C"])]
    assert _obstacles(pipe, network, path, editor) == {str(claim.pk)}
    claim.delete()
    damage = Damage.objects.create(
        section=pipe.sections.first(), period=(date(2026, 1, 1), None), description="Bagger"
    )
    assert _obstacles(pipe, network, path, editor) == {str(damage.pk)}


def test_paths_that_do_not_fit_are_refused(editor) -> None:
    network = make_line_network(DRAWING)
    pipe = make_duct(network, "A-B-C")
    for ends, path, code in (
        ("BD", detour(network), "NOT_PASSED"),
        ("BC", detour(network)[:2], "NOT_CONTIGUOUS"),
        ("BC", detour(network)[1:], "NOT_CONTIGUOUS"),
        ("BC", [], "REQUIRED"),
    ):
        with pytest.raises(Refusal) as refused:
            duct.reroute(
                duct=pipe,
                from_site=network[ends[0]],
                to_site=network[ends[1]],
                path=path,
                by=editor,
            )
        assert refused.value.code == code
    assert path_of(pipe) == ["A", "B", "C"]


def _obstacles(pipe, network, path, editor) -> set[str]:
    with pytest.raises(Refusal) as refused:
        duct.reroute(duct=pipe, from_site=network["A"], to_site=network["C"], path=path, by=editor)
    assert refused.value.code == "IN_THE_WAY"
    return {obstacle["code"] for obstacle in refused.value.details["obstacles"]}
