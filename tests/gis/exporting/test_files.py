"""Exports: what the table shows, as a file; nothing dangerous in it, and little memory."""

from __future__ import annotations

import csv
import re
import sqlite3
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely
from django.test import Client
from pyogrio.raw import read as read_layer

from assets.models import Segment, Site
from gis.exporting import job, xlsx_file
from gis.models import Export, ExportState
from tests.api.ground import Ground
from tests.builders import make_site, make_user
from tests.gis.exporting.making import made, text_of

pytestmark = pytest.mark.django_db

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def test_plain_csv_is_for_programs(network) -> None:
    text = text_of(made(make_user("viewer"), "csv", "columns=code&columns=name&columns=length_m"))
    rows = list(csv.reader(text.splitlines()))
    assert rows[0] == ["code", "name", "length_m"]
    assert float(rows[1][2]) == pytest.approx(100, abs=0.1)


def test_csv_for_excel_opens_by_a_double_click(network) -> None:
    text = text_of(made(make_user("viewer"), "csv-excel", "columns=code&columns=length_m"))
    assert text.startswith("\ufeffKennzeichen;Länge (m)")
    assert re.search(r"A-B;(99|100),\d+", text)


@pytest.mark.parametrize("file_format", ["csv", "csv-excel"])
def test_no_cell_is_a_formula(network, file_format) -> None:
    Segment.objects.filter(pk=network["B-C"].pk).update(name="\t@SUM(A1)")
    text = text_of(made(make_user("viewer"), file_format, "columns=code&columns=name"))
    delimiter = ";" if file_format == "csv-excel" else ","
    names = [row[1] for row in csv.reader(text.splitlines(), delimiter=delimiter)][1:]
    assert names == ['\'=HYPERLINK("http://x","y")', "'\t@SUM(A1)"]


