"""Splitting a segment loses nothing: contents, nesting, order, claims, damages, grants, history."""

from datetime import date

import pytest
from django.contrib.gis.geos import LineString

from accounts.models import Grant
from assets.models import CableSection, DuctSection, Segment, Site
from assets.services import segment
from gis import srid
from gis.refusals import NotFound, NotPermitted, Refusal, StaleVersion
from history.models import Change
from network.models import ClaimLine, Damage
from tests.assets.looking import contents_of, path_of
from tests.builders import (
    make_area,
    make_bundle,
    make_cable,
    make_claim,
    make_duct,
    make_line_network,
    make_organisation,
    make_segment,
    make_site,
    make_user,
    place,
)

pytestmark = pytest.mark.django_db
NEW = {"code": "x", "kind": "handhole"}


def test_everything_in_the_segment_gets_a_section_in_both_halves(editor) -> None:
    """A---x---B---C: a bundle A-B-C with three tubes, a cable from C to A in the first tube."""
    network = make_line_network("A-B-C")
    bundle = make_bundle(network, "A-B-C", tubes=3)
    tube = bundle.tubes.get(number=1)
    cable = make_cable(network, "C-B-A", inside=tube)
    CableSection.objects.filter(cable=cable, segment=network["A-B"]).update(slack_m=12)
    held = contents_of(network["A-B"])

    first, second = segment.split(segment=network["A-B"], at=place(40), new_site=NEW, by=editor)

    assert path_of(bundle) == path_of(tube) == ["A", "x", "B", "C"]
    assert path_of(cable) == ["C", "B", "x", "A"]
    assert contents_of(first) == contents_of(second) == held
    assert DuctSection.objects.filter(parent__segment=second).count() == 3
    assert sum(cable.sections.values_list("slack_m", flat=True)) == 12


def test_identity_length_and_version(editor) -> None:
    before = make_line_network("A-B")["A-B"]
    before.refresh_from_db()
    first, second = segment.split(segment=before, at=place(40), new_site=NEW, by=editor)
    assert first.length_m + second.length_m == pytest.approx(before.length_m, abs=0.001)
    assert first.public_id == before.public_id != second.public_id
    assert (first.version, second.version) == (before.version + 1, 1)
    assert (first.code, second.code) == ("A-B", "A-B/2")
    assert first.geom.coords[-1] == second.geom.coords[0] == Site.objects.get(code="x").geom.coords


def test_an_existing_site_beside_the_line_bends_it(editor) -> None:
    """A site 20 cm beside the line becomes its corner; one 20 m away is refused."""
    network = make_line_network("A-B")
    near, far = make_site("near", 40, 0.2), make_site("far", 40, 20)
    with pytest.raises(Refusal) as refused:
        segment.split(segment=network["A-B"], site=far, by=editor)
    assert refused.value.code == "NOT_ON_SEGMENT" and refused.value.field == "site"
    _first, second = segment.split(segment=network["A-B"], site=near, by=editor)
    assert second.start_site == near and second.geom.coords[0] == near.geom.coords


def test_a_bent_line_keeps_its_corners(editor) -> None:
    start, end = make_site("A"), make_site("B", 100, 0)
    bend = [start.geom.coords, place(30, 20).coords, place(70, -20).coords, end.geom.coords]
    line = make_segment(start, end, geom=LineString(bend, srid=srid.STORAGE))
    first, second = segment.split(segment=line, at=place(50), new_site=NEW, by=editor)
    assert [*first.geom.coords, *second.geom.coords[1:]] == [*bend[:2], place(50).coords, *bend[2:]]


def test_a_riser_divides_its_stated_length(editor) -> None:
    start, end = make_site("A"), make_site("B", 10, 0)
    riser = make_segment(start, end, kind="riser", stated_length_m=30)
    first, second = segment.split(segment=riser, at=place(4), new_site=NEW, by=editor)
    assert (first.length_m, second.length_m) == pytest.approx((12, 18))


