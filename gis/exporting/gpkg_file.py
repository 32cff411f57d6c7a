"""GeoPackage with the geometry in the storage system, EPSG:25832; appended part by part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from pyogrio.raw import write as write_layer

from gis import srid
from gis.exporting.csv_file import Rows
from gis.exporting.values import stored
from gis.tables import Column

_TYPES = {
    "number": (np.float64, np.nan),
    "integer": (np.int64, 0),
    "boolean": (np.bool_, False),
    "date": ("datetime64[D]", np.datetime64("NaT")),
    "moment": ("datetime64[s]", np.datetime64("NaT")),
}


_UTC = 100
"""How OGR says that a moment is in UTC, the only one that the format allows."""


def write(path: Path, columns: Sequence[Column], chunks: Rows, *, layer: str) -> None:
    """The last value of each row is its geometry as WKB, None where nothing is known."""
    written = False
    for rows in chunks:
        _append(path, columns, rows, layer, append=written)
        written = True
    if not written:
        _append(path, columns, [], layer, append=False)


def _append(
    path: Path, columns: Sequence[Column], rows: Sequence[Any], layer: str, *, append: bool
) -> None:
    values = [_array(one, [row[at] for row in rows]) for at, one in enumerate(columns)]
    write_layer(
        path,
        geometry=_objects(None if row[-1] is None else bytes(row[-1]) for row in rows),
        field_data=[value for value, _unknown in values],
        field_mask=[unknown for _value, unknown in values],
        fields=[one.name for one in columns],
        layer=layer,
        driver="GPKG",
        geometry_type="Unknown",
        crs=f"EPSG:{srid.STORAGE}",
        append=append,
        gdal_tz_offsets={
            one.name: np.full(len(rows), _UTC) for one in columns if one.kind == "moment"
        },
    )


def _array(column: Column, values: Iterable[Any]) -> tuple[Any, Any]:
    """The values of a column, and which of them are unknown."""
    known = [stored(value, column) for value in values]
    unknown = np.array([value is None for value in known], dtype=bool)
    if column.kind not in _TYPES:
        return _objects("" if value is None else str(value) for value in known), unknown
    kind, nothing = _TYPES[column.kind]
    filled = [nothing if value is None else _numpy(value) for value in known]
    return np.array(filled, dtype=kind), unknown


def _numpy(value: Any) -> Any:
    if isinstance(value, datetime):
        return np.datetime64(value.astimezone(UTC).replace(tzinfo=None), "s")
    return value


def _objects(values: Iterable[Any]) -> Any:
    listed = list(values)
    array = np.empty(len(listed), dtype=object)
    array[:] = listed
    return array
