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
"""With more changes than this, reading everything anew is quicker than following them."""

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
    "assets_ductsection": {"duct_id", "segment_id", "rank", "reversed"},
    "assets_ducttype": {"outer_mm", "wall_mm", "kind", "provenance"},
    "network_ductjointend": {"joint_id", "duct_id", "end"},
}
"""Columns of which a change matters here, by table."""

# A truncated table leaves no trace in the history, but gets a new file.
_QUERY = """
    SELECT here.snapshot, here.files, here.writing, c.table_name, c.object_id, c.operation,
           (c.before ->> 'duct_id')::bigint, (c.after ->> 'duct_id')::bigint,
           CASE WHEN c.operation = 'U' THEN ARRAY(SELECT jsonb_object_keys(c.after)) END
    FROM (SELECT pg_current_snapshot()::text AS snapshot,
                 pg_relation_filenode('assets_ductsection') || ':'
                 || pg_relation_filenode('history_change') AS files,
                 pg_current_xact_id_if_assigned() IS NOT NULL AS writing) here
    LEFT JOIN (SELECT * FROM history_change
               WHERE transaction >= pg_snapshot_xmin(%(since)s::pg_snapshot)::text::bigint
                 AND table_name = ANY (%(tables)s)
                 AND (%(own)s OR transaction IS DISTINCT FROM
                      pg_current_xact_id_if_assigned()::text::bigint)
                 AND NOT pg_visible_in_snapshot(transaction::text::xid8, %(since)s::pg_snapshot)
               LIMIT %(most)s) c ON true
"""


class Mark(NamedTuple):
    """A moment: a snapshot, the files of the tables, whether this transaction has written."""

    snapshot: str
    files: str
    writing: bool


@dataclass
class Changes:
    """Ids of what changed; `everything` if that is not worth or not possible to tell."""

    sites: set[int] = field(default_factory=set)
    segments: set[int] = field(default_factory=set)
    ducts: set[int] = field(default_factory=set)
    sections: set[int] = field(default_factory=set)
    joint_ends: set[int] = field(default_factory=set)
    types: bool = False
    everything: bool = False

    def __bool__(self) -> bool:
        return bool(
            self.sites
            or self.segments
            or self.ducts
            or self.sections
            or self.joint_ends
            or self.types
            or self.everything
        )

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
        return Mark(*cursor.fetchone()[:3])


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
    now = Mark(*rows[0][:3])
    changes = Changes(everything=now.files != mark.files or len(rows) > MOST_CHANGES)
    for row in rows:
        if row[3] is not None and not changes.everything:
            _note(changes, _Row(*row[3:]))
    return now, changes


class _Row(NamedTuple):
    table: str
    key: int
    operation: str
    duct_before: int | None
    duct_after: int | None
    columns: list[str] | None


def _note(changes: Changes, row: _Row) -> None:
    if row.operation == "U" and _WATCHED[row.table].isdisjoint(row.columns or ()):
        return
    known = {
        "assets_site": changes.sites,
        "assets_segment": changes.segments,
        "assets_duct": changes.ducts,
        "assets_ductsection": changes.sections,
        "network_ductjointend": changes.joint_ends,
    }
    if row.table == "assets_ducttype":
        changes.types = True
        changes.everything |= "kind" in (row.columns or ())
    else:
        known[row.table].add(row.key)
    ducts = (row.duct_before, row.duct_after)
    changes.ducts.update(duct for duct in ducts if duct is not None)
