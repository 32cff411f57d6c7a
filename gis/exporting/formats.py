"""The formats that are offered, and how each is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gis.exporting import csv_file, gpkg_file, xlsx_file
from gis.exporting.csv_file import Rows
from gis.tables import Selection


@dataclass(frozen=True)
class Format:
    """`write(path, selection, chunks)`; `geometry`: each row ends with its WKB."""

    name: str
    title: str | Promise
    ending: str
    content_type: str
    write: Callable[[Path, Selection, Rows], None]
    geometry: bool = False


FORMATS = {
    one.name: one
    for one in (
        Format(
            "xlsx",
            _("Excel (XLSX)"),
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            lambda path, chosen, rows: xlsx_file.write(path, chosen.columns, rows, chosen.title),
        ),
        Format(
            "csv",
            _("CSV for programs (UTF-8, comma)"),
            "csv",
            "text/csv; charset=utf-8",
            lambda path, chosen, rows: csv_file.write_plain(path, chosen.columns, rows),
        ),
        Format(
            "csv-excel",
            _("CSV for Excel (with byte order mark, semicolon)"),
            "csv",
            "text/csv; charset=utf-8",
            lambda path, chosen, rows: csv_file.write_excel(path, chosen.columns, rows),
        ),
        Format(
            "gpkg",
            _("GeoPackage (with geometry, EPSG:25832)"),
            "gpkg",
            "application/geopackage+sqlite3",
            lambda path, chosen, rows: gpkg_file.write(
                path, chosen.columns, rows, layer=chosen.table.name
            ),
            geometry=True,
        ),
    )
}
