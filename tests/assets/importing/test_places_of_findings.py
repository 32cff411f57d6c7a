"""What is said of a row lies where the row lies, in whatever coordinates it was delivered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.assets.importing.test_screen import collection

pytestmark = pytest.mark.django_db

SITES = """
[codes.art]
values = { S = "chamber" }
[[import]]
target = "site"
source_id = "nr"
crs = "EPSG:4326"
%s
[import.fields]
owner = { value = "stadt" }
kind = { column = "art", codes = "art" }
depth_cm = "tiefe"
"""
ROWS = (
    ({"nr": "1", "art": "S", "tiefe": "NA"}, [10, 20]),
    ({"nr": "2", "art": "?", "tiefe": "80"}, [30, 20]),
    ({"nr": "1", "art": "S", "tiefe": "80"}, [50, 20]),
    ({"nr": None, "art": "S", "tiefe": "80"}, [70, 20]),
    ({"nr": "3", "art": "S", "tiefe": "tief"}, [90, 20]),
)
"""Metres east and north of the builders' origin."""
SAID = {
    "no_value": [10, 20],
    "unknown_code": [30, 20],
    "duplicate_id": [50, 20],
    "no_source_id": [70, 20],
    "bad_value": [90, 20],
}


def places(report) -> dict[str, list[int]]:
    """Where each finding lies, in metres from the origin, and None for those without a place."""
    return {
        one.code: one.geometry
        and [round(one.geometry.x - 370_000), round(one.geometry.y - 5_680_000)]
        for one in report.findings
    }


def written(folder: Path, data: bytes) -> Path:
    path = folder / "orte.geojson"
    path.write_bytes(data)
    return path


def test_degrees_become_metres(tmp_path, import_) -> None:
    report = import_(written(tmp_path, collection(*ROWS)), SITES % "")
    assert places(report) == SAID


def test_with_the_coordinates_the_wrong_way_round(tmp_path, import_) -> None:
    content = json.loads(collection(*ROWS))
    for feature in content["features"]:
        feature["geometry"]["coordinates"].reverse()
    path = written(tmp_path, json.dumps(content).encode())
    assert places(import_(path, SITES % "swap_axes = true")) == SAID


def test_where_every_row_is_refused(tmp_path, import_) -> None:
    report = import_(written(tmp_path, collection(ROWS[1])), SITES % "")
    assert places(report) == {"unknown_code": [30, 20]}


def test_what_can_lie_nowhere_is_said_without_a_place(tmp_path, import_) -> None:
    content = json.loads(collection(*ROWS[:2]))
    content["features"][1]["geometry"]["coordinates"] = [700, 20]
    report = import_(written(tmp_path, json.dumps(content).encode()), SITES % "")
    assert places(report) == {"no_value": [10, 20], "unknown_code": None}


def test_what_becomes_no_object_with_a_place_is_said_without_one(tmp_path, import_) -> None:
    mapping = """
    [[import]]
    target = "organisation"
    source_id = "nr"
    crs = "EPSG:4326"
    [import.fields]
    name = "art"
    kind = { value = "carrier" }
    """
    report = import_(written(tmp_path, collection(*ROWS[:3])), mapping)
    assert places(report) == {"duplicate_id": None}
