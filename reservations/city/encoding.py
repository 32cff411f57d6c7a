"""Values as PostgreSQL's COPY reads them: one line a row, tabs between columns."""

import struct
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db import connection

from fixtures.city.geometry import Line, Point
from gis import srid

# Extended well-known binary, little endian, with the SRID flag.
_POINT = struct.pack("<BII", 1, 0x20000001, srid.STORAGE)
_LINE = struct.pack("<BII", 1, 0x20000002, srid.STORAGE)
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def point(place: Point) -> str:
    """A point as hexadecimal EWKB."""
    return (_POINT + struct.pack("<2d", *place)).hex()


def line(corners: Line) -> str:
    """A line as hexadecimal EWKB."""
    flat = [coordinate for corner in corners for coordinate in corner]
    return (_LINE + struct.pack(f"<I{len(flat)}d", len(corners), *flat)).hex()


def days(first: date, last: date | None = None) -> str:
    """A period of whole days, both included; open without a last day."""
    return f"[{first},{last or ''}{']' if last else ')'}"


def text(value: Any) -> str:
    """One value in COPY's text format."""
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return value.translate(_ESCAPES) if isinstance(value, str) else str(value)


class _Reader:
    """What psycopg2 wants of a file: `read`, here over lines that are made on demand."""

    def __init__(self, lines: Iterator[str]) -> None:
        self.lines, self.rest = lines, ""

    def read(self, size: int = 8192) -> str:
        parts, length = [self.rest], len(self.rest)
        while length < size and (row := next(self.lines, None)) is not None:
            parts.append(row + "\n")
            length += len(parts[-1])
        whole = "".join(parts)
        self.rest = whole[size:]
        return whole[:size]


def copy(table: str, columns: Iterable[str], lines: Iterator[str]) -> int:
    """COPY ready lines into a table; returns how many rows it took."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", _Reader(lines), 1 << 20)
        return cursor.rowcount
