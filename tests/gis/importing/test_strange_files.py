"""Files as they come: endings, forms, headers and leftovers that no text of a format names."""

import json
import sqlite3
import zipfile
from pathlib import Path

import pytest
import shapely
from django.utils.translation import override

from gis.importing.sources import Source
from tests.gis.importing.reading import problem_of, read, said

POINT = {"type": "Point", "coordinates": [7.1, 51.2]}
FEATURE = {"type": "Feature", "id": 7, "properties": {"n": "x"}, "geometry": POINT}
COLLECTION = {"type": "FeatureCollection", "features": [FEATURE]}
HERE = shapely.Point(7.1, 51.2)


def lines(count: int, mark: str = "") -> str:
    return "".join(f"{mark}{json.dumps(FEATURE)}\n" for _ in range(count))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.geojson", json.dumps(FEATURE)),
        ("a.json", json.dumps(COLLECTION)),
        ("a.geojson", lines(1)),
        ("a.geojsonl", lines(1)),
        ("a.ndjson", lines(1)),
        ("a.geojsons", lines(1, "\x1e")),
        (
            "a.geojson",
            json.dumps({"type": "FeatureCollection", "crs": None, "features": [FEATURE]}),
        ),
    ],
)
def test_forms_of_geojson(tmp_path: Path, name: str, content: str) -> None:
    path = tmp_path / name
    path.write_text(content)

    table = read(path)

    assert list(table.geometry) == [HERE]
    assert list(table.columns["n"]) == ["x"]
    assert list(table.columns["fid"]) == [7]
    assert table.crs.to_epsg() == 4326


def test_no_features_are_no_error(tmp_path: Path) -> None:
    path = tmp_path / "leer.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    assert len(read(path)) == 0


def test_other_json_is_told_from_geojson(tmp_path: Path) -> None:
    path = tmp_path / "paket.json"
    path.write_text(json.dumps({"networks": [{"nodes": [{"id": 1, "location": POINT}]}]}))
    assert problem_of(path).code == "not_what_it_says"


def test_what_was_found_is_said_in_german(tmp_path: Path) -> None:
    path = tmp_path / "plan.dwg"
    path.write_bytes(b"AC1032\0\0\1")
    with override("de"):
        assert problem_of(path).message.startswith("Gefunden: Binärdaten. Erwartet werden ")


def test_flat_objects_a_line_are_a_table(tmp_path: Path) -> None:
    path = tmp_path / "gateways.jsonl"
    path.write_text('{"id": "a", "x": 370000, "y": 5680000}\n\n{"id": "b"}\n')

    table = read(path)

    assert list(table.columns["id"]) == ["a", "b"]
    assert list(table.geometry) == [shapely.Point(370_000, 5_680_000), None]
    path.write_text('{"id": "a"}\n{"id": "b"}\n{"id": ')
    assert problem_of(path).code == "truncated"
    path.write_text('{"id": "a"}\n{"id" "b"}\n')
    assert "2" in problem_of(path).message


def test_a_list_of_flat_objects_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "adressen.json"
    path.write_text('[{"s": " Weg 1 ", "x": 370000.5, "y": 5680000}, {"s": "", "more": {"k": 1}}]')

    table = read(path)

    assert list(table.columns["s"]) == ["Weg 1", None]
    assert list(table.columns["more"]) == [None, '{"k": 1}']
    assert list(table.geometry) == [shapely.Point(370_000.5, 5_680_000), None]


@pytest.mark.parametrize(
    ("content", "code"),
    [('[{"a": 1}, {"a"', "truncated"), ('[{"a": 1},, {"a": 2}]', "damaged"), ("[1]", "not_what")],
)
def test_broken_lists(tmp_path: Path, content: str, code: str) -> None:
    path = tmp_path / "adressen.json"
    path.write_text(content)
    assert problem_of(path).code.startswith(code)


@pytest.mark.parametrize(
    ("content", "findings"),
    [
        ("sep=;\nid;name\n1;a\n", []),
        ("\n\r\nid;name\n\n1;a\n;\n", []),
        ("id;name;\n1;a;\n", []),
        ("id;name;\n1;a\n", []),
        ("id;name\n1;a;\n", []),
        ("id;name;name\n1;a;b\n", ["header_mended"]),
        ("id;name;;x\n1;a;b;c\n", ["header_mended"]),
        ("id;name\r1;a\r", []),
    ],
)
def test_headers_and_lines_as_spreadsheets_write_them(tmp_path, content, findings) -> None:
    path = tmp_path / "rohre.csv"
    path.write_bytes(content.encode())

    table = read(path)

    assert (list(table.columns["id"]), list(table.columns["name"])) == (["1"], ["a"])
    assert said(table) == findings


def test_lines_are_counted_from_the_top_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "rohre.csv"
    path.write_text("sep=;\nid;name\n1;a;b;c\n")
    assert read(path).findings[0].values["line"] == 3


@pytest.mark.parametrize("srid", [25832, None])
@pytest.mark.parametrize("form", ["wkb", "wkt"])
def test_geometry_as_postgis_exports_it(tmp_path: Path, srid: int | None, form: str) -> None:
    point = shapely.Point(370_000, 5_680_000)
    binary = shapely.to_wkb(shapely.set_srid(point, srid or 0), hex=True, include_srid=True)
    text = f"SRID={srid};{point.wkt}" if srid else point.wkt
    path = tmp_path / "orte.csv"
    path.write_text(f"id,geom\n1,{binary if form == 'wkb' else text}\n2,\n")

    table = read(path)

    assert list(table.geometry) == [point, None]
    assert (table.crs and table.crs.to_epsg()) == srid


