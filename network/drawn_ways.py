"""Where plant runs, exactly for those who may see it, else through the centres of 50 m cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.contrib.gis.geos import GEOSGeometry, MultiLineString
from django.contrib.gis.geos import LineString as Line
from django.db import connection

from accounts.viewer import Viewer
from assets.models import Segment
from gis import srid
from gis.generalise import CELL_M, corridor
from network.corridor import SHOWN

DIGITS = 7
"""Decimals of degrees: about a centimetre."""

_SEGMENTS = f"""
    SELECT u.holder_id, s.id, {SHOWN} FROM network_heldunit u
    CROSS JOIN LATERAL network_sections_between(u.duct_id, u.from_site_id, u.to_site_id) b
    JOIN assets_ductsection d ON d.id = b.section_id
    JOIN assets_segment s ON s.id = d.segment_id
    WHERE u.holder_id = ANY (%s) AND u.duct_id IS NOT NULL
    ORDER BY u.holder_id, u.id, b.rank
"""


class Way(NamedTuple):
    """Of what a claim names: the lines that may be drawn, and whether exactly."""

    lines: list[GEOSGeometry]
    exact: bool


def of_holders(viewer: Viewer, holder_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The way of each claim as GeoJSON; claims of which nothing may be drawn have none."""
    ways = ways_of_holders(viewer, holder_ids)
    return {holder: drawn(way.lines, exact=way.exact) for holder, way in ways.items()}


def ways_of_holders(viewer: Viewer, holder_ids: Sequence[int]) -> dict[int, Way]:
    """What is in no corridor, such as protected plant, is left out unless it is seen exactly.

    Claims on strands have no way. Two statements more than one: which segments, which of them may
    be seen, and their lines.
    """
    passed: dict[int, dict[int, bool]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_SEGMENTS, [list(holder_ids)])
        for holder, segment, in_corridor in cursor.fetchall():
            passed[holder][segment] = in_corridor
    segments = {segment for some in passed.values() for segment in some}
    seen = set(
        Segment.objects.visible_to(viewer).filter(pk__in=segments).values_list("pk", flat=True)
    )
    lines = dict(Segment.objects.filter(pk__in=segments).values_list("pk", "geom"))
    ways = {
        holder: Way(
            [lines[one] for one, in_corridor in some.items() if in_corridor or one in seen],
            exact=some.keys() <= seen,
        )
        for holder, some in passed.items()
    }
    return {holder: way for holder, way in ways.items() if way.lines}


def drawn(lines: Iterable[GEOSGeometry], *, exact: bool) -> dict[str, Any]:
    """Lines in storage coordinates as one GeoJSON geometry in WGS84.

    They are joined before they are drawn through cells: a seam would tell where a site lies.
    """
    parts = _joined([line.coords for line in lines])
    if not exact:
        cells = [part for part in corridor(parts) if len(part) > 1]
        parts = _joined(cells or _cell_marks(parts))
    shape = MultiLineString([Line(part) for part in parts], srid=srid.STORAGE)
    shape.transform(srid.WEB)
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": _rounded(shape[0].coords)}
    return {"type": "MultiLineString", "coordinates": _rounded(shape.coords)}


def _joined(parts: Sequence[Any]) -> list[Any]:
    """The parts, joined where they meet."""
    if len(parts) == 1:
        return list(parts)
    merged = MultiLineString([Line(part) for part in parts]).merged
    return [merged.coords] if isinstance(merged, Line) else [line.coords for line in merged]


def _cell_marks(parts: Sequence[Sequence[Sequence[float]]]) -> list[list[tuple[float, float]]]:
    """Where no line leaves its cell: a mark of half a cell's width in the middle of each."""
    middles = {tuple(point) for part in corridor(parts) for point in part}
    quarter = CELL_M / 4
    return [[(east - quarter, north), (east + quarter, north)] for east, north in sorted(middles)]


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float):
        return round(coordinates, DIGITS)
    return [_rounded(part) for part in coordinates]
