"""Every format gives the same rows, and what is not what it says is refused with a word why."""

import sqlite3
import zipfile
from pathlib import Path

import pytest
import shapely

from gis.importing.archive import Limits
from gis.importing.crs import to_stored
from gis.importing.problems import ImportProblem
from gis.importing.sources import ReadOptions, Source
from gis.importing.table import Table
from gis.importing.text_geometry import GeometryColumns

LON_LAT = [
    shapely.LineString([(7.15, 51.25), (7.16, 51.26)]),
    shapely.LineString([(7.16, 51.26), (7.17, 51.26)]),
]
NAMES = ["Gräfrather Straße", "Döppersberg"]


def read_only_layer(path: Path, options: ReadOptions | None = None) -> Table:
    with Source(path) as source:
        return source.read(source.find(None), options or ReadOptions())


def problem_of(path: Path, options: ReadOptions | None = None) -> ImportProblem:
    with pytest.raises(ImportProblem) as caught:
        read_only_layer(path, options)
    return caught.value


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson", "kml", "gml"])
def test_reads_the_same_lines_from_every_format(write_layer, ending: str) -> None:
    path = write_layer(f"trassen.{ending}", LON_LAT, "EPSG:4326", strasse=NAMES)

    table = read_only_layer(path)

    assert list(table.columns["strasse"]) == NAMES
    assert table.crs is not None
    assert table.crs.to_epsg() == 4326
    assert shapely.equals_exact(table.geometry, LON_LAT, tolerance=1e-7).all()


def test_reads_a_zipped_shapefile_in_a_folder(write_layer, tmp_path: Path) -> None:
    shapefile = write_layer("lieferung/trassen.shp", LON_LAT, "EPSG:4326", strasse=NAMES)
    archive = tmp_path / "lieferung.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in shapefile.parent.iterdir():
            packed.write(part, f"tiefer/{part.name}")

    assert list(read_only_layer(archive).columns["strasse"]) == NAMES


def test_a_folder_offers_all_its_layers(write_layer, tmp_path: Path) -> None:
    write_layer("alle/trassen.shp", LON_LAT, strasse=NAMES)
    write_layer("alle/netz.gpkg", LON_LAT, strasse=NAMES)
    (tmp_path / "alle" / "rohre.csv").write_text("id;trasse\n1;2\n")
    (tmp_path / "alle" / "README.md").write_text("not data")

    with Source(tmp_path / "alle") as source:
        assert {layer.name for layer in source.layers} == {"trassen", "netz", "rohre"}
        assert source.find("TRASSEN")[0].name == "trassen"
        with pytest.raises(ImportProblem) as caught:
            source.find("kabel", "import.0.layer")
    assert caught.value.code == "no_layer"
    assert "rohre" in caught.value.message


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("cp1252", ";"), ("utf-16", "\t"), ("utf-8", "|")],
)
def test_finds_out_separator_and_encoding(tmp_path: Path, encoding: str, separator: str) -> None:
    rows = [
        ("id", "straße", "lon", "lat"),
        ("1", "Döppersberg", "7.15", "51.25"),
        ("2", "", "", ""),
    ]
    path = tmp_path / "orte.csv"
    path.write_text("\n".join(separator.join(row) for row in rows) + "\n", encoding=encoding)

    table = read_only_layer(path)

    assert list(table.columns["straße"]) == ["Döppersberg", None]
    assert list(table.geometry) == [shapely.Point(7.15, 51.25), None]


def test_reads_decimal_commas_and_named_coordinate_columns(tmp_path: Path) -> None:
    path = tmp_path / "orte.csv"
    path.write_text('id;re;ho\n1;369101,132;5681090,644\n2;"abc";1\n')

    table = read_only_layer(path, ReadOptions(geometry=GeometryColumns(x="re", y="ho")))

    assert list(table.geometry) == [shapely.Point(369101.132, 5681090.644), None]
    assert [finding.code for finding in table.findings] == ["bad_geometry"]


def test_reads_wkt_columns_and_reports_what_is_none(tmp_path: Path) -> None:
    path = tmp_path / "linien.csv"
    path.write_text(
        'id,wkt\n1,"LINESTRING(7 51,7.1 51)"\n'
        '2,"SRID=4326;LINESTRING(7 51,7 52)"\n3,LINESTRING(7 x)\n'
    )

    table = read_only_layer(path)

    assert list(shapely.get_num_coordinates(table.geometry)) == [2, 2, 0]
    assert [finding.code for finding in table.findings] == ["bad_geometry"]


def test_reports_rows_of_the_wrong_width(tmp_path: Path) -> None:
    path = tmp_path / "rohre.csv"
    path.write_text("id,typ,laenge\n1,a,3\n2,b\n3,c,4\n")

    table = read_only_layer(path)

    assert list(table.columns["id"]) == ["1", "3"]
    assert table.findings[0].values == {"line": 3, "found": 2, "expected": 3}


def test_wrong_encoding_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "orte.csv"
    path.write_text("id,name\n1,Döppersberg\n", encoding="cp1252")

    assert problem_of(path, ReadOptions(encoding="utf-8")).code == "bad_encoding"


@pytest.mark.parametrize("wrong", [".gpkg", ".shp", ".kml", ".zip", ".csv"])
def test_a_file_must_be_what_its_ending_says(write_layer, wrong: str) -> None:
    path = write_layer("netz.geojson", LON_LAT, "EPSG:4326", strasse=NAMES).rename
    renamed = path(Path(path.__self__).with_suffix(wrong))

    problem = problem_of(renamed)

    assert problem.code == "not_what_it_says"
    assert "GeoJSON" in problem.message


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson", "kml", "gml"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_half_written_files_are_refused(write_layer, ending: str, share: float) -> None:
    lines = LON_LAT * 60
    path = write_layer(f"trassen.{ending}", lines, "EPSG:4326", strasse=NAMES * 60)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    assert problem_of(path).code in {"truncated", "damaged", "unreadable"}


