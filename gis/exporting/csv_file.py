"""CSV in UTF-8: plain for programs, or as the German Excel opens it by a double click."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from gis.exporting.values import by_the_clock, harmless, heading, stored, yes_or_no
from gis.tables import Column

Rows = Iterable[Sequence[Sequence[Any]]]


def write_plain(path: Path, columns: Sequence[Column], chunks: Rows) -> None:
    """Commas, decimal points, ISO dates and moments, and the columns by their names."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([one.name for one in columns])
        for rows in chunks:
            writer.writerows([_plain(one) for one in _stored(row, columns)] for row in rows)


def write_excel(path: Path, columns: Sequence[Column], chunks: Rows) -> None:
    """As `excel_lines`, with the columns by their titles."""
    titles = [heading(one) for one in columns]
    told = (_stored(row, columns) for rows in chunks for row in rows)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.writelines(excel_lines(titles, told))


def excel_lines(titles: Sequence[str], rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """What people open by a double click: byte order mark, semicolons, decimal commas, words."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    yield writer.writerow(titles)
    for row in rows:
        yield writer.writerow([_german(value) for value in row])


class _Echo:
    """Hands back each line that a csv writer makes."""

    def write(self, line: str) -> str:
        return line


def _stored(row: Sequence[Any], columns: Sequence[Column]) -> list[Any]:
    return [stored(value, column) for value, column in zip(row, columns, strict=True)]


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime) else harmless(value)


def _german(value: Any) -> Any:
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    return harmless(by_the_clock(value))
