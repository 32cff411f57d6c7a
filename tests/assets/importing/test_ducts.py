"""Ducts from link tables or lines: path, type, what lies in what; and what people did since."""

import pytest

from assets.models import BundleMember, Duct, DuctSection, DuctType, Segment, Site
from assets.services import duct_cut, segment_split
from tests.assets.importing.samples import CHAIN, CHAIN_SITES, DUCTS, ROUTES

pytestmark = pytest.mark.django_db


def pipe(id_: str, line: list | None = None, **facts: object) -> tuple:
    """A row of the table of ducts; what is not given is empty."""
    columns = dict.fromkeys(("typ", "aussen", "innen", "in", "nr", "kabel"))
    return ({**columns, "id": id_, **facts}, line)


LINKS = [
    ({"rohr": "R1", "trasse": "2"}, None),
    ({"rohr": "R1", "trasse": "1"}, None),
    ({"rohr": "R2", "trasse": "2"}, None),
]
PIPES = [
    pipe("R1", aussen=50.0, innen=40.8),
    pipe("R2", aussen=50.0, innen=40.8),
]


def way(source_id: str) -> list[str]:
    sections = DuctSection.objects.filter(duct__source_id=source_id).order_by("rank")
    return [f"{'-' if section.reversed else ''}{section.segment.source_id}" for section in sections]


def test_segments_of_a_link_table_become_one_path(deliver, import_) -> None:
    """[A]--1--[B]--2--[C]: the table names them in any order."""
    folder = deliver(orte=CHAIN_SITES, linien=CHAIN, rohre=PIPES, liegt=LINKS)

    report = import_(folder, ROUTES + DUCTS)

    duct = Duct.objects.get(source_id="R1")
    assert {duct.start_site.source_id, duct.end_site.source_id} == {"A", "C"}
    assert way("R1") in (["1", "2"], ["-2", "-1"])
    assert way("R2") == ["2"]
    assert duct.type.inner_mm == pytest.approx(40.8)
    assert duct.type.provenance == "imported"
    assert report.of("new_type")[0].values == {"type": "import-50x4.6", "count": 2}
    again = import_(folder, ROUTES + DUCTS)
    assert again.total("created") == again.total("changed") == again.total("conflict") == 0


def test_a_type_of_the_catalogue_is_found_by_its_diameters(deliver, import_) -> None:
    DuctType.objects.create(code="50x4.6", name="50", kind="protection", outer_mm=50, wall_mm=4.6)
    report = import_(
        deliver(orte=CHAIN_SITES, linien=CHAIN, rohre=PIPES, liegt=LINKS), ROUTES + DUCTS
    )
    assert not report.of("new_type")
    assert Duct.objects.get(source_id="R1").type.code == "50x4.6"


def test_without_diameters_the_type_is_unknown_and_said_so(deliver, import_) -> None:
    pipes = [pipe("R1"), pipe("R2", aussen=10, innen=20)]
    report = import_(
        deliver(orte=CHAIN_SITES, linien=CHAIN, rohre=pipes, liegt=LINKS), ROUTES + DUCTS
    )
    assert Duct.objects.get(source_id="R1").type.code == "unknown"
    assert [finding.source_id for finding in report.of("unknown_type")] == ["R1"]
    assert Duct.objects.get(source_id="R2").type.inner_mm is None


def test_segments_that_do_not_join_refuse_the_duct(deliver, import_) -> None:
    chain = [*CHAIN, ({"nr": 3, "art": "GRABEN"}, [(500, 0), (600, 0)])]
    links = [*LINKS, ({"rohr": "R1", "trasse": "3"}, None), ({"rohr": "R9", "trasse": "1"}, None)]
    pipes = [*PIPES, pipe("R3", aussen=50.0)]
    report = import_(
        deliver(orte=CHAIN_SITES, linien=chain, rohre=pipes, liegt=links), ROUTES + DUCTS
    )
    assert [finding.source_id for finding in report.of("no_path")] == ["R1"]
    assert [finding.source_id for finding in report.of("no_segments")] == ["R3"]
    assert report.counts["duct"].refused == 2
    assert report.counts["duct"].created == 1


def test_ducts_may_be_told_by_their_line_instead(deliver, import_) -> None:
    pipes = [
        pipe("R1", [(0, 0.2), (100, 0), (200, 0)], aussen=50.0, innen=40.8),
        pipe("R2", [(100, 0), (260, 0)], aussen=50.0, innen=40.8),
        pipe("R3", [(0, 90), (100, 90)], aussen=50.0, innen=40.8),
    ]
    mapping = DUCTS.split("[import.links")[0]
    report = import_(deliver(orte=CHAIN_SITES, linien=CHAIN, rohre=pipes), ROUTES + mapping)
    assert way("R1") == ["1", "2"]
    assert way("R2") == ["2"]
    assert report.of("partly_matched")[0].values == {"metres": 60.0}
    assert [finding.source_id for finding in report.of("no_segments")] == ["R3"]