@pytest.mark.parametrize("part", [".dbf", ".shx"])
def test_a_shapefile_needs_all_its_parts_whole(write_layer, part: str) -> None:
    path = write_layer("trassen.shp", LON_LAT * 20, "EPSG:4326", strasse=NAMES * 20)
    companion = path.with_suffix(part)
    companion.write_bytes(companion.read_bytes()[:-60])
    assert problem_of(path).code == "truncated"
    companion.unlink()
    assert problem_of(path).code == "incomplete_shapefile"


def test_a_half_written_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rohre.csv"
    path.write_text("id,typ,laenge\n1,a,3\n2,b")
    assert problem_of(path).code == "truncated"
    path.write_text('id,typ,laenge\n1,a,3\n2,"b')
    assert problem_of(path).code == "damaged"


@pytest.mark.parametrize("content", ["", "   \n"])
def test_empty_files_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "netz.geojson"
    path.write_text(content)
    assert problem_of(path).code == "empty_file"


@pytest.mark.parametrize(
    "content", ['{"elements": [{"type": "node"}]}', "[1, 2]", '[[{"x": 1}]]', '{"type": 3}']
)
def test_json_that_is_no_geojson_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "overpass.json"
    path.write_text(content)
    assert problem_of(path).code in {"unreadable", "not_what_it_says"}


def test_a_document_type_in_xml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "boese.kml"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>&b;</name></Document></kml>'
    )
    assert problem_of(path).code == "unsafe_xml"


def test_reading_writes_nothing_beside_the_delivery(write_layer, tmp_path: Path) -> None:
    for ending in ("gpkg", "shp", "geojson", "kml", "gml"):
        path = write_layer(f"trassen_{ending}.{ending}", LON_LAT, "EPSG:4326", strasse=NAMES)
        path.with_suffix(".xsd").unlink(missing_ok=True)
    before = sorted(tmp_path.iterdir())
    for path in before:
        if path.suffix in {".gpkg", ".shp", ".geojson", ".kml", ".gml"}:
            read_only_layer(path)
    assert sorted(tmp_path.iterdir()) == before


def test_a_view_that_calls_out_is_refused(write_layer) -> None:
    path = write_layer("netz.gpkg", LON_LAT, "EPSG:4326", strasse=NAMES)
    with sqlite3.connect(path) as database:
        database.execute("CREATE VIEW spy AS SELECT fid, geom, ogr_geocode('x') AS g FROM netz")
    assert problem_of(path).code == "unreadable"


def test_a_linked_reference_system_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "netz.geojson"
    path.write_text(
        '{"type": "FeatureCollection", "crs": {"type": "link", "properties": '
        '{"href": "http://127.0.0.1:9/crs"}}, "features": []}'
    )
    assert problem_of(path).code == "unsafe_crs"


def make_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def test_zip_bombs_are_refused(tmp_path: Path) -> None:
    bomb = make_zip(tmp_path / "bombe.zip", {"netz.csv": b"0" * 30_000_000})
    assert problem_of(bomb).code == "archive_too_large"

    many = make_zip(tmp_path / "viele.zip", {f"{n}.csv": b"a,b\n" for n in range(12)})
    with pytest.raises(ImportProblem) as caught, Source(many, Limits(members=10)):
        pass
    assert caught.value.code == "archive_too_large"


def test_a_zip_that_lies_about_sizes_is_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "luege.zip", {"netz.csv": b"a,b\n" * 500_000})
    size = (2_000_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (10).to_bytes(4, "little")))
    assert problem_of(path).code in {"archive_too_large", "broken_archive"}


@pytest.mark.parametrize(
    "name", ["../netz.csv", "/tmp/netz.csv", "a/../../netz.csv", "c:\\netz.csv"]
)
def test_names_that_lead_out_of_the_zip_are_refused(tmp_path: Path, name: str) -> None:
    assert (
        problem_of(make_zip(tmp_path / "weg.zip", {name: b"a,b\n1,2\n"})).code == "unsafe_archive"
    )


def test_links_and_archives_inside_a_zip_are_refused(tmp_path: Path) -> None:
    link = tmp_path / "link.zip"
    with zipfile.ZipFile(link, "w") as packed:
        member = zipfile.ZipInfo("netz.csv")
        member.external_attr = 0o120777 << 16
        packed.writestr(member, "/etc/passwd")
    assert problem_of(link).code == "unsafe_archive"
    assert problem_of(make_zip(tmp_path / "zip.zip", {"a.zip": b"PK"})).code == "nested_archive"


def test_a_half_written_zip_is_refused(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "halb.zip", {"netz.csv": b"a,b\n1,2\n" * 50})
    path.write_bytes(path.read_bytes()[:-40])
    assert problem_of(path).code == "broken_archive"


def test_german_grid_and_foreign_systems_land_at_the_right_place(write_layer) -> None:
    """Wuppertal main station in DHDN / Gauss-Krüger zone 2 and in WGS 84 is the same place within 3
    m.
    """
    from pyproj import Transformer

    east, north = 372_500.0, 5_680_000.0
    for code in ("EPSG:31466", "EPSG:4326", "EPSG:2154", "EPSG:3857"):
        there = Transformer.from_crs(25832, code, always_xy=True).transform(east, north)
        path = write_layer(f"punkt{code[5:]}.gpkg", [shapely.Point(there)], code, name=["x"])
        table = read_only_layer(path)
        stored, _accuracy = to_stored(table.geometry, table.crs)
        assert stored[0].distance(shapely.Point(east, north)) < 3
