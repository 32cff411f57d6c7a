"""Geometry in tables of text: WKT, WKB in hexadecimal digits, or two columns of coordinates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from gis.importing.cells import to_decimal
from gis.importing.crs import declared
from gis.importing.findings import for_rows
from gis.importing.table import Table, column, objects

SAMPLE_ROWS = 50
WKT_NAMES = ("wkt", "geometry", "geom", "the_geom", "geometrie", "shape", "route", "location")
# Also Polish, as the operators' templates of that country name them.
X_NAMES = (
    *("lon", "lng", "long", "longitude", "laengengrad", "längengrad", "x", "ostwert", "easting"),
    *("rechtswert", "rechts", "rw", "ost", "dlugosc"),
)
Y_NAMES = (
    *("lat", "latitude", "breitengrad", "y", "nordwert", "northing"),
    *("hochwert", "hoch", "hw", "nord", "szerokosc"),
)
WKT_CELL = re.compile(
    r"\s*(?:SRID=\d+;)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON)|\s*GEOMETRYCOLL", re.IGNORECASE
)
WKB_CELL = re.compile(r"\s*0[01][0-9a-fA-F]{40,}\s*")
SRID = re.compile(r"^\s*SRID=(\d+);", re.IGNORECASE)


@dataclass(frozen=True)
class GeometryColumns:
    """Where a text table keeps its geometry: one WKT column, or x and y."""

    wkt: str | None = None
    x: str | None = None
    y: str | None = None


def add_geometry(table: Table, where: GeometryColumns | None) -> None:
    """Give ``table`` the geometry of the named columns, or of those that look like one."""
    where = where or _guess(table.columns)
    if where is None:
        return
    if where.wkt:
        table.geometry = _from_text(table, column(table, where.wkt))
    else:
        x, y = (column(table, str(name)) for name in (where.x, where.y))
        table.geometry = _from_coordinates(table, x, y)


def _guess(columns: dict[str, np.ndarray]) -> GeometryColumns | None:
    """The columns that by name and content look like a geometry, or None for a plain table."""
    by_name = {name.lower().rsplit("_", 1)[-1]: name for name in reversed(columns)}
    by_name |= {name.lower().rsplit("/", 1)[-1]: name for name in columns}
    candidates = [by_name[wanted] for wanted in WKT_NAMES if wanted in by_name]
    for name in [*candidates, *columns]:
        given = [value for value in columns[name][:SAMPLE_ROWS] if value]
        if given and sum(map(_is_shape, given)) * 2 > len(given):
            return GeometryColumns(wkt=name)
    x = next((by_name[name] for name in (*X_NAMES, "e") if name in by_name), None)
    y = next((by_name[name] for name in (*Y_NAMES, "n") if name in by_name), None)
    return GeometryColumns(x=x, y=y) if x and y else None


def _is_shape(value: Any) -> bool:
    text = str(value)
    return bool(WKT_CELL.match(text) or WKB_CELL.fullmatch(text))


def _from_text(table: Table, cells: np.ndarray) -> np.ndarray:
    """WKT or WKB as PostGIS writes them; an SRID that all agree on is the reference system."""
    texts = [None if cell is None else str(cell) for cell in cells]
    systems = {match.group(1) for text in texts if text and (match := SRID.match(text))}
    binary = np.array([bool(text and WKB_CELL.fullmatch(text)) for text in texts], dtype=bool)
    geometry = shapely.from_wkt(
        objects(
            [
                None if text is None or hexadecimal else SRID.sub("", text)
                for text, hexadecimal in zip(texts, binary, strict=True)
            ]
        ),
        on_invalid="ignore",
    )
    if binary.any():
        geometry[binary] = shapely.from_wkb(
            objects([text.strip() for text in texts if text and WKB_CELL.fullmatch(text)]),
            on_invalid="ignore",
        )
        systems |= {str(srid) for srid in shapely.get_srid(geometry[binary]) if srid > 0}
    if len(systems) == 1:
        table.crs = declared(f"EPSG:{systems.pop()}")
    bad = shapely.is_missing(geometry) & np.array([text is not None for text in texts], dtype=bool)
    table.findings += for_rows("bad_geometry", table.name, _line_names(bad))
    return geometry


def _from_coordinates(table: Table, x_cells: np.ndarray, y_cells: np.ndarray) -> np.ndarray:
    x, y = to_numbers(x_cells), to_numbers(y_cells)
    good = np.isfinite(x) & np.isfinite(y)
    given = np.array(
        [a is not None or b is not None for a, b in zip(x_cells, y_cells, strict=True)], dtype=bool
    )
    table.findings += for_rows("bad_geometry", table.name, _line_names(given & ~good))
    geometry = objects([None] * len(x))
    geometry[good] = shapely.points(x[good], y[good])
    return geometry


def _line_names(mask: np.ndarray) -> list[str]:
    return [_("data row %(number)d") % {"number": index + 1} for index in np.flatnonzero(mask)]


def to_numbers(cells: Sequence[Any]) -> np.ndarray:
    """Floats of cells with decimal point or comma; NaN where there is no number."""
    return np.array([_to_number(cell) for cell in cells], dtype=float)


def _to_number(cell: Any) -> float:
    try:
        return float("nan") if cell is None else to_decimal(cell)
    except (ValueError, TypeError):
        return float("nan")
