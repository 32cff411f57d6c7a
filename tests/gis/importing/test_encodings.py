"""What the bytes are decides, whatever a delivery declares."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyogrio.raw import write

from gis.importing.sources import ReadOptions
from gis.importing.table import objects
from tests.gis.importing.reading import read, said

NAMES = ["Gräfrather Straße", "Döppersberg"]
POINT = shapely.Point(370_000, 5_680_000)


def shapefile(tmp_path: Path, encoding: str, declaration: str | None, names: list[str]) -> Path:
    """A Shapefile whose table holds ``names`` in ``encoding``, written byte by byte."""
    path = tmp_path / "orte.shp"
    bytewise = [name.encode(encoding).decode("iso-8859-1") for name in names]
    write(
        path,
        shapely.to_wkb(objects([POINT] * len(names))),
        [np.array(bytewise, dtype=object)],
        ["name"],
        geometry_type="Point",
        crs="EPSG:25832",
        driver="ESRI Shapefile",
        encoding="ISO-8859-1",
    )
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if declaration:
        path.with_suffix(".cpg").write_text(declaration)
    return path


@pytest.mark.parametrize(
    ("encoding", "declaration", "finding"),
    [
        ("utf-8", "UTF-8", []),
        ("utf-8", None, []),
        ("utf-8", "ISO-8859-1", ["encoding_differs"]),
        ("utf-8", "unsinn", []),
        ("cp1252", "1252", []),
        ("cp1252", "ANSI 1252", []),
        ("cp1252", None, []),
        ("cp1252", "UTF-8", ["encoding_differs"]),
        ("cp850", "cp850", []),
    ],
)
def test_the_table_of_a_shapefile(tmp_path, encoding, declaration, finding) -> None:
    table = read(shapefile(tmp_path, encoding, declaration, [*NAMES, "x" * 200]))

    assert list(table.columns["name"])[:2] == NAMES
    assert said(table) == finding


def test_the_mapping_has_the_last_word(tmp_path: Path) -> None:
    path = shapefile(tmp_path, "cp850", "UTF-8", NAMES)

    table = read(path, options=ReadOptions(encoding="cp850"))

    assert list(table.columns["name"]) == NAMES


def test_a_value_cut_within_a_character_is_read_up_to_there(tmp_path: Path) -> None:
    path = shapefile(tmp_path, "utf-8", "UTF-8", NAMES)
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes().replace("äfrather".encode(), b"\xc3       "))

    assert read(path).columns["name"][0].startswith("Gr")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_geojson_that_is_not_utf_8(tmp_path: Path, encoding: str) -> None:
    feature = {
        "type": "Feature",
        "properties": {"name": NAMES[0]},
        "geometry": {"type": "Point", "coordinates": [7.1, 51.2]},
    }
    path = tmp_path / "orte.geojson"
    path.write_text(json.dumps(feature, ensure_ascii=False), encoding=encoding)

    table = read(path)

    assert list(table.columns["name"]) == NAMES[:1]
    assert said(table) == ([] if encoding == "utf-8-sig" else ["encoding_differs"])
