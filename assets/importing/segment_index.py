"""The segments that are already here: by id in the source, and by the line that follows them."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import shapely

from assets.importing.path import Edge
from gis.importing.context import Context
from gis.importing.crs import bounds
from gis.importing.table import objects

PIECE = r"(/\d+)?(~\d+)?$"
SLACK = 1.0  # metres of a line that may follow no segment without a word: connections inside a site


@dataclass
class SegmentIndex:
    """Segments of one import as edges of a graph; ``by_source`` finds all pieces of a
    delivered one.
    """

    edges: list[Edge]
    codes: dict[int, str]
    kinds: dict[int, str]
    shapes: np.ndarray
    edited: set[int]
    by_source: dict[str, list[Edge]] = field(default_factory=dict)

    def along(self, lines: np.ndarray, tolerance: float) -> tuple[list[list[Edge]], np.ndarray]:
        """For each line the segments it follows within ``tolerance``, and the metres that
        follow none.
        """
        found: list[list[Edge]] = [[] for _ in lines]
        rest = np.nan_to_num(shapely.length(lines))
        present = np.flatnonzero(~shapely.is_missing(lines))
        if not len(self.shapes) or not len(present):
            return found, rest
        corridors = shapely.buffer(lines[present], tolerance)
        line, segment = shapely.STRtree(self.shapes).query(corridors, predicate="covers")
        for at, position in zip(present[line].tolist(), segment.tolist(), strict=True):
            found[at].append(self.edges[position])
            rest[at] -= shapely.length(self.shapes[position])
        return found, rest


def load_segments(context: Context, geometry: np.ndarray | None) -> SegmentIndex:
    """Segments of this source and, where lines are given, all around them."""
    box = bounds(geometry) if geometry is not None else None
    reach = context.entry.snap + 1
    corners = (
        [None] * 4
        if box is None
        else [box[0] - reach, box[1] - reach, box[2] + reach, box[3] + reach]
    )
    context.cursor.execute(
        "SELECT id, start_site_id, end_site_id, code, kind, source_system = %s,"
        " source_id, regexp_replace(source_id, %s, ''), ST_AsBinary(geom),"
        " version IS DISTINCT FROM imported_version FROM assets_segment"
        " WHERE life_cycle <> 'removed' AND (source_system = %s"
        " OR geom && ST_MakeEnvelope(%s, %s, %s, %s, 25832)) ORDER BY id",
        [context.source_system, PIECE, context.source_system, *corners],
    )
    rows = context.cursor.fetchall()
    edges = [Edge(*row[:3]) for row in rows]
    return SegmentIndex(
        edges,
        {row[0]: row[3] for row in rows},
        {row[0]: row[4] for row in rows},
        shapely.from_wkb(objects([bytes(row[8]) for row in rows])),
        {row[0] for row in rows if row[5] and row[9]},
        _by_source(rows, edges),
    )


def _by_source(rows: list[tuple], edges: list[Edge]) -> dict[str, list[Edge]]:
    """The exact id wins; the id without the marks of pieces finds all of them."""
    exact: dict[str, list[Edge]] = defaultdict(list)
    whole: dict[str, list[Edge]] = defaultdict(list)
    for row, edge in zip(rows, edges, strict=True):
        if row[5]:
            exact[row[6]].append(edge)
            whole[row[7]].append(edge)
    return {**whole, **exact}