@pytest.mark.parametrize("file_format", ["csv", "csv-excel"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_no_cell_is_a_formula_where_the_separator_is_another(
    network, file_format, delimiter
) -> None:
    """Spreadsheets cut at the separator of their country, and in a text where that is none."""
    name = "Weg 3,=1+1,;=1+1;\n+1+1\nRohr, -5 m; a=b;＝1+1,＠SUM(A1)"
    Segment.objects.filter(pk=network["B-C"].pk).update(name=name)
    text = text_of(made(make_user("viewer"), file_format, "columns=code&columns=name"))
    cells = [cell for row in csv.reader(text.splitlines(), delimiter=delimiter) for cell in row]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@＝＋－＠"))]
    assert "Rohr, -5 m; a=b" in text, "what is no formula stays as it is"


@pytest.mark.parametrize("first", "＝＋－＠")
def test_full_width_signs_are_no_formula_either(network, first) -> None:
    """Some programs read them as their ASCII twins."""
    Segment.objects.filter(pk=network["B-C"].pk).update(name=f"{first}1+1")
    text = text_of(made(make_user("viewer"), "csv", "columns=code&columns=name"))
    assert f"'{first}1+1" in [row[1] for row in csv.reader(text.splitlines())]


def test_numbers_below_zero_stay_numbers() -> None:
    make_site("S", ground_height_m=-3.5)
    query = "columns=code&columns=ground_height_m"
    assert "S,-3.5" in text_of(made(make_user("viewer"), "csv", query, "sites"))


def sheet_of(export: Export) -> str:
    assert export.state == ExportState.DONE, export.problem
    with zipfile.ZipFile(export.path) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def test_xlsx_holds_texts_numbers_and_dates_as_such(network) -> None:
    query = "columns=code&columns=name&columns=kind&columns=depth_cm&columns=updated_at"
    sheet = sheet_of(made(make_user("viewer"), "xlsx", query))
    assert "<f>" not in sheet
    assert "=HYPERLINK(&quot;" in sheet or '=HYPERLINK("' in sheet
    assert "offene Bauweise" in sheet or "offener Graben" in sheet
    assert re.search(r'<c r="D2"><v>80</v></c>', sheet)
    assert re.search(r'<c r="E2" s="\d"><v>[\d.]+</v></c>', sheet)


def test_codes_of_digits_stay_texts_in_xlsx_and_the_page_says_where_they_do_not(network) -> None:
    Segment.objects.filter(pk=network["A-B"].pk).update(code="00123")
    viewer = make_user("viewer")
    sheet = sheet_of(made(viewer, "xlsx", "columns=code"))
    assert re.search(r'<c r="A2" t="inlineStr"><is><t>00123</t>', sheet)
    client = Client()
    client.force_login(viewer)
    page = client.get("/tables/segments/?lang=en").content.decode()
    assert 'aria-describedby="format-hint"' in page
    assert "codes such as 00123 in a CSV file as numbers" in page


def test_xlsx_takes_what_a_cell_cannot_hold(network) -> None:
    """Texts beyond its length, characters that XML knows not, days before its calendar."""
    Segment.objects.filter(pk=network["A-B"].pk).update(
        name="a\x0bb\ufffe", remarks="ü" * 40_000, valid_from=date(1887, 5, 1)
    )
    query = "columns=name&columns=valid_from&columns=remarks&sort=code"

    sheet = ElementTree.fromstring(sheet_of(made(make_user("viewer"), "xlsx", query)))
    texts = ["".join(cell.itertext()) for cell in sheet.iter(f"{SHEET}c")]

    assert texts[3:6] == ["a_x000B_b_xFFFE_", "1887-05-01", "ü" * 32_766 + "…"]


@pytest.mark.parametrize(("language", "name"), [("de", "Standorte"), ("en", "Sites")])
def test_a_sheet_is_called_as_what_it_lists(language: str, name: str) -> None:
    export = made(make_user("viewer"), "xlsx", table="sites", language=language)
    with zipfile.ZipFile(export.path) as book:
        assert f'<sheet name="{name}"' in book.read("xl/workbook.xml").decode()


def test_a_sheet_that_cannot_hold_all_says_so(network, monkeypatch) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 1)
    export = made(make_user("viewer"), "xlsx")
    assert (export.state, export.path.exists()) == (ExportState.FAILED, False)
    assert "höchstens 1 Zeilen" in export.problem


@pytest.mark.parametrize("chunk", [1, 2_000])
def test_geopackage_holds_geometry_and_unknown_values(network, monkeypatch, chunk) -> None:
    monkeypatch.setattr(job, "CHUNK", chunk)
    query = "columns=code&columns=built_year&columns=length_m&columns=updated_at"
    export = made(make_user("viewer"), "gpkg", query)
    assert export.state == ExportState.DONE, export.problem
    meta, _fids, shapes, values = read_layer(export.path, layer="segments")
    assert meta["crs"] == "EPSG:25832"
    assert list(meta["fields"]) == ["code", "length_m", "built_year", "updated_at"]
    assert list(values[0]) == ["A-B", "B-C"]
    assert np.isnan(values[2].astype(float)).all()
    assert [round(shapely.from_wkb(one).length) for one in shapes] == [100, 100]


def test_a_moment_is_the_same_moment_in_each_file(network) -> None:
    """GeoPackage knows UTC alone, programs need the offset, people read their own clock."""
    moment = datetime(2026, 10, 25, 0, 30, 5, 999, tzinfo=UTC)
    Segment.objects.update(created_at=moment)
    viewer, query = make_user("viewer"), "columns=code&columns=created_at"
    package = sqlite3.connect(made(viewer, "gpkg", query).path)
    found = package.execute("SELECT DISTINCT created_at FROM segments").fetchall()
    assert found == [("2026-10-25T00:30:05Z",)]
    assert "A-B,2026-10-25T02:30:05+02:00" in text_of(made(viewer, "csv", query))
    assert "A-B;2026-10-25 02:30:05" in text_of(made(viewer, "csv-excel", query))
    assert "46320.1042" in sheet_of(made(viewer, "xlsx", query))


def test_csv_for_excel_says_yes_and_no_in_its_language() -> None:
    make_site("S", can_open=True)
    query = "columns=code&columns=can_open"
    assert "S;ja" in text_of(made(make_user("viewer"), "csv-excel", query, "sites"))
    assert "S,true" in text_of(made(make_user("viewer"), "csv", query, "sites"))


@pytest.mark.parametrize("table", ["sites", "cables", "ducts", "gateways"])
def test_every_table_as_geopackage(table) -> None:
    ground = Ground()
    export = made(ground.user("viewer"), "gpkg", table=table)
    assert export.state == ExportState.DONE, export.problem
    _meta, _fids, shapes, values = read_layer(export.path)
    assert len(shapes) == len(values[0]) == export.rows_done > 0
    assert all(one is not None for one in shapes)


def test_an_empty_table_is_an_empty_file(network) -> None:
    viewer = make_user("viewer")
    for file_format in ("csv", "csv-excel", "xlsx", "gpkg"):
        assert made(viewer, file_format, "kind=tunnel").state == ExportState.DONE


def test_only_what_the_person_sees() -> None:
    ground = Ground()
    text = text_of(made(ground.user("north"), "csv", table="ducts"))
    assert "RV.01" in text and "RV.02" not in text and "Stadt" not in text
    _meta, _fids, shapes, values = read_layer(made(ground.north, "gpkg", table="ducts").path)
    assert [round(shapely.from_wkb(one).length) for one in shapes] == [100]


def test_filters_order_and_columns_are_those_of_the_table(network) -> None:
    query = "kind=open_cut&sort=-code&columns=code"
    assert text_of(made(make_user("viewer"), "csv", query)).split() == ["code", "B-C", "A-B"]


def test_memory_does_not_grow_with_the_rows(monkeypatch) -> None:
    owner = make_site("X", -50).owner
    viewer = make_user("viewer")
    monkeypatch.setattr(job, "CHUNK", 200)

    def peak(file_format: str) -> int:
        tracemalloc.start()
        assert made(viewer, file_format, table="sites").state == ExportState.DONE
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    def fill(start: int, number: int) -> None:
        Site.objects.bulk_create(
            Site(code=f"S{n}", owner=owner, kind="chamber", geom=make_site_place(n))
            for n in range(start, start + number)
        )

    fill(0, 400)
    formats = ("csv", "xlsx", "gpkg")
    few = {one: peak(one) for one in formats}
    few = {one: peak(one) for one in formats}  # the first time also loads modules
    fill(400, 3_600)
    many = {one: peak(one) for one in formats}
    assert {one for one in formats if many[one] > 1.5 * few[one]} == set()


def make_site_place(number: int) -> Any:
    from tests.builders import place

    return place(number * 3)