@pytest.mark.parametrize(
    "content",
    [
        "id,we08_szerokosc,we09_dlugosc\n1,51.2,7.1\n",
        "id,nodes/0/location\n1,POINT(7.1 51.2)\n",
        "id,punkte\n1,POINT(7.1 51.2)\n",
        "id,pos_lat,pos_lon\n1,51.2,7.1\n",
    ],
)
def test_columns_of_geometry_are_found_by_name_or_content(tmp_path: Path, content: str) -> None:
    path = tmp_path / "orte.csv"
    path.write_text(content)
    assert list(read(path).geometry) == [HERE]


@pytest.mark.parametrize("entry", ["[Content_Types].xml", "META-INF/manifest.xml"])
def test_a_workbook_is_named_as_one(tmp_path: Path, entry: str) -> None:
    path = tmp_path / "liste.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("xl/workbook.xml", "<x/>")
        packed.writestr(entry, "<x/>")
    assert problem_of(path).code == "workbook"


def test_leftovers_of_other_programs_are_no_data(tmp_path: Path) -> None:
    path = tmp_path / "lieferung.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("netz/netz.geojson", json.dumps(FEATURE))
        packed.writestr("__MACOSX/netz/._netz.geojson", b"\x00\x05\x16\x07")
        packed.writestr("netz/.~lock.netz.csv", "x")
        packed.writestr("netz/~$netz.csv", "x")
    assert list(read(path).geometry) == [HERE]


def test_a_broken_file_is_no_obstacle_to_those_beside_it(tmp_path: Path) -> None:
    (tmp_path / "netz.geojson").write_text(json.dumps(FEATURE))
    (tmp_path / "kaputt.gpkg").write_bytes(b"SQLite format 3\x00" + b"x" * 50)
    (tmp_path / "halb.kml").write_text("<kml><Document>")

    assert len(read(tmp_path, "netz")) == 1
    assert problem_of(tmp_path, "kaputt").code == "truncated"
    assert problem_of(tmp_path, "halb").code == "truncated"


def test_a_name_that_may_mean_two_layers_is_asked_back(tmp_path: Path) -> None:
    for folder in ("nord", "sued"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "netz.geojson").write_text(json.dumps(FEATURE))

    problem = problem_of(tmp_path, "netz")

    assert problem.code == "ambiguous_layer"
    assert "nord/netz.geojson" in problem.message
    assert len(read(tmp_path, "sued/netz.geojson")) == 1
    assert len(read(tmp_path, "*netz")) == 2


def test_layers_read_as_one_must_lie_in_one_system(tmp_path: Path, write_layer) -> None:
    write_layer("a_2025.gpkg", [shapely.Point(0, 0)], "EPSG:25832", name=["x"])
    write_layer("a_2026.gpkg", [shapely.Point(7, 51)], "EPSG:4326", nummer=["1"])
    assert problem_of(tmp_path, "a_*").code == "several_crs"

    write_layer("a_2026.gpkg", [shapely.Point(7, 51)], "EPSG:25832", nummer=["1"])
    table = read(tmp_path, "A_*")
    assert list(table.columns["nummer"]) == [None, "1"]


KML = """<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Folder><name>Trassen</name><Placemark><name>T1</name>
<ExtendedData><Data name="DN"><value>50</value></Data></ExtendedData><MultiGeometry>
<LineString><coordinates>7.1,51.2,0 7.11,51.2,0</coordinates></LineString>
<LineString><coordinates>7.12,51.2 7.13,51.2</coordinates></LineString></MultiGeometry></Placemark>
</Folder><Folder><name>Schächte</name><Placemark><name>S1</name>
<Point><coordinates>7.1,51.2</coordinates></Point></Placemark></Folder></Document></kml>"""


def test_folders_of_kml_are_layers(tmp_path: Path) -> None:
    path = tmp_path / "netz.kml"
    path.write_text(KML)

    assert list(read(path, "Trassen").columns["DN"]) == ["50"]
    assert list(read(path, "schächte").geometry) == [HERE]
    assert [shape.geom_type for shape in read(path, "*").geometry] == ["MultiLineString", "Point"]


def test_views_and_further_geometry_columns_of_a_geopackage(write_layer) -> None:
    path = write_layer("netz.gpkg", [HERE], "EPSG:4326", name=["a"])
    with sqlite3.connect(path) as database:
        database.execute("ALTER TABLE netz ADD COLUMN geom2 BLOB")
        database.execute("CREATE VIEW namen AS SELECT fid, name FROM netz")

    with Source(path) as source:
        assert {layer.name for layer in source.layers} == {"netz", "namen"}
    assert list(read(path, "netz").geometry) == [HERE]
    assert list(read(path, "namen").columns["name"]) == ["a"]


def test_damage_in_the_middle_is_named(write_layer) -> None:
    path = write_layer("netz.gpkg", [HERE] * 2_000, "EPSG:4326", name=["x" * 50] * 2_000)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 4_096] = b"\xff" * 4_096
    path.write_bytes(content)

    problem = problem_of(path)

    assert problem.code == "damaged"
    assert "***" not in problem.message


def test_a_line_that_cannot_be_read_is_named_and_missing(write_layer) -> None:
    long = shapely.LineString([(370_000 + n, 5_680_000 + n % 2) for n in range(400)])
    path = write_layer("netz.shp", [long] * 3, name=["a", "b", "c"])
    content = bytearray(path.read_bytes())
    middle = content.index(b"\x00\x00\x00\x02", 100)
    content[middle + 8 : middle + 300] = b"\xff" * 292
    path.write_bytes(content)

    table = read(path)

    assert list(shapely.is_missing(table.geometry)) == [False, True, False]
