"""City and country scale: copies of a few quarters side by side, past triggers and history.

What the triggers would have done is done here for all rows at once, by the same functions of the
database: strands, checks of paths, ledger, free capacity. The history stays empty.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from django.core.management import call_command
from django.db import connection

from fixtures.city import mosaic
from fixtures.city.mosaic import Mosaic
from fixtures.city.quarter import GATES, Quarter, quarter
from fixtures.city.seams import Seams, Side
from network.services.settle import settle
from reservations.city.asset_tables import asset_tables
from reservations.city.bulk import constraints_aside, rules_aside
from reservations.city.late_tables import late_tables
from reservations.city.loading import copy_table, named_strands, strand_ids
from reservations.city.references import ensure_organisations, look_up
from reservations.city.sheet import Placement, Sheet, Strands
from reservations.city.tables import Table
from reservations.city.timing import Progress

VARIANTS = 4
_KEYED = (
    "addresses sites segments ducts sections joints cables cable_sections gateways damages claims"
)
# Strands are made, not copied; lines of the ledger are derived under all their rules.
_WITHOUT_ROWS = ("assets_tube", "assets_strand")


@dataclass(frozen=True, slots=True)
class Laid:
    """Quarters at their places and the seams between them."""

    pieces: tuple[tuple[Quarter, Placement], ...]
    seams: Seams


def load_city(seed: int, progress: Progress) -> None:
    """60,000 segments over the area of the city."""
    load_mosaic(mosaic.city(), seed, progress)


def load_country(seed: int, progress: Progress) -> None:
    """1,200,000 segments in a rectangle around it."""
    load_mosaic(mosaic.country(), seed, progress)


# Of this transaction alone: sorts and hash tables of whole tables stay in memory.
_MEMORY = "SET LOCAL work_mem = '256MB'; SET LOCAL maintenance_work_mem = '512MB'"


def load_mosaic(pieces: Mosaic, seed: int, progress: Progress) -> None:
    """Load quarters side by side into an empty database, in the caller's transaction.

    What is free for maps is left in the queue of the capacity summary.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MEMORY)
        # Past the history; a new file of the table tells running servers to read everything anew.
        cursor.execute("TRUNCATE assets_ductsection CASCADE")
    ensure_organisations()
    call_command("create_demo_logins", verbosity=0)
    refs = look_up()
    settle()
    with progress.step("generated"):
        laid = lay(pieces, [quarter(seed * VARIANTS + n) for n in range(VARIANTS)])
    assets, late = asset_tables(refs), late_tables(refs, decided=True)
    names = dict.fromkeys(table.name for table in (*assets, *late))
    with progress.step("rules back and checked"), rules_aside([*names, *_WITHOUT_ROWS]):
        _copy(assets, laid, {}, progress)
        with progress.step("strands") as step:
            step.rows = _count("assets_make_strands", "assets_cable")
        strands = strand_ids(_named_strands(laid))
        _copy(late, laid, strands, progress)
    _check_paths(progress)
    _derive(progress)


def lay(pieces: Mosaic, variants: list[Quarter]) -> Laid:
    """Give every quarter its place and its keys, then join the neighbours."""
    keys = dict.fromkeys(_KEYED.split(), 0)
    laid = []
    for number, cell in enumerate(pieces.cells, start=1):
        variant = variants[(cell[0] + 2 * cell[1]) % len(variants)]
        east, north = pieces.origin(cell)
        laid.append((variant, Placement(number, f"Q{number:04d}-", dict(keys), east, north)))
        keys = {rows: last + len(getattr(variant.plant, rows)) for rows, last in keys.items()}
    seams = Seams(keys)
    for one, gate, two, other in pieces.neighbours():
        seams.join(_side(*laid[one], gate), _side(*laid[two], other))
    return Laid(tuple(laid), seams)


def _side(quarter: Quarter, placement: Placement, direction: str) -> Side:
    return Side(
        gate=quarter.gates[direction],
        point=placement.point(GATES[direction]),
        sites=placement.keys["sites"],
        ducts=placement.keys["ducts"],
    )


def _copy(tables: Iterable[Table], laid: Laid, strands: Strands, progress: Progress) -> None:
    for table in tables:
        with progress.step(table.name) as step:
            step.rows = copy_table(table, _lines(table, laid, strands))


def _lines(table: Table, laid: Laid, strands: Strands) -> Iterator[str]:
    """All quarters one after the other, then the seams where the table has rows of them."""
    sheets = {id(quarter): Sheet(table, quarter.plant) for quarter, _ in laid.pieces}
    pieces = (sheets[id(quarter)].lines(place, strands) for quarter, place in laid.pieces)
    seams = Sheet(table, laid.seams).lines(Placement(), strands)
    return chain(chain.from_iterable(pieces), seams)


def _named_strands(laid: Laid) -> set[tuple[int, int]]:
    local = {id(quarter): named_strands(quarter.plant) for quarter, _ in laid.pieces}
    return {
        (cable + place.keys["cables"], number)
        for quarter, place in laid.pieces
        for cable, number in local[id(quarter)]
    }


def _check_paths(progress: Progress) -> None:
    for check, table in (
        ("assets_check_segment_ends", "assets_segment"),
        ("assets_check_duct_paths", "assets_duct"),
        ("assets_check_cable_paths", "assets_cable"),
    ):
        with progress.step(check):
            _count(check, table)


def _count(function: str, table: str) -> int:
    """Call a set-based function of the database with the ids of a whole table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(ARRAY(SELECT id FROM {table} ORDER BY id))")
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


_PHYSICAL = """
    SELECT network_upsert_physical_holders(
        ARRAY(SELECT id FROM assets_cable), ARRAY(SELECT id FROM assets_duct),
        ARRAY(SELECT id FROM network_damage))
"""
_QUEUE = "INSERT INTO network_capacityqueue (segment_id) SELECT id FROM assets_segment ORDER BY id"


def _derive(progress: Progress) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE network_holder DISABLE TRIGGER USER")
        with progress.step("holders"):
            cursor.execute(_PHYSICAL)
            cursor.execute("ANALYZE network_holder, network_heldunit")
        with progress.step("ledger"), constraints_aside(["network_claimline"], "x"):
            _count("network_derive", "network_holder")
            settle()
        cursor.execute("ALTER TABLE network_holder ENABLE TRIGGER USER")
        cursor.execute("TRUNCATE network_capacityqueue")
        cursor.execute(_QUEUE)
        cursor.execute("ANALYZE network_claimline")
