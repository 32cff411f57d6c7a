"""Copy rows into a temporary table, so that the database can work on all of them at once."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely
from django.db.backends.utils import CursorWrapper

from gis import srid

# COPY text format: backslash and the characters that end a cell or a row must be escaped.
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": " "})
NULL = "\\N"


def hex_wkb(geometry: np.ndarray) -> np.ndarray:
    """Geometries as PostGIS reads them, with the stored reference system."""
    shapes = shapely.set_srid(geometry, srid.STORAGE)
    return shapely.to_wkb(shapes, hex=True, include_srid=True, output_dimension=2)


def copy(
    cursor: CursorWrapper,
    table: str,
    columns: Sequence[tuple[str, str]],
    cells: Sequence[Sequence[Any]],
) -> None:
    """Create temporary ``table`` with ``columns`` (name, type) and fill it column by column.

    Names and types come from the program, never from a delivery.
    """
    definition = ", ".join(f'"{name}" {kind}' for name, kind in columns)
    cursor.execute(f"DROP TABLE IF EXISTS {table}")
    cursor.execute(f"CREATE TEMPORARY TABLE {table} ({definition}) ON COMMIT DROP")
    texts = [[_text(value) for value in values] for values in cells]
    cursor.copy_expert(f"COPY {table} FROM STDIN", _stream(zip(*texts, strict=True)))
    cursor.execute(f"ANALYZE {table}")


def _stream(rows: Iterable[tuple[str, ...]]) -> io.StringIO:
    return io.StringIO("".join("\t".join(row) + "\n" for row in rows))


def _text(value: Any) -> str:
    if value is None:
        return NULL
    if isinstance(value, str):
        return value.translate(ESCAPES)
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value)
