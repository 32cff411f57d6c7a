"""Deliveries made on the spot: the same three lines in every format."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyogrio.raw import write

from gis.importing.table import objects

DRIVERS = {
    "gpkg": "GPKG",
    "shp": "ESRI Shapefile",
    "geojson": "GeoJSON",
    "kml": "KML",
    "gml": "GML",
}
Writer = Callable[..., Path]


@pytest.fixture
def write_layer(tmp_path: Path) -> Writer:
    """Write geometries and columns as ``name`` (its ending decides the format)."""

    def write_(
        name: str, /, geometry: list, crs: str | None = "EPSG:25832", **columns: list
    ) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        array = objects(geometry)
        kinds = {shape.geom_type for shape in geometry if shape is not None}
        write(
            path,
            shapely.to_wkb(array),
            [np.array(values, dtype=object) for values in columns.values()],
            list(columns),
            geometry_type=kinds.pop() if len(kinds) == 1 else "Unknown",
            crs=crs,
            driver=DRIVERS[path.suffix[1:]],
            layer=None if path.suffix in {".shp", ".geojson"} else path.stem,
        )
        return path

    return write_