def test_a_tube_lies_in_its_bundle_where_both_run(deliver, import_) -> None:
    tube = DuctType.objects.create(code="7x1.5", name="7", kind="tube", outer_mm=7, wall_mm=1.5)
    bundle = DuctType.objects.create(code="2x7", name="2x7", kind="bundle", outer_mm=20)
    for number in (1, 2):
        BundleMember.objects.create(bundle_type=bundle, number=number, tube_type=tube)
    pipes = [
        pipe("R2", typ="7x1.5", **{"in": "R1"}, nr=2),
        pipe("R1", typ="2x7"),
    ]
    import_(deliver(orte=CHAIN_SITES, linien=CHAIN, rohre=pipes, liegt=LINKS), ROUTES + DUCTS)
    section = DuctSection.objects.get(duct__source_id="R2")
    assert section.parent.duct.source_id == "R1"
    assert (section.level, section.duct.bundle.source_id, section.duct.number) == (1, "R1", 2)


def test_a_bundle_comes_with_the_tubes_nobody_delivers(deliver, import_) -> None:
    tube = DuctType.objects.create(code="7x1.5", name="7", kind="tube", outer_mm=7, wall_mm=1.5)
    bundle = DuctType.objects.create(code="2x7", name="2x7", kind="bundle", outer_mm=20)
    for number in (1, 2):
        BundleMember.objects.create(bundle_type=bundle, number=number, tube_type=tube)
    folder = deliver(orte=CHAIN_SITES, linien=CHAIN, rohre=[pipe("R1", typ="2x7")], liegt=LINKS[:2])
    report = import_(folder, ROUTES + DUCTS)
    assert report.counts["duct"].created == 3
    tubes = Duct.objects.filter(bundle__source_id="R1").order_by("number")
    assert [duct.number for duct in tubes] == [1, 2]
    assert [duct.sections.count() for duct in tubes] == [2, 2]
    assert import_(folder, ROUTES + DUCTS).total("created") == 0


def test_a_duct_keeps_its_length_when_its_segment_was_split_here(deliver, import_) -> None:
    folder = deliver(orte=CHAIN_SITES, linien=CHAIN, rohre=PIPES, liegt=LINKS)
    import_(folder, ROUTES + DUCTS)
    segment = Segment.objects.get(source_id="2")
    middle = segment.geom.interpolate_normalized(0.5)
    middle.srid = 25832
    segment_split.split(
        segment=segment, by=None, at=middle, new_site={"code": "M", "kind": "chamber"}
    )

    report = import_(folder, ROUTES + DUCTS)

    assert [finding.source_id for finding in report.of("conflict")] == ["2"]
    assert report.counts["duct"].unchanged == 2
    assert DuctSection.objects.filter(duct__source_id="R1").count() == 3
    pipes = [*PIPES, pipe("R7", aussen=50.0, innen=40.8)]
    links = [*LINKS, ({"rohr": "R7", "trasse": "2"}, None)]
    later = import_(deliver(rohre=pipes, liegt=links), ROUTES + DUCTS)
    assert [finding.source_id for finding in later.of("segment_edited_here")] == ["R7"]


def test_a_duct_that_was_cut_here_is_a_conflict(deliver, import_) -> None:
    folder = deliver(orte=CHAIN_SITES, linien=CHAIN, rohre=PIPES, liegt=LINKS)
    import_(folder, ROUTES + DUCTS)
    duct = Duct.objects.get(source_id="R1")
    duct_cut.cut(duct=duct, site=Site.objects.get(source_id="B"), by=None)

    report = import_(folder, ROUTES + DUCTS)

    assert [finding.source_id for finding in report.of("conflict")] == ["R1"]
    assert DuctSection.objects.filter(duct=duct).count() == 1


def test_stated_cable_counts_are_compared_with_the_table(deliver, import_) -> None:
    pipes = [pipe("R1", aussen=50.0, kabel=3)]
    cables = [({"kabel": "K1", "rohr": "R1"}, None)]
    mapping = DUCTS.replace(
        "[import.links.segments]", 'cable_count = "kabel"\n[import.links.segments]', 1
    )
    mapping += '[import.links.cables]\nlayer = "drin"\nobject = "rohr"\nmember = "kabel"\n'
    folder = deliver(orte=CHAIN_SITES, linien=CHAIN, rohre=pipes, liegt=LINKS, drin=cables)
    report = import_(folder, ROUTES + mapping)
    assert report.of("cables_differ")[0].values == {"stated": 3, "found": 1}
