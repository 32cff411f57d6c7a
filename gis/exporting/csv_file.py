"""CSV in UTF-8: plain for programs, or as the German Excel opens it by a double click."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from gis.exporting.values import harmless, heading, stored
from gis.tables import Column

Rows = Iterable[Sequence[Sequence[Any]]]


def write_plain(path: Path, columns: Sequence[Column], chunks: Rows) -> None:
    """Commas, decimal points, ISO dates, and the columns by their names."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([one.name for one in columns])
        for rows in chunks:
            writer.writerows(
                [_plain(v, c) for v, c in zip(row, columns, strict=True)] for row in rows
            )


def write_excel(path: Path, columns: Sequence[Column], chunks: Rows) -> None:
    """Byte order mark, semicolons, decimal commas, and the columns by their titles."""
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([heading(one) for one in columns])
        for rows in chunks:
            writer.writerows(
                [_german(v, c) for v, c in zip(row, columns, strict=True)] for row in rows
            )


def _plain(value: Any, column: Column) -> Any:
    value = stored(value, column)
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(value)


def _german(value: Any, column: Column) -> Any:
    value = _plain(value, column)
    return str(value).replace(".", ",") if isinstance(value, float) else value
