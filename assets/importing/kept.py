"""What was worked on here since the last import, and the ways that therefore stay as they are.

A segment that was split, or a duct that was cut, keeps its id in the source for the first piece
only.
Whatever the delivery says to lie in the whole must not be shortened to that piece.
"""

from dataclasses import dataclass

from assets.importing.path import Path, Step
from gis.importing.context import Context


@dataclass(frozen=True)
class KeptWay:
    """The way of a duct or cable as it is here; ``inside`` and ``laying`` only for cables."""

    path: Path
    inside: tuple[int | None, ...] = ()
    laying: tuple[str, ...] = ()


def edited(context: Context, table: str) -> set[str]:
    """Ids in the source of objects that were changed here since they were imported."""
    context.cursor.execute(
        f"SELECT source_id FROM {table}"
        " WHERE source_system = %s AND version IS DISTINCT FROM imported_version",
        [context.source_system],
    )
    return {source_id for (source_id,) in context.cursor.fetchall()}


def duct_ways(context: Context, ids: list[str]) -> dict[str, KeptWay]:
    """The ways of ducts by their id in the source; only of those that have any section."""
    return _ways(context, ids, "duct", "NULL::bigint", "NULL::text")


def cable_ways(context: Context, ids: list[str]) -> dict[str, KeptWay]:
    """The ways of cables by their id in the source; only of those that have any section."""
    return _ways(context, ids, "cable", "s.duct_section_id", "s.laying")


def _ways(
    context: Context, ids: list[str], concept: str, inside: str, laying: str
) -> dict[str, KeptWay]:
    context.cursor.execute(
        f"""
        SELECT o.source_id, o.start_site_id, o.end_site_id,
               array_agg(s.segment_id ORDER BY s.rank), array_agg(s.reversed ORDER BY s.rank),
               array_agg({inside} ORDER BY s.rank), array_agg({laying} ORDER BY s.rank)
        FROM assets_{concept} o JOIN assets_{concept}section s ON s.{concept}_id = o.id
        WHERE o.source_system = %s AND o.source_id = ANY (%s) GROUP BY o.id
        """,
        [context.source_system, ids],
    )
    return {
        row[0]: KeptWay(
            Path(row[1], row[2], tuple(map(Step, row[3], row[4]))), tuple(row[5]), tuple(row[6])
        )
        for row in context.cursor.fetchall()
    }
