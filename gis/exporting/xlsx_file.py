"""XLSX, written row by row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext_lazy as _

from gis.exporting.csv_file import Rows
from gis.exporting.values import by_the_clock, heading, stored
from gis.refusals import Refusal
from gis.tables import Column

MOST_ROWS = 1_048_575
"""Rows of a sheet below its headings."""

MOST_CHARACTERS = 32_767
"""Of one cell; a longer text ends with three points, CSV and GeoPackage hold all of it."""

FIRST_YEAR = 1901
"""Earlier days are written as texts: spreadsheets count from 1900 and know a 29 February of it."""

WIDTH = 18


def write(path: Path, columns: Sequence[Column], chunks: Rows, title: str = "") -> None:
    """One sheet, called as what it lists, with its headings fixed.

    Texts stay texts: nothing becomes a formula or a link.
    Raises Refusal TOO_MANY_ROWS where a sheet cannot hold them.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet(title or None)
        bold = book.add_format({"bold": True})
        looks = {
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(columns) - 1, WIDTH)
        for at, column in enumerate(columns):
            sheet.write_string(0, at, heading(column), bold)
        number = 0
        for rows in chunks:
            for row in rows:
                number += 1
                if number > MOST_ROWS:
                    raise _too_many()
                for at, (value, column) in enumerate(zip(row, columns, strict=True)):
                    _write(sheet, (number, at), stored(value, column), looks.get(column.kind))


def _write(sheet: Any, cell: tuple[int, int], value: Any, look: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(*cell, value)
    elif isinstance(value, date) and value.year >= FIRST_YEAR:
        sheet.write_datetime(*cell, by_the_clock(value), look)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(*cell, value)
    else:
        sheet.write_string(*cell, fitting(str(value)))


def fitting(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"


def _too_many() -> Refusal:
    message = _("A spreadsheet holds at most %(most)d rows. Filter more, or take CSV.")
    return Refusal("TOO_MANY_ROWS", message % {"most": MOST_ROWS}, "format")
