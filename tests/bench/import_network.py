"""Import of lines with their sites, against the same rows inserted by bare SQL.

Both write with history, triggers, constraints and the checks at the end, and are rolled back.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.db import connection, transaction
from pyogrio.raw import write

from tests.bench.measure import Comparison, compare

LINES = 5_000
STEP_M = 100.0
CORNER = (500_000.0, 5_600_000.0)
SLOWER_AT_MOST = 2.0  # half the speed of a bare load
MAPPING = """
source_system = "bench-import"
area = "none"
[codes.way]
values = { T = "open_cut", B = "drilled" }
[[import]]
target = "segment"
source_id = "id"
snap = 0.5
[import.fields]
owner = { value = "bench" }
name = "id"
kind = { column = "way", codes = "way" }
depth_cm = { column = "depth", factor = 100 }
"""
SITE = (
    "id, public_id, code, name, owner_id, life_cycle, publication, provenance, source_system,"
    " source_id, imported_version, remarks, kind, geom, can_open, power, accuracy"
)
SEGMENT = (
    "id, public_id, code, name, owner_id, life_cycle, publication, provenance, source_system,"
    " source_id, imported_version, remarks, kind, geom, start_site_id, end_site_id, surface,"
    " accuracy, funding, depth_cm"
)


def import_lines() -> Comparison:
    """Lines with four corners each, in rows whose ends meet."""
    from accounts.models import Organisation

    Organisation.objects.get_or_create(code="bench", defaults={"name": "Bench", "kind": "utility"})
    with tempfile.TemporaryDirectory() as folder:
        source, mapping = _delivery(Path(folder))
        ours = _importer(source, mapping)
        return compare(
            "import_network", floor=_bare_load(ours), ours=ours, limit=SLOWER_AT_MOST, rounds=2
        )


def _delivery(folder: Path) -> tuple[Path, Path]:
    random = np.random.default_rng(1)
    row, place = np.divmod(np.arange(LINES), int(LINES**0.5))
    east, north = CORNER[0] + place * STEP_M, CORNER[1] + row * STEP_M
    corners = [
        np.column_stack(
            [east + share * STEP_M, north + (0 < share < 1) * random.uniform(-9, 9, LINES)]
        )
        for share in (0, 0.3, 0.6, 1)
    ]
    columns = {
        "id": [f"T{number}" for number in range(LINES)],
        "way": ["T", "B"] * (LINES // 2),
        "depth": [0.6] * LINES,
    }
    write(
        folder / "lines.gpkg",
        shapely.to_wkb(shapely.linestrings(np.stack(corners, axis=1))),
        [np.array(values, dtype=object) for values in columns.values()],
        list(columns),
        geometry_type="LineString",
        crs="EPSG:25832",
        driver="GPKG",
    )
    (folder / "mapping.toml").write_text(MAPPING)
    return folder / "lines.gpkg", folder / "mapping.toml"


def _importer(source: Path, mapping: Path) -> Callable[..., Any]:
    from gis.importing.engine import Job, run
    from gis.importing.mapping import load
    from gis.importing.targets import registered

    def work(dry_run: bool = True) -> None:
        rules = load(mapping, registered())
        run(Job(source, rules, mapping.name, registered(), None, dry_run=dry_run))

    return work


def _bare_load(ours: Callable[..., Any]) -> Callable[[], None]:
    """Inserts of exactly the rows that the import makes, kept in temporary tables."""
    rows: dict[str, io.StringIO] = {"site": io.StringIO(), "segment": io.StringIO()}
    columns = {"site": SITE, "segment": SEGMENT}
    with connection.cursor() as cursor:
        with transaction.atomic():
            ours(dry_run=False)
            for table, buffer in rows.items():
                made = f"SELECT {columns[table]} FROM assets_{table}"
                made += " WHERE source_system = 'bench-import'"
                cursor.copy_expert(f"COPY ({made}) TO STDOUT", buffer)
            transaction.set_rollback(True)
        for table, buffer in rows.items():
            buffer.seek(0)
            like = f"SELECT {columns[table]} FROM assets_{table} LIMIT 0"
            cursor.execute(f"CREATE TEMPORARY TABLE kept_{table} AS {like}")
            cursor.copy_expert(f"COPY kept_{table} FROM STDIN", buffer)
            cursor.execute(f"ANALYZE kept_{table}")
    return _insert


def _insert() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, columns in (("site", SITE), ("segment", SEGMENT)):
            cursor.execute(
                f"INSERT INTO assets_{table} ({columns}) OVERRIDING SYSTEM VALUE"
                f" SELECT {columns} FROM kept_{table}"
            )
        cursor.execute("ANALYZE assets_site, assets_segment, history_change")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
