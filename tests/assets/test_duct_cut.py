"""Cutting a duct keeps contents, joints and claims; those that span the cut become two units."""

import pytest

from assets.models import Duct
from assets.services import duct, segment
from gis.refusals import NotPermitted, Refusal
from network.models import ClaimLine, DuctJointEnd, HeldUnit
from network.services import duct_joint
from tests.assets.looking import path_of
from tests.builders import (
    make_area,
    make_bundle,
    make_cable,
    make_claim,
    make_duct,
    make_line_network,
    make_organisation,
    make_user,
    place,
)

pytestmark = pytest.mark.django_db


def units_of(claim) -> set[tuple[str, str, str]]:
    """Each unit as (duct, and both sites in alphabetical order)."""
    rows = claim.units.values_list("duct__code", "from_site__code", "to_site__code")
    return {(code, *sorted(sites)) for code, *sites in rows}


def test_a_tube_cut_at_a_branch_keeps_bundle_number_cable_and_claims(editor) -> None:
    """A--B--C--D: tube 1 is cut at C; claims of the cable's owner lie before and across the cut."""
    network = make_line_network("A-B-C-D")
    bundle = make_bundle(network, "A-B-C-D")
    tube = bundle.tubes.get(number=1)
    owner = tube.owner
    cable = make_cable(network, "A-B-C-D", inside=tube)
    before_cut = make_claim(owner, (tube, network["B"], network["A"]))
    across = make_claim(owner, (tube, network["D"], network["B"]))
    before = _lines()

    first, second = duct.cut(duct=tube, site=network["C"], by=editor)

    assert (path_of(first), path_of(second)) == (["A", "B", "C"], ["C", "D"])
    assert (second.code, second.bundle, second.number) == ("RV.01/2", bundle, 1)
    assert first.public_id == tube.public_id != second.public_id
    assert units_of(before_cut) == {("RV.01", "A", "B")}
    assert units_of(across) == {("RV.01", "B", "C"), ("RV.01/2", "C", "D")}
    assert _lines() == before
    assert path_of(cable) == ["A", "B", "C", "D"]
    assert set(cable.sections.values_list("duct_section__duct__code", flat=True)) == {
        "RV.01",
        "RV.01/2",
    }


def test_claims_behind_the_cut_move_to_the_new_piece(editor) -> None:
    network = make_line_network("A-B-C-D")
    pipe = make_duct(network, "D-C-B-A", code="R")
    claim = make_claim(
        make_organisation("traeger", "carrier"),
        (pipe, network["C"], network["D"]),
        (pipe, network["A"], network["B"]),
    )
    duct.cut(duct=pipe, site=network["B"], by=editor)
    assert units_of(claim) == {("R", "C", "D"), ("R/2", "A", "B")}


def test_a_bundle_is_cut_with_the_tubes_that_pass_there_in_it(editor) -> None:
    """A--B--C: tube 3 ends at B already; both others are cut with the bundle, and coupled again."""
    network = make_line_network("A-B-C")
    bundle = make_bundle(network, "A-B-C", tubes=3)
    third = bundle.tubes.get(number=3)
    duct.cut(duct=third, site=network["B"], by=editor)
    first, second = duct.cut(
        duct=bundle, site=network["B"], by=editor, with_tubes=True, coupled=True
    )
    assert set(first.tubes.values_list("code", flat=True)) == {"RV.01", "RV.02", "RV.03", "RV.03/2"}
    assert set(second.tubes.values_list("code", flat=True)) == {"RV.01/2", "RV.02/2"}
    joined = DuctJointEnd.objects.values_list("joint", "duct__code", "end")
    by_joint: dict[int, set] = {}
    for joint, code, end in joined:
        by_joint.setdefault(joint, set()).add((code, end))
    assert sorted(map(sorted, by_joint.values())) == [
        [("RV", "end"), ("RV/2", "start")],
        [("RV.01", "end"), ("RV.01/2", "start")],
        [("RV.02", "end"), ("RV.02/2", "start")],
    ]


def test_a_bundle_may_be_cut_around_its_tubes(editor) -> None:
    network = make_line_network("A-B-C")
    bundle = make_bundle(network, "A-B-C", tubes=1)
    duct.cut(duct=bundle, site=network["B"], by=editor)
    tube = bundle.tubes.get()
    assert path_of(tube) == ["A", "B", "C"]
    around = tube.sections.order_by("rank").values_list("parent__duct__code", flat=True)
    assert list(around) == ["RV", "RV/2"]


def test_the_joint_at_the_far_end_follows_the_new_piece(editor) -> None:
    network = make_line_network("A-B-C-D")
    long, next_one = make_duct(network, "A-B-C", code="R1"), make_duct(network, "C-D", code="R2")
    duct_joint.couple(first=long, second=next_one, site=network["C"], by=editor)
    duct.cut(duct=long, site=network["B"], by=editor, code="R1b")
    assert set(DuctJointEnd.objects.values_list("duct__code", "end")) == {
        ("R1b", "end"),
        ("R2", "start"),
    }


def test_split_then_cut_at_the_new_site(editor) -> None:
    network = make_line_network("A-B")
    pipe = make_duct(network, "B-A", code="R")
    _first, half = segment.split(
        segment=network["A-B"], at=place(30), new_site={"code": "x", "kind": "chamber"}, by=editor
    )
    pieces = duct.cut(duct=pipe, site=half.start_site, by=editor)
    assert [path_of(piece) for piece in pieces] == [["B", "x"], ["x", "A"]]


def test_cuts_that_cannot_be(editor) -> None:
    network = make_line_network("A-B-C, D-E")
    pipe = make_duct(network, "A-B-C", code="R")
    closed = network["B"]
    for site in ("A", "C", "D"):
        assert _refusal(duct=pipe, site=network[site], by=editor) == "NOT_PASSED"
    assert _refusal(duct=pipe, site=closed, by=editor, code="R") == "NOT_UNIQUE"
    closed.can_open = False
    closed.save()
    assert _refusal(duct=pipe, site=closed, by=editor) == "SITE_CANNOT_BE_OPENED"
    contractor = make_user("contractor_editor", area=make_area(west=-10, east=110))
    with pytest.raises(NotPermitted):
        duct.cut(duct=pipe, site=network["A"], by=make_user("access_officer"))
    closed.can_open = True
    closed.save()
    with pytest.raises(NotPermitted):
        duct.cut(duct=pipe, site=closed, by=contractor)
    assert Duct.objects.count() == 1 and not HeldUnit.objects.exists()


def test_coupling_joins_each_end_once(editor) -> None:
    network = make_line_network("A-B-C, B-D")
    one, two = make_duct(network, "A-B", code="R1"), make_duct(network, "B-C", code="R2")
    three = make_duct(network, "B-D", code="R3")
    joint = duct_joint.couple(first=one, second=two, site=network["B"], by=editor)
    for first, second, site, code in (
        (three, two, "B", "ALREADY_JOINED"),
        (three, one, "A", "NOT_AT_SITE"),
        (three, three, "B", "SAME_DUCT"),
    ):
        with pytest.raises(Refusal) as refused:
            duct_joint.couple(first=first, second=second, site=network[site], by=editor)
        assert refused.value.code == code
    duct_joint.uncouple(joint=joint, by=editor)
    assert not DuctJointEnd.objects.exists()


def _lines() -> set[tuple]:
    return set(
        ClaimLine.objects.values_list("holder", "section", "exclusive", "inside", "room_mm2")
    )


def _refusal(**arguments) -> str:
    with pytest.raises(Refusal) as refused:
        duct.cut(**arguments)
    return refused.value.code
