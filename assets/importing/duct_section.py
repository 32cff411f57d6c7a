"""Write the sections of imported ducts: the segments they pass, in order, and what they lie in."""

from dataclasses import dataclass

import numpy as np

from assets.importing.path import Path
from assets.importing.upsert import Outcome
from gis.importing.batch import Batch
from gis.importing.context import Context
from gis.importing.staging import copy

STAGE = "import_duct_section"


def ids_of(context: Context, source_ids: list[str]) -> dict[str, int]:
    """Ducts of this source by their id in it."""
    context.cursor.execute(
        "SELECT source_id, id FROM assets_duct WHERE source_system = %s AND source_id = ANY (%s)",
        [context.source_system, source_ids],
    )
    return dict(context.cursor.fetchall())


@dataclass
class Way:
    """How each duct of a batch runs: its path, the key of the duct it lies in, its position
    there.
    """

    paths: list[Path]
    parents: np.ndarray
    positions: np.ndarray


def write(context: Context, batch: Batch, outcome: Outcome, way: Way) -> None:
    """Sections for new ducts; of known ones only if the path differs and nothing lies in them."""
    _stage(context, outcome, way)
    _replace_changed(context, batch, outcome)
    context.cursor.execute(
        f"""
        INSERT INTO assets_ductsection
            (duct_id, segment_id, rank, reversed, parent_id, level, position, is_live)
        SELECT n.duct_id, n.segment_id, n.rank, n.reversed, p.id, COALESCE(p.level + 1, 0),
               CASE WHEN p.id IS NOT NULL THEN n.position END, true
        FROM {STAGE} n
        LEFT JOIN assets_ductsection p ON p.duct_id = n.parent_duct_id AND p.segment_id =
        n.segment_id
        WHERE NOT EXISTS (SELECT FROM assets_ductsection s WHERE s.duct_id = n.duct_id)
        ORDER BY n.duct_id, n.rank
        """
    )


def _stage(context: Context, outcome: Outcome, way: Way) -> None:
    rows = [
        (int(duct), step.segment, rank, step.reversed, parent, position)
        for duct, state, path, parent, position in zip(
            outcome.ids, outcome.states, way.paths, way.parents, way.positions, strict=True
        )
        if state in {"created", "changed", "unchanged"}
        for rank, step in enumerate(path.steps, start=1)
    ]
    columns = [
        ("duct_id", "bigint"),
        ("segment_id", "bigint"),
        ("rank", "double precision"),
        ("reversed", "boolean"),
        ("parent_duct_id", "bigint"),
        ("position", "smallint"),
    ]
    copy(context.cursor, STAGE, columns, list(zip(*rows, strict=True)) or [()] * len(columns))


def _replace_changed(context: Context, batch: Batch, outcome: Outcome) -> None:
    """Take away the sections of ducts that now run elsewhere; occupied ones stay, and that is
    said.
    """
    context.cursor.execute(
        f"""
        WITH new AS (
            SELECT duct_id, array_agg((segment_id, reversed)::text ORDER BY rank) AS way
            FROM {STAGE} GROUP BY duct_id
        ), old AS (
            SELECT duct_id, array_agg((segment_id, reversed)::text ORDER BY rank) AS way
            FROM assets_ductsection WHERE duct_id IN (SELECT duct_id FROM new) GROUP BY duct_id
        )
        SELECT duct_id, EXISTS (
            SELECT FROM assets_ductsection s
            LEFT JOIN assets_ductsection c ON c.parent_id = s.id
            LEFT JOIN assets_cablesection k ON k.duct_section_id = s.id
            WHERE s.duct_id = new.duct_id AND (c.id IS NOT NULL OR k.id IS NOT NULL))
        FROM new JOIN old USING (duct_id) WHERE new.way <> old.way
        """
    )
    changed = dict(context.cursor.fetchall())
    occupied = np.array([changed.get(int(duct), False) for duct in outcome.ids], dtype=bool)
    batch.remark(occupied, "route_kept")
    free = [duct for duct, has_content in changed.items() if not has_content]
    if free:
        context.cursor.execute("DELETE FROM assets_ductsection WHERE duct_id = ANY (%s)", [free])
