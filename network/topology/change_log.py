"""What changed since a snapshot, from the change history that the database keeps.

Numbers of history rows are given before their transaction commits, so "all above the last one seen"
would miss a transaction that commits late. The question is therefore put to PostgreSQL's snapshots:
which rows belong to transactions that the last snapshot could not see?
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection

MOST_CHANGES = 20_000
"""With more changes than this, reading everything anew is quicker than following them.

The ledger keeps as many notes (`network_note_lines`).
"""

_WATCHED = {
    "assets_site": {"can_open", "geom"},
    "assets_segment": {"start_site_id", "end_site_id", "geom", "kind", "stated_length_m"},
    "assets_duct": {
        "type_id",
        "owner_id",
        "commercial_availability",
        "life_cycle",
        "valid_from",
        "valid_to",
        "start_site_id",
        "end_site_id",
    },
    "assets_ductsection": {"duct_id", "segment_id", "rank", "reversed", "parent_id"},
    "assets_ducttype": {"outer_mm", "wall_mm", "kind", "provenance"},
    "network_ductjointend": {"joint_id", "duct_id", "end"},
    "network_holder": {"expires_at", "effect"},
}
"""Columns of which a change matters here, by table; lines of the ledger have notes of their own."""

# A truncated table leaves no trace in the history, but gets a new file.
_NEW = """
    transaction >= pg_snapshot_xmin(%(since)s::pg_snapshot)::text::bigint
    AND (%(own)s OR transaction IS DISTINCT FROM pg_current_xact_id_if_assigned()::text::bigint)
    AND NOT pg_visible_in_snapshot(transaction::text::xid8, %(since)s::pg_snapshot)
"""
_QUERY = f"""
    SELECT here.snapshot, here.files, here.writing, here.now, c.*
    FROM (SELECT pg_current_snapshot()::text AS snapshot,
                 concat_ws(':', pg_relation_filenode('assets_ductsection'),
                           pg_relation_filenode('history_change'),
                           pg_relation_filenode('network_claimline'),
                           pg_relation_filenode('network_ledgerchange')) AS files,
                 pg_current_xact_id_if_assigned() IS NOT NULL AS writing,
                 EXTRACT(EPOCH FROM now())::float AS now) here
    LEFT JOIN (
        (SELECT table_name, object_id, operation,
                (before ->> 'duct_id')::bigint, (after ->> 'duct_id')::bigint,
                CASE WHEN operation = 'U' THEN ARRAY(SELECT jsonb_object_keys(after)) END,
                NULL::bigint[]
         FROM history_change WHERE {_NEW} AND table_name = ANY (%(tables)s) LIMIT %(most)s)
        UNION ALL
        (SELECT 'network_claimline', id, CASE WHEN forgotten IS NULL THEN 'I' ELSE 'T' END,
                NULL, NULL, NULL, sections
         FROM network_ledgerchange
         WHERE {_NEW}
               AND (forgotten IS NULL
                    OR forgotten >= pg_snapshot_xmin(%(since)s::pg_snapshot)::text::bigint)
         LIMIT %(most)s)
    ) c ON true
"""


class Mark(NamedTuple):
    """A moment: a snapshot, the files of the tables, whether this transaction has written.

    `now` is what the database takes for the present, in seconds since 1970.
    """

    snapshot: str
    files: str
    writing: bool
    now: float


_OF_MARK = len(Mark._fields)
_FORGOTTEN = "T"
"""Notes of the ledger were removed that the last snapshot could not see."""


@dataclass
class Changes:
    """Ids of what changed; `everything` if that is not worth or not possible to tell.

    `lines_of_sections` and `lines_of_holders` are those of which the ledger may say something else.
    """

    sites: set[int] = field(default_factory=set)
    segments: set[int] = field(default_factory=set)
    ducts: set[int] = field(default_factory=set)
    sections: set[int] = field(default_factory=set)
    joint_ends: set[int] = field(default_factory=set)
    types: bool = False
    everything: bool = False
    lines_of_sections: set[int] = field(default_factory=set)
    lines_of_holders: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return self.of_plant or self.of_ledger

    @property
    def of_plant(self) -> bool:
        """Whether anything but the ledger changed."""
        changed = (self.sites, self.segments, self.ducts, self.sections, self.joint_ends)
        return self.types or self.everything or any(changed)

    @property
    def of_ledger(self) -> bool:
        return bool(self.everything or self.lines_of_sections or self.lines_of_holders)

    def affected_ducts(self) -> set[int]:
        """The ducts to read again, with those of sections and joints that were only changed."""
        ducts = set(self.ducts)
        for table, ids in (
            ("assets_ductsection", self.sections),
            ("network_ductjointend", self.joint_ends),
        ):
            if ids:
                with connection.cursor() as cursor:
                    cursor.execute(
                        f"SELECT duct_id FROM {table} WHERE id = ANY (%s)",
                        [list(ids)],
                    )
                    ducts.update(duct for (duct,) in cursor.fetchall())
        return ducts


def mark_now() -> Mark:
    """This moment, before anything is read."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY, {"since": "1:1:", "tables": [], "own": True, "most": 0})
        return Mark(*cursor.fetchone()[:_OF_MARK])


def changes_since(mark: Mark, *, own: bool = True) -> tuple[Mark, Changes]:
    """What this transaction can see now and could not at the mark, and the new mark.

    What the transaction itself wrote counts as new at every look, unless `own` is False.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _QUERY,
            {
                "since": mark.snapshot,
                "tables": list(_WATCHED),
                "own": own,
                "most": MOST_CHANGES + 1,
            },
        )
        rows = cursor.fetchall()
    now = Mark(*rows[0][:_OF_MARK])
    changes = Changes(everything=now.files != mark.files or len(rows) > MOST_CHANGES)
    for row in rows:
        if row[_OF_MARK] is not None and not changes.everything:
            _note(changes, _Row(*row[_OF_MARK:]))
    return now, changes


class _Row(NamedTuple):
    table: str
    key: int
    operation: str
    duct_before: int | None
    duct_after: int | None
    columns: list[str] | None
    lines_of: list[int] | None


def _note(changes: Changes, row: _Row) -> None:
    if row.operation == "U" and _WATCHED[row.table].isdisjoint(row.columns or ()):
        return
    if row.lines_of is not None:
        changes.lines_of_sections.update(row.lines_of)
        changes.everything |= row.operation == _FORGOTTEN
        return
    known = {
        "assets_site": changes.sites,
        "assets_segment": changes.segments,
        "assets_duct": changes.ducts,
        "assets_ductsection": changes.sections,
        "network_ductjointend": changes.joint_ends,
        "network_holder": changes.lines_of_holders,
    }
    if row.table == "assets_ducttype":
        changes.types = True
        changes.everything |= "kind" in (row.columns or ())
    else:
        known[row.table].add(row.key)
    if row.table == "assets_ductsection":
        changes.lines_of_sections.add(row.key)
    ducts = (row.duct_before, row.duct_after)
    changes.ducts.update(duct for duct in ducts if duct is not None)