def test_a_cable_that_passes_there_and_back_stays_joined(editor) -> None:
    """A===B: the cable goes from A to B and back in the same segment."""
    network = make_line_network("A-B")
    cable = make_cable(network, "A-B-A")
    segment.split(segment=network["A-B"], at=place(40), new_site=NEW, by=editor)
    assert path_of(cable) == ["A", "x", "B", "x", "A"]


def test_claims_cover_both_halves(editor) -> None:
    network = make_line_network("A-B-C")
    duct = make_duct(network, "A-B-C")
    claim = make_claim(make_organisation("traeger", "carrier"), (duct, network["A"], network["C"]))
    segment.split(segment=network["B-C"], at=place(140), new_site=NEW, by=editor)
    assert claim.units.count() == 1
    lines = ClaimLine.objects.filter(holder=claim, exclusive=True)
    assert set(lines.values_list("section", flat=True)) == set(
        duct.sections.values_list("pk", flat=True)
    )


def test_damages_block_both_halves_and_grants_open_both(editor) -> None:
    network = make_line_network("A-B")
    duct = make_duct(network, "A-B")
    Damage.objects.create(
        section=duct.sections.get(), period=(date(2026, 1, 1), None), description="Bagger"
    )
    organisation = make_organisation("traeger", "carrier")
    grant = Grant.objects.create(
        organisation=organisation, case_reference="F-1", valid=(date(2026, 1, 1), None)
    )
    network["A-B"].grants.add(grant)
    _first, second = segment.split(segment=network["A-B"], at=place(40), new_site=NEW, by=editor)
    assert Damage.objects.filter(section__in=duct.sections.all()).count() == 2
    assert list(second.grants.all()) == [grant]
    assert list(Site.objects.get(code="x").grants.all()) == [grant]


def test_the_history_says_who_and_why(editor) -> None:
    network = make_line_network("A-B")
    segment.split(
        segment=network["A-B"], at=place(40), new_site=NEW, by=editor, reason="Hausanschluss Höhne"
    )
    changes = Change.objects.filter(actor_id=editor.pk, reason="Hausanschluss Höhne")
    assert set(changes.values_list("table_name", flat=True)) == {"assets_segment", "assets_site"}


def test_many_splits_at_the_same_end_never_run_out_of_ranks(editor) -> None:
    """Each split halves what is left before B, sixty times."""
    network = make_line_network("A-B-C")
    duct = make_duct(network, "A-B-C")
    east, rest = 0.0, network["A-B"]
    for number in range(60):
        east += (100 - east) / 12
        _first, rest = segment.split(
            segment=rest, at=place(east), new_site={**NEW, "code": f"x{number:02d}"}, by=editor
        )
    assert path_of(duct) == ["A", *(f"x{number:02d}" for number in range(60)), "B", "C"]


def test_refusals_change_nothing(editor) -> None:
    network = make_line_network("A-B")
    line = network["A-B"]
    partner, contractor = (
        make_user("partner"),
        make_user("contractor_editor", area=make_area(west=50)),
    )
    refused = {
        NotPermitted: [{"by": partner}, {"by": contractor}],
        StaleVersion: [{"by": editor, "version": 7}],
        Refusal: [
            {"by": editor, "at": place(0)},
            {"by": editor, "at": place(40, 3)},
            {"by": editor, "at": None},
            {"by": editor, "code": "A-B"},
        ],
    }
    for error, attempts in refused.items():
        for attempt in attempts:
            with pytest.raises(error):
                segment.split(**{"segment": line, "at": place(40), "new_site": NEW, **attempt})
    assert Segment.objects.count() == 1 and Site.objects.count() == 2


def test_a_contractor_elsewhere_does_not_even_learn_of_the_segment() -> None:
    line = make_line_network("A-B")["A-B"]
    stranger = make_user("contractor_editor", area=make_area(west=5_000, east=6_000))
    with pytest.raises(NotFound):
        segment.split(segment=line, at=place(40), new_site=NEW, by=stranger)
