"""Import a delivery written on the spot with a mapping written in the test."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gis.importing.engine import Job, run
from gis.importing.mapping import load
from gis.importing.report import Report
from gis.importing.targets import registered

AREA = (355_000.0, 5_665_000.0, 390_000.0, 5_695_000.0)
EAST, NORTH = 370_000.0, 5_680_000.0
HEAD = """
source_system = "test"
crs = "EPSG:25832"
null_values = ["NA"]
[organisations.stadt]
name = "Stadt"
kind = "city_department"
"""
Importer = Callable[..., Report]


@pytest.fixture
def deliver(tmp_path: Path) -> Callable[..., Path]:
    """Write layers of features (properties, coordinates relative to a corner of the city) to a
    folder.
    """

    def write(**layers: list[tuple[dict[str, Any], list[Any] | None]]) -> Path:
        folder = tmp_path / "delivery"
        folder.mkdir(exist_ok=True)
        for name, rows in layers.items():
            features = [
                {"type": "Feature", "properties": row, "geometry": _geometry(place)}
                for row, place in rows
            ]
            content = {"type": "FeatureCollection", "features": features}
            (folder / f"{name}.geojson").write_text(json.dumps(content))
        return folder

    return write


def _geometry(place: list[Any] | None) -> dict[str, Any] | None:
    if place is None:
        return None
    if isinstance(place[0], int | float):
        return {"type": "Point", "coordinates": [EAST + place[0], NORTH + place[1]]}
    if isinstance(place[0], tuple):
        line = [[EAST + x, NORTH + y] for x, y in place]
        return {"type": "LineString", "coordinates": line}
    parts = [[[EAST + x, NORTH + y] for x, y in part] for part in place]
    return {"type": "MultiLineString", "coordinates": parts}


@pytest.fixture
def import_(tmp_path: Path) -> Importer:
    """Run the engine on a source with a mapping text."""

    def import__(source: Path, mapping: str, *, dry_run: bool = False) -> Report:
        path = tmp_path / "mapping.toml"
        path.write_text(HEAD + mapping)
        job = Job(source, load(path, registered()), path.name, registered(), AREA, dry_run=dry_run)
        return run(job)

    return import__
