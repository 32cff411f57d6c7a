"""Merging is refused where it would lose something, and undoes a split where it does not."""

from datetime import date

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Grant
from assets.models import CableSection, Segment, Site
from assets.services import segment
from gis.refusals import Refusal
from network.models import ClaimLine, Damage
from network.services import duct_joint
from tests.assets.looking import contents_of, path_of
from tests.builders import (
    make_bundle,
    make_cable,
    make_claim,
    make_duct,
    make_gateway,
    make_line_network,
    make_organisation,
    make_segment,
    make_site,
    make_user,
    place,
)

pytestmark = pytest.mark.django_db


def in_the_way(line: Segment, other: Segment, editor) -> set[str]:
    """The codes that the refusal to merge lists."""
    with pytest.raises(Refusal) as refused:
        segment.merge(segment=line, other=other, by=editor)
    assert refused.value.code == "IN_THE_WAY"
    return {obstacle["code"] for obstacle in refused.value.details["obstacles"]}


def test_two_halves_that_hold_the_same_become_one(editor) -> None:
    """A--B--C: a bundle with tubes and a cable run through; B carries nothing of its own."""
    network = make_line_network("A-B-C")
    bundle = make_bundle(network, "C-B-A")
    cable = make_cable(network, "A-B-C", inside=bundle.tubes.get(number=2))
    CableSection.objects.filter(cable=cable).update(slack_m=3)
    held = contents_of(network["A-B"])
    length = sum(Segment.objects.values_list("length_m", flat=True))

    merged = segment.merge(segment=network["B-C"], other=network["A-B"], by=editor, drop_site=True)

    assert Segment.objects.get() == merged and not Site.objects.filter(code="B").exists()
    assert (merged.start_site.code, merged.end_site.code) == ("A", "C")
    assert contents_of(merged) == held
    assert path_of(bundle) == ["C", "A"] and path_of(cable) == ["A", "C"]
    assert cable.sections.get().slack_m == 6
    assert merged.length_m == pytest.approx(length, abs=0.001)


def test_lines_drawn_towards_each_other_merge(editor) -> None:
    """A-->B<--C: the first line keeps its direction."""
    network = make_line_network("A-B")
    network.sites["C"] = make_site("C", 200)
    network.segments["C-B"] = make_segment(network["C"], network["B"])
    duct = make_duct(network, "A-B-C")
    merged = segment.merge(segment=network["A-B"], other=network["C-B"], by=editor)
    assert merged.geom.coords == (place(0).coords, place(100).coords, place(200).coords)
    assert path_of(duct) == ["A", "C"]


def test_what_differs_or_ends_at_the_site_stands_in_the_way(editor) -> None:
    """A--B--C with a third line B--D, a gateway at B, and ducts of every unlike kind."""
    network = make_line_network("A-B-C, B-D")
    make_gateway(network["B"], "GW")
    make_duct(network, "A-B", code="ends")
    make_duct(network, "A-B-D", code="turns")
    pipe = make_duct(network, "A-B", code="pipe")
    make_duct(network, "A-B-C", code="half-in-pipe", inside=pipe)
    make_duct(network, "A-B-C", code="fine")
    make_cable(network, "A-B-D", code="cable-turns")
    make_cable(network, "B-C", code="cable-ends")
    Segment.objects.filter(pk=network["B-C"].pk).update(surface="asphalt")
    found = in_the_way(network["A-B"], network["B-C"], editor)
    ducts = {"ends", "turns", "pipe", "half-in-pipe"}
    assert found == {"B-D", "GW", "surface", "cable-turns", "cable-ends", *ducts}
    assert Segment.objects.count() == 3


def test_claims_joints_grants_and_damages_stand_in_the_way(editor) -> None:
    network = make_line_network("A-B-C")
    through = make_duct(network, "A-B-C")
    carrier = make_organisation("traeger", "carrier")
    claim = make_claim(carrier, (through, network["A"], network["B"]))
    assert in_the_way(network["A-B"], network["B-C"], editor) == {str(claim.pk)}
    claim.delete()
    damage = Damage.objects.create(
        section=through.sections.first(), period=(date(2026, 1, 1), None), description="Bagger"
    )
    assert in_the_way(network["A-B"], network["B-C"], editor) == {str(damage.pk)}
    damage.delete()
    grant = Grant.objects.create(
        organisation=carrier, case_reference="F-1", valid=(date(2026, 1, 1), None)
    )
    network["A-B"].grants.add(grant)
    assert in_the_way(network["A-B"], network["B-C"], editor) == {"grants"}
    network["A-B"].grants.clear()
    first, second = make_duct(network, "A-B", code="R1"), make_duct(network, "B-C", code="R2")
    joint = duct_joint.couple(first=first, second=second, site=network["B"], by=editor)
    assert {str(joint.pk), "R1", "R2"} <= in_the_way(network["A-B"], network["B-C"], editor)


def test_segments_that_do_not_meet_are_refused(editor) -> None:
    network = make_line_network("A-B-C-D")
    for other in ("A-B", "C-D"):
        with pytest.raises(Refusal) as refused:
            segment.merge(segment=network["A-B"], other=network[other], by=editor)
        assert refused.value.code == "NOT_ADJACENT"


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    cuts=st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True),
    turned=st.tuples(st.booleans(), st.booleans()),
)
def test_merge_undoes_split(db, cuts: list[int], turned: tuple[bool, bool]) -> None:
    """A-----B, split at any places in any order and merged again, is as it was."""
    _forget_everything()
    editor = make_user("editor")
    network = make_line_network("A-B")
    bundle = make_bundle(network, "B-A" if turned[0] else "A-B", tubes=2)
    cable = make_cable(network, "B-A" if turned[1] else "A-B", inside=bundle.tubes.first())
    free = bundle.tubes.last()
    claim = make_claim(make_organisation("traeger", "carrier"), (free, network["A"], network["B"]))
    before = contents_of(network["A-B"]), _lines(claim), Segment.objects.get().geom.length
    _split_at(cuts, editor)
    assert Segment.objects.count() == len(cuts) + 1
    _merge_all(editor)
    merged = Segment.objects.get()
    assert (contents_of(merged), _lines(claim)) == before[:2]
    assert merged.geom.length == pytest.approx(before[2], abs=1e-6)
    assert path_of(cable) == (["B", "A"] if turned[1] else ["A", "B"])


def _forget_everything() -> None:
    """Rows of the example before, which shares the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("TRUNCATE assets_site, assets_duct, network_holder CASCADE")


def _split_at(cuts: list[int], editor) -> None:
    for cut in cuts:
        line = next(
            one
            for one in Segment.objects.all()
            if one.geom.extent[0] < place(cut).x < one.geom.extent[2]
        )
        segment.split(
            segment=line, at=place(cut), new_site={"code": f"x{cut}", "kind": "pole"}, by=editor
        )


def _merge_all(editor) -> None:
    while Segment.objects.count() > 1:
        first = Segment.objects.get(start_site__code="A")
        following = Segment.objects.get(start_site=first.end_site_id)
        segment.merge(segment=first, other=following, by=editor, drop_site=True)


def _lines(claim) -> set[tuple[str, bool, bool]]:
    return set(
        ClaimLine.objects.filter(holder=claim).values_list(
            "section__duct__code", "exclusive", "inside"
        )
    )
