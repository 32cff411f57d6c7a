"""Make of a delivered shape the kind a target needs, where that loses nothing unsaid."""

import numpy as np
import shapely

from gis.importing.batch import Batch
from gis.importing.findings import Finding

POINTS = (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)
LINES = (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING)
POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
NAMES = {POINTS: "Point", LINES: "LineString"}


def reshape(batch: Batch, wanted: tuple[int, ...], polygons: str) -> None:
    """Take the wanted parts out of collections; for points, a point inside each polygon on
    request.
    """
    _open_collections(batch, wanted)
    if polygons == "centre" and wanted == POINTS:
        _polygons_to_points(batch)


def _open_collections(batch: Batch, wanted: tuple[int, ...]) -> None:
    kinds = shapely.get_type_id(batch.geometry)
    reduced = []
    for row in np.flatnonzero(kinds == shapely.GeometryType.GEOMETRYCOLLECTION):
        parts = shapely.get_parts(shapely.get_parts(batch.geometry[row]))
        kept = parts[np.isin(shapely.get_type_id(parts), wanted)]
        if len(kept):
            batch.geometry[row] = _collected(kept, wanted)
            if len(kept) < len(parts):
                reduced.append(row)
    kept_name = NAMES[wanted]
    batch.remark(np.array(reduced, dtype=int), "parts_left_out", lambda _row: {"kept": kept_name})


def _collected(parts: np.ndarray, wanted: tuple[int, ...]) -> shapely.Geometry:
    if len(parts) == 1:
        return parts[0]
    return shapely.multipoints(parts) if wanted == POINTS else shapely.multilinestrings(parts)


def _polygons_to_points(batch: Batch) -> None:
    rows = np.flatnonzero(np.isin(shapely.get_type_id(batch.geometry), POLYGONS))
    if not len(rows):
        return
    batch.geometry[rows] = shapely.point_on_surface(batch.geometry[rows])
    batch.findings.append(Finding("polygon_centre", batch.layer, values={"count": len(rows)}))
