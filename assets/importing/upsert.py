"""Write rows of one asset table by their id in the source: create, change, leave alone, never
twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from django.db.backends.utils import CursorWrapper

from assets.importing.fields import COMMON_COLUMNS, Column
from gis.importing.batch import Batch
from gis.importing.context import Context
from gis.importing.staging import copy, hex_wkb
from gis.importing.targets import Counts

READY, PLAN = "import_ready", "import_plan"
TAKEN_BACK = "import taken back"
"""In the reason of a deletion: the whole import was, so that its objects may be imported again."""


@dataclass(frozen=True)
class Concept:
    """A table of assets: its name, its own columns besides the common ones, its geometry type."""

    table: str
    columns: tuple[Column, ...]
    geometry: str | None = None

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """Common and own columns."""
        return COMMON_COLUMNS + self.columns


@dataclass
class Outcome:
    """What became of each row of a batch, in its order; ``ids`` are -1 where nothing was
    written.
    """

    ids: np.ndarray
    states: np.ndarray
    counts: Counts = field(default_factory=Counts)

    def is_one_of(self, *states: str) -> np.ndarray:
        """Mask of rows in one of these states."""
        return np.array([state in states for state in self.states], dtype=bool)


def upsert(context: Context, concept: Concept, batch: Batch) -> Outcome:
    """Write ``batch`` (its columns named like the model's) into the table of ``concept``.

    A row whose object was changed here since the last import, or deleted, is a conflict and left
    alone.
    """
    cursor, source = context.cursor, context.source_system
    given = [column for column in concept.all_columns if column.name in batch.columns]
    _stage(cursor, concept, given, batch)
    _give_codes(context, concept, batch)
    if not any(column.name == "code" for column in given):
        given = [*given, COMMON_COLUMNS[0]]
    _plan(cursor, concept, given, source)
    _update(cursor, concept, given)
    _insert(cursor, concept, given, source)
    outcome = _outcome(cursor, concept, source)
    batch.remark(outcome.states == "conflict", "conflict")
    batch.remark(outcome.states == "deleted", "deleted_here")
    return outcome


def _stage(cursor: CursorWrapper, concept: Concept, given: Sequence[Column], batch: Batch) -> None:
    columns = [("row", "integer"), ("source_id", "text")]
    cells = [range(len(batch)), batch.ids]
    for column in given:
        columns.append((column.name, column.kind))
        cells.append(batch.columns[column.name])
    if "code" not in batch.columns:
        columns.append(("code", "text"))
        cells.append(np.full(len(batch), None, dtype=object))
    if concept.geometry:
        columns.append(("geom", concept.geometry))
        cells.append(hex_wkb(batch.geometry))
    copy(cursor, READY, columns, cells)


def _give_codes(context: Context, concept: Concept, batch: Batch) -> None:
    """Codes are unique: where none is delivered or it is taken, source and id in it make one."""
    context.cursor.execute(
        f"""
        WITH ranked AS (
            SELECT row, code, row_number() OVER (PARTITION BY code ORDER BY row) AS place
            FROM {READY}
        ), without AS (
            SELECT k.row, k.code FROM ranked k JOIN {READY} r ON r.row = k.row
            LEFT JOIN {concept.table} t ON t.code = k.code
            WHERE k.code IS NULL OR k.place > 1
               OR (t.id IS NOT NULL
                   AND (t.source_system <> %(source)s OR t.source_id <> r.source_id))
        )
        UPDATE {READY} r SET code = CASE
            WHEN length(%(source)s) + length(r.source_id) < 80 THEN %(source)s || ':' || r.source_id
            ELSE left(%(source)s || ':' || r.source_id, 71) || '-' || left(md5(r.source_id), 8) END
        FROM without w WHERE w.row = r.row RETURNING r.row, w.code
        """,
        {"source": context.source_system},
    )
    taken = {row: code for row, code in context.cursor.fetchall() if code is not None}
    if taken:
        batch.remark(np.array(sorted(taken)), "code_taken", lambda row: {"code": taken[row]})


def _value(column: Column, row: str) -> str:
    name = f'{row}."{column.name}"'
    return f"COALESCE({name}, {column.default})" if column.default else name


def _plan(cursor: CursorWrapper, concept: Concept, given: Sequence[Column], source: str) -> None:
    """Say of each row whether it creates, changes, equals, or meets an object edited or
    deleted here.
    """
    names = [column.name for column in given] + (["geom"] if concept.geometry else [])
    new = ", ".join([_value(column, "r") for column in given] + ["r.geom"] * bool(concept.geometry))
    old = ", ".join(f't."{name}"' for name in names)
    cursor.execute(f"DROP TABLE IF EXISTS {PLAN}")
    cursor.execute(
        f"""
        CREATE TEMPORARY TABLE {PLAN} ON COMMIT DROP AS
        SELECT r.*, t.id AS object_id, CASE
            WHEN t.id IS NULL THEN 'created'
            WHEN t.version IS DISTINCT FROM t.imported_version THEN 'conflict'
            WHEN ({new}) IS NOT DISTINCT FROM ({old}) THEN 'unchanged'
            ELSE 'changed' END AS state
        FROM {READY} r
        LEFT JOIN {concept.table} t ON t.source_system = %s AND t.source_id = r.source_id
        """,
        [source],
    )
    cursor.execute(f"ANALYZE {PLAN}")
    cursor.execute(f"SELECT EXISTS (SELECT FROM {PLAN} WHERE state = 'created')")
    if cursor.fetchone()[0]:
        _mark_deleted(cursor, concept, source)


def _mark_deleted(cursor: CursorWrapper, concept: Concept, source: str) -> None:
    """Objects of this source that somebody deleted here stay deleted, one by one."""
    cursor.execute(
        f"""
        WITH gone AS MATERIALIZED (
            SELECT h.before ->> 'source_id' AS source_id FROM history_change h
            WHERE h.table_name = %s AND h.operation = 'D' AND h.before ->> 'source_system' = %s
              AND h.reason NOT LIKE %s
        )
        UPDATE {PLAN} p SET state = 'deleted'
        WHERE p.state = 'created' AND p.source_id IN (SELECT source_id FROM gone)
        """,
        [concept.table, source, f"%{TAKEN_BACK}%"],
    )


def _update(cursor: CursorWrapper, concept: Concept, given: Sequence[Column]) -> None:
    """The trigger on the table raises the version by one; what was imported is that version."""
    pairs = [f'"{column.name}" = {_value(column, "p")}' for column in given]
    pairs += ["geom = p.geom"] * bool(concept.geometry) + ["imported_version = t.version + 1"]
    cursor.execute(
        f"UPDATE {concept.table} t SET {', '.join(pairs)} FROM {PLAN} p"
        " WHERE p.object_id = t.id AND p.state = 'changed'"
    )


def _insert(cursor: CursorWrapper, concept: Concept, given: Sequence[Column], source: str) -> None:
    """New rows: what was delivered, and the default of every column that was not."""
    values = {column.name: _value(column, "p") for column in given}
    for column in concept.all_columns:
        if column.default and column.name not in values:
            values[column.name] = column.default
    if concept.geometry:
        values["geom"] = "p.geom"
    names = ", ".join(f'"{name}"' for name in values)
    cursor.execute(
        f"""
        INSERT INTO {concept.table} (public_id, source_system, source_id, imported_version, {names})
        SELECT gen_random_uuid(), %s, p.source_id, 1, {", ".join(values.values())}
        FROM {PLAN} p WHERE p.state = 'created' ORDER BY p.row
        """,
        [source],
    )


def _outcome(cursor: CursorWrapper, concept: Concept, source: str) -> Outcome:
    cursor.execute(
        f"""
        SELECT COALESCE(p.object_id, t.id, -1), p.state FROM {PLAN} p
        LEFT JOIN {concept.table} t ON t.source_system = %s AND t.source_id = p.source_id
        ORDER BY p.row
        """,
        [source],
    )
    rows = cursor.fetchall()
    states = np.array([row[1] for row in rows], dtype=object)
    return Outcome(np.array([row[0] for row in rows], dtype=np.int64), states, count(states))


def count(states: np.ndarray) -> Counts:
    """Counts of an array of states."""
    number = {state: int((states == state).sum()) for state in set(states.tolist())}
    return Counts(
        created=number.get("created", 0),
        changed=number.get("changed", 0),
        unchanged=number.get("unchanged", 0),
        conflict=number.get("conflict", 0) + number.get("deleted", 0),
    )
