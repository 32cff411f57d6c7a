"""Cables with and without a route, in ducts or not; delivered fibres count, stated ones do not."""

import pytest

from assets.models import Cable, Duct, Site, Strand
from assets.services import duct_cut
from tests.assets.importing.samples import CABLES, CHAIN, CHAIN_SITES, DUCTS, ROUTES

pytestmark = pytest.mark.django_db


def cable(id_: str, fibres: int | None, line: list | None = None, **facts: object) -> tuple:
    columns = {"id": id_, "fasern": fibres, "je_ader": 12, "durchmesser": 6.0, "laenge": None}
    return ({**columns, **facts}, line)


def fibres(id_: str, count: int, per_tube: int = 12) -> list[tuple]:
    return [
        ({"kabel": id_, "nr": n, "ader": 1 + (n - 1) // per_tube}, None)
        for n in range(1, count + 1)
    ]


def pipes(*ids: str) -> list[tuple]:
    facts = {"typ": None, "aussen": 50.0, "innen": 40.8, "in": None, "nr": None}
    return [({"id": id_, **facts}, None) for id_ in ids]


LIES = [({"rohr": "R1", "trasse": "1"}, None), ({"rohr": "R1", "trasse": "2"}, None)]
NETWORK = {"orte": CHAIN_SITES, "linien": CHAIN, "rohre": pipes("R1"), "liegt": LIES}
MAPPING = ROUTES + DUCTS + CABLES
IN_DUCT = [({"kabel": "K1", "rohr": "R1"}, None)]


def test_cables_follow_their_line_and_lie_in_their_duct(deliver, import_) -> None:
    """K1 in the duct along its line, K2 along a line in no duct, K3 a patch cord without a
    route.
    """
    folder = deliver(
        **NETWORK,
        kabel=[
            cable("K1", 24, [(0, 0), (200, 0)]),
            cable("K2", 12, [(200, 0), (100, 0)]),
            cable("K3", 1),
        ],
        drin=IN_DUCT,
        faser=fibres("K1", 24) + fibres("K2", 12) + fibres("K3", 1),
    )

    report = import_(folder, MAPPING)

    first, second, third = Cable.objects.order_by("source_id")
    assert [s.laying for s in first.sections.order_by("rank")] == ["duct", "duct"]
    assert (first.route_quality, first.fibre_count) == ("surveyed", 24)
    assert {first.start_site.source_id, first.end_site.source_id} == {"A", "C"}
    assert [s.laying for s in second.sections.all()] == ["unknown"]
    assert (third.route_quality, third.start_site, third.sections.count()) == ("unknown", None, 0)
    assert {f.source_id for f in report.of("in_no_duct")} == {"K2", "K3"}
    assert [f.source_id for f in report.of("no_route")] == ["K3"]
    assert Strand.objects.count() == report.counts["strand"].created == 37
    again = import_(folder, MAPPING)
    assert again.total("created") == again.total("changed") == 0


def test_a_cable_without_a_line_takes_the_way_of_its_duct(deliver, import_) -> None:
    folder = deliver(**NETWORK, kabel=[cable("K1", 12)], drin=IN_DUCT, faser=fibres("K1", 12))
    import_(folder, MAPPING)
    only = Cable.objects.get()
    assert (only.route_quality, only.sections.count()) == ("schematic", 2)
    assert {only.start_site.source_id, only.end_site.source_id} == {"A", "C"}


def test_delivered_fibres_count_not_stated_ones(deliver, import_) -> None:
    folder = deliver(
        **NETWORK,
        kabel=[cable("K1", 96), cable("K2", None)],
        drin=IN_DUCT,
        faser=fibres("K1", 24, 6),
    )
    report = import_(folder, MAPPING)
    assert report.of("count_differs")[0].values == {"stated": 96, "found": 24}
    assert [f.source_id for f in report.of("count_missing")] == ["K2"]
    only = Cable.objects.get()
    assert (only.fibre_count, only.type.tube_count, only.tubes.count()) == (24, 4, 4)
    assert not report.of("strands_differ")


def test_strands_delivered_in_other_tubes_are_reported(deliver, import_) -> None:
    odd = [({"kabel": "K1", "nr": n, "ader": 1 if n < 3 else 2}, None) for n in range(1, 13)]
    folder = deliver(**NETWORK, kabel=[cable("K1", 12)], drin=IN_DUCT, faser=odd)
    report = import_(folder, MAPPING)
    assert report.of("strands_differ")[0].values == {"count": 4}


def test_a_cable_keeps_its_fibres_for_life(deliver, import_) -> None:
    layers = {**NETWORK, "drin": IN_DUCT}
    import_(deliver(**layers, kabel=[cable("K1", 12)], faser=fibres("K1", 12)), MAPPING)
    report = import_(deliver(**layers, kabel=[cable("K1", 24)], faser=fibres("K1", 24)), MAPPING)
    assert [f.source_id for f in report.of("fibres_fixed")] == ["K1"]
    assert Cable.objects.get().fibre_count == 12


def test_a_duct_off_the_line_and_a_second_duct_are_reported(deliver, import_) -> None:
    layers = NETWORK | {
        "rohre": pipes("R1", "R2"),
        "liegt": [*LIES, ({"rohr": "R2", "trasse": "2"}, None)],
    }
    drin = [*IN_DUCT, ({"kabel": "K1", "rohr": "R2"}, None), ({"kabel": "K2", "rohr": "R2"}, None)]
    folder = deliver(
        **layers,
        kabel=[cable("K1", 1, [(0, 0), (200, 0)]), cable("K2", 1, [(0, 0), (100, 0)])],
        drin=drin,
        faser=fibres("K1", 1) + fibres("K2", 1),
    )
    report = import_(folder, MAPPING)
    assert [f.source_id for f in report.of("two_ducts")] == ["K1"]
    assert report.of("duct_off_route")[0].values == {"duct": "R2"}


def test_segments_that_do_not_join_leave_a_schematic_route(deliver, import_) -> None:
    chain = [*CHAIN, ({"nr": 3, "art": "GRABEN"}, [(200, 50), (300, 50)])]
    layers = NETWORK | {"linien": chain}
    line = [[(0, 0), (100, 0)], [(200, 50), (300, 50)]]
    folder = deliver(**layers, kabel=[cable("K1", 1, line)], drin=IN_DUCT, faser=fibres("K1", 1))
    report = import_(folder, MAPPING)
    assert [f.source_id for f in report.of("path_not_contiguous")] == ["K1"]
    assert Cable.objects.get().route_quality == "schematic"


def test_a_cable_stays_in_both_pieces_of_a_duct_cut_here(deliver, import_) -> None:
    folder = deliver(**NETWORK, kabel=[cable("K1", 12)], drin=IN_DUCT, faser=fibres("K1", 12))
    import_(folder, MAPPING)
    duct_cut.cut(duct=Duct.objects.get(), site=Site.objects.get(source_id="B"), by=None)

    report = import_(folder, MAPPING)

    assert report.counts["duct"].conflict == 1
    assert report.counts["cable"].unchanged == 1
    assert [s.laying for s in Cable.objects.get().sections.all()] == ["duct", "duct"]
