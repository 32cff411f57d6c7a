"""Small scales are drawn beforehand: always what drawing everything anew would give."""

import pytest
from django.db import connection
from django.utils import timezone

from assets.models import Segment
from network.layers import cell_size
from network.models import GeneralisationQueue, GeneralisedCell, GeneralisedLine, SegmentCapacity
from network.services.capacity_summary import refresh_all
from network.services.generalised import generalise_all, generalise_due
from reservations.city.contents import empty
from tests.builders import make_duct, make_line_network, make_segment, make_site
from tests.together import together

ROWS = {
    GeneralisedLine: "level, block_x, block_y, free_class, life_cycle, ST_AsText(geom)",
    GeneralisedCell: "level, block_x, block_y, i, j, free_class, ST_AsText(geom)",
}


def sql(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def drawn() -> list[list[tuple]]:
    refresh_all()
    generalise_all()
    return [
        sql(f"SELECT {columns} FROM {model._meta.db_table} ORDER BY 1, 2, 3, 4, 5, 6")
        for model, columns in ROWS.items()
    ]


def drawn_anew() -> list[list[tuple]]:
    """The same from nothing."""
    for model in ROWS:
        sql(f"TRUNCATE {model._meta.db_table}")
    sql(
        "INSERT INTO network_generalisationqueue (block_x, block_y) SELECT b.x, b.y"
        " FROM assets_segment s, network_block_of(s.geom_3857) b"
    )
    return drawn()


@pytest.fixture
def network(db):
    network = make_line_network("A-B-C-D")
    far = {"X": make_site("X", 9_000, 4_000), "Y": make_site("Y", 9_030, 4_000)}
    make_segment(far["X"], far["Y"], code="X-Y")
    make_duct(network, "A-B")
    assert drawn()[0]
    return network


def moved() -> None:
    """Segments keep their ends on their sites, so a bend in the middle is what may move."""
    sql(
        "UPDATE assets_segment SET geom ="
        " ST_AddPoint(geom, ST_Translate(ST_Centroid(geom), 0, 900), 1) WHERE code = 'B-C'"
    )


CHANGES = {
    "moved": moved,
    "removed": lambda: sql("UPDATE assets_segment SET life_cycle = 'removed' WHERE code = 'X-Y'"),
    "planned": lambda: sql("UPDATE assets_segment SET life_cycle = 'planned'"),
    "protected": lambda: sql("UPDATE assets_segment SET publication = 'protected'"),
    "deleted": lambda: sql(
        "DELETE FROM network_segmentcapacity WHERE segment_id ="
        " (SELECT id FROM assets_segment WHERE code = 'X-Y');"
        "DELETE FROM assets_segment WHERE code = 'X-Y'"
    ),
    "new class": lambda: sql("UPDATE network_segmentcapacity SET free_class = 2"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whoever_writes_the_drawing_follows(network, change) -> None:
    before = drawn()

    CHANGES[change]()

    after = drawn()
    assert after != before
    assert after == drawn_anew()


def test_new_segments_appear(network) -> None:
    before = GeneralisedLine.objects.filter(level=11).count()
    make_segment(make_site("V", -9_000, 0), make_site("W", -8_000, 0))

    after = drawn()

    assert GeneralisedLine.objects.filter(level=11).count() == before + 1
    assert after == drawn_anew()


@pytest.mark.parametrize("level", range(7, 13))
def test_cells_drawn_beforehand_are_those_of_the_exact_rule(network, level) -> None:
    for ends in ("B-C", "C-D"):
        make_duct(network, ends)
    drawn()
    edge = cell_size(level)
    exact = sql(
        "SELECT DISTINCT cell.i, cell.j FROM assets_segment s"
        " JOIN network_segmentcapacity c ON c.segment_id = s.id"
        f" CROSS JOIN LATERAL ST_SquareGrid({edge}, s.geom) cell"
        " WHERE ST_Intersects(cell.geom, s.geom) ORDER BY 1, 2"
    )

    cells = GeneralisedCell.objects.filter(level=level)

    assert sorted(set(cells.values_list("i", "j"))) == exact
    widths = {round(cell.geom.transform(25832, clone=True).envelope.area) for cell in cells}
    assert widths == {edge**2}


def test_what_is_too_short_to_see_stays_a_dash(network) -> None:
    drawn()

    for level in range(7, 12):
        assert GeneralisedLine.objects.filter(level=level).exists()
    sql("UPDATE assets_segment SET life_cycle = 'removed' WHERE code <> 'X-Y'")
    drawn()
    assert [line.level for line in GeneralisedLine.objects.order_by("level")] == [7, 8, 9, 10, 11]


def test_of_two_lines_on_one_stretch_the_best_is_shown(network) -> None:
    sites = [make_site(f"P{n}", 5_000 + 900 * (n % 2), 40 + n) for n in range(4)]
    for free_class, ends in ((2, sites[:2]), (4, sites[2:])):
        SegmentCapacity.objects.create(
            segment=make_segment(*ends),
            **dict.fromkeys(("tubes_total", "tubes_free"), 9),
            **dict.fromkeys(("tubes_reserved", "tubes_occupied", "tubes_blocked"), 0),
            free_class=free_class,
            computed_at=timezone.now(),
        )

    generalise_all()

    assert not GeneralisedLine.objects.filter(free_class=2).exists()
    assert GeneralisedLine.objects.filter(free_class=4, level=11).count() == 1


def test_nothing_is_queued_by_what_small_scales_do_not_show(network) -> None:
    sql("UPDATE assets_segment SET remarks = 'x'")
    sql("UPDATE network_segmentcapacity SET tubes_reserved = 1")

    assert not GeneralisationQueue.objects.exists()


def test_an_emptied_network_leaves_nothing_drawn(network) -> None:
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    empty()

    assert drawn() == [[], []]


@pytest.mark.django_db(transaction=True)
def test_several_at_once_draw_no_older_state() -> None:
    """Each writes its own change and draws at once; the last drawing must hold them all."""
    make_line_network("-".join(f"S{number:02}" for number in range(9)))
    drawn()
    codes = list(Segment.objects.values_list("code", flat=True))

    def change(code: str) -> None:
        for state in ("planned", "in_service", "abandoned"):
            sql(f"UPDATE assets_segment SET life_cycle = '{state}' WHERE code = '{code}'")
            generalise_due()

    outcomes = together([lambda code=code: change(code) for code in codes])

    assert outcomes == [None] * len(codes)
    assert drawn() == drawn_anew()
