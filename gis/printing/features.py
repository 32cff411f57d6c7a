"""The rows of a layer on a sheet: the statement of its tiles, asked for one large tile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
import shapely
from django.db import connection
from pyproj import Transformer

from gis import srid
from gis.layers import Layer, Only, Viewer
from gis.printing.sheet import Sheet
from gis.tiles import EXTENT

MOST = 60_000
"""Features of one layer on one sheet."""

_to_storage = Transformer.from_crs(srid.TILE, srid.STORAGE, always_xy=True)
_to_tile = Transformer.from_crs(srid.STORAGE, srid.TILE, always_xy=True)


@dataclass(frozen=True)
class Feature:
    """`parts` are arrays of positions on paper, in millimetres."""

    props: dict[str, Any]
    parts: list[np.ndarray]


def features(layer: Layer, viewer: Viewer, sheet: Sheet, level: int, only: Only) -> list[Feature]:
    """What the viewer may see of the layer on the sheet; empty below the layer's first level."""
    rows = layer.rows(viewer, level, only)
    if rows is None or level < layer.min_zoom:
        return []
    if layer.before is not None:
        layer.before(level)
    edges = _mercator(sheet)
    box = "ST_MakeEnvelope({:.3f},{:.3f},{:.3f},{:.3f},3857)".format(*edges)
    inner = rows.sql.replace("{box}", box).replace("{reach}", box)
    outer = (
        "SELECT ST_AsBinary(geom), to_jsonb(row_) - 'geom'"
        f" FROM ({inner}) row_ WHERE geom IS NOT NULL LIMIT {MOST}"
    )
    with connection.cursor() as cursor:
        cursor.execute(outer, rows.params)
        found = cursor.fetchall()
    return [
        Feature(
            orjson.loads(props), [_on_paper(part, edges, sheet) for part in _parts(bytes(shape))]
        )
        for shape, props in found
    ]


def _mercator(sheet: Sheet) -> tuple[float, float, float, float]:
    """The sheet's ground in EPSG:3857, a little wider where the grids are turned to each other."""
    west, south, east, north = sheet.ground
    xs, ys = _to_tile.transform([west, west, east, east], [south, north, south, north])
    return min(xs), min(ys), max(xs), max(ys)


def _parts(shape: bytes) -> list[np.ndarray]:
    geometry = shapely.from_wkb(shape)
    pieces = shapely.get_parts(geometry)
    lines = [ring for piece in pieces for ring in _rings(piece)]
    return [shapely.get_coordinates(line) for line in lines]


def _rings(piece: Any) -> list[Any]:
    if piece.geom_type == "Polygon":
        return [piece.exterior, *piece.interiors]
    return [piece]


def _on_paper(
    units: np.ndarray, edges: tuple[float, float, float, float], sheet: Sheet
) -> np.ndarray:
    """Tile units, counted from the upper left, as millimetres on paper."""
    west, south, east, north = edges
    x = west + units[:, 0] * (east - west) / EXTENT
    y = north - units[:, 1] * (north - south) / EXTENT
    easts, norths = _to_storage.transform(x, y)
    metres = np.column_stack([easts, norths])
    return np.array(sheet.on_paper(0, 0)) + metres / sheet.metres_per_mm
