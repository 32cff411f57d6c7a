"""Read tables of text: separator, quoting and encoding are found out or given."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from django.utils.translation import gettext as _

from gis.importing.cells import to_decimal
from gis.importing.findings import Finding, for_rows
from gis.importing.problems import ImportProblem
from gis.importing.table import Table, column, objects

SEPARATORS = (";", ",", "\t", "|")
ENCODINGS = ("utf-8", "utf-16", "cp1252", "iso-8859-1", "iso-8859-15", "cp850", "cp1250")
SAMPLE_LINES = 50
LONGEST_CELL = 50_000_000  # characters; a long line as WKT exceeds the csv module's 131,072
WKT_NAMES = ("wkt", "geometry", "geom", "the_geom", "geometrie", "shape", "route", "location")
X_NAMES = ("lon", "lng", "long", "longitude", "x", "ostwert", "easting", "rechtswert", "e")
Y_NAMES = ("lat", "latitude", "y", "nordwert", "northing", "hochwert", "n")
WKT_CELL = re.compile(r"\s*(?:SRID=\d+;)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON)", re.IGNORECASE)


@dataclass(frozen=True)
class GeometryColumns:
    """Where a text table keeps its geometry: one WKT column, or x and y."""

    wkt: str | None = None
    x: str | None = None
    y: str | None = None


def read_csv(
    path: Path,
    *,
    encoding: str | None = None,
    separator: str | None = None,
    geometry: GeometryColumns | None = None,
    header: Sequence[str] | None = None,
) -> Table:
    """Return the table in ``path``; its cells stay text, "" becomes None.

    ``header`` names the columns of a file whose first line is already data.
    """
    text = decode(path, encoding)
    names, rows, findings = _rows(path, text, separator or sniff_separator(text), header)
    columns = {
        name: objects([value or None for value in values])
        for name, values in zip(
            names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True
        )
    }
    table = Table(path.stem, columns, findings=findings)
    _add_geometry(table, geometry or _guess_geometry(columns))
    return table


def decode(path: Path, encoding: str | None) -> str:
    """The text of ``path``; without ``encoding`` a byte order mark, UTF-8, then cp1252 is tried."""
    content = path.read_bytes()
    if encoding is None:
        encoding = _guess_encoding(content)
    elif encoding == "utf-8":
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ImportProblem(
            "bad_encoding",
            _("Byte %(position)d is not valid in the encoding %(encoding)s.")
            % {"position": error.start, "encoding": encoding},
            path.name,
        ) from error


def _guess_encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def sniff_separator(text: str) -> str:
    """The separator that cuts the first lines most evenly into the most columns."""
    sample = text.splitlines()[:SAMPLE_LINES]

    def score(separator: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(sample, delimiter=separator) if row]
        return (widths.count(widths[0]) / len(widths) if widths[0] > 1 else 0.0, widths[0])

    return max(SEPARATORS, key=score)


def _rows(
    path: Path, text: str, separator: str, given: Sequence[str] | None
) -> tuple[list[str], list[list[str]], list[Finding]]:
    """Header, rows of full width, and a finding for each row that is not."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    findings: list[Finding] = []
    try:
        header = list(given) if given else _header(path, next(reader))
        for row in reader:
            if len(row) == len(header):
                rows.append(row)
            elif row:
                values = {"line": reader.line_num, "found": len(row), "expected": len(header)}
                findings.append(Finding("wrong_column_count", path.stem, values=values))
    except csv.Error as error:
        raise ImportProblem(
            "damaged",
            _("Line %(line)d cannot be read: %(detail)s.")
            % {"line": reader.line_num, "detail": error},
            path.name,
        ) from error
    half_line = findings and findings[-1].values["line"] == reader.line_num
    if half_line and not text.endswith(("\n", "\r")):
        raise ImportProblem(
            "truncated", _("The file ends too early; it is only half written."), path.name
        )
    return header, rows, findings


def _header(path: Path, cells: list[str]) -> list[str]:
    header = [cell.strip() for cell in cells]
    if "" in header or len(set(header)) < len(header):
        raise ImportProblem(
            "bad_header", _("The first line must name every column, each name once."), path.name
        )
    return header


def _guess_geometry(columns: dict[str, np.ndarray]) -> GeometryColumns | None:
    """The columns that by name and content look like a geometry, or None for a plain table."""
    by_name = {name.lower().rsplit("/", 1)[-1]: name for name in columns}
    for wanted in WKT_NAMES:
        name = by_name.get(wanted)
        if name and any(WKT_CELL.match(value) for value in columns[name][:SAMPLE_LINES] if value):
            return GeometryColumns(wkt=name)
    x = next((by_name[name] for name in X_NAMES if name in by_name), None)
    y = next((by_name[name] for name in Y_NAMES if name in by_name), None)
    return GeometryColumns(x=x, y=y) if x and y else None


def _add_geometry(table: Table, where: GeometryColumns | None) -> None:
    if where is None:
        return
    if where.wkt:
        table.geometry = _from_wkt(table, column(table, where.wkt))
    else:
        x, y = (column(table, str(name)) for name in (where.x, where.y))
        table.geometry = _from_coordinates(table, x, y)


def _from_wkt(table: Table, cells: np.ndarray) -> np.ndarray:
    texts = objects([re.sub(r"^\s*SRID=\d+;", "", cell) if cell else None for cell in cells])
    geometry = shapely.from_wkt(texts, on_invalid="ignore")
    bad = shapely.is_missing(geometry) & np.array([cell is not None for cell in cells], dtype=bool)
    table.findings += for_rows("bad_geometry", table.name, _line_names(bad))
    return geometry


def _from_coordinates(table: Table, x_cells: np.ndarray, y_cells: np.ndarray) -> np.ndarray:
    x, y = to_numbers(x_cells), to_numbers(y_cells)
    good = np.isfinite(x) & np.isfinite(y)
    given = np.array(
        [a is not None or b is not None for a, b in zip(x_cells, y_cells, strict=True)], dtype=bool
    )
    table.findings += for_rows("bad_geometry", table.name, _line_names(given & ~good))
    geometry = objects([None] * len(x))
    geometry[good] = shapely.points(x[good], y[good])
    return geometry


def _line_names(mask: np.ndarray) -> list[str]:
    return [_("data row %(number)d") % {"number": index + 1} for index in np.flatnonzero(mask)]


def to_numbers(cells: Sequence[str | None]) -> np.ndarray:
    """Floats of text cells with decimal point or comma; NaN where there is no number."""
    return np.array([_to_number(cell) for cell in cells], dtype=float)


def _to_number(cell: str | None) -> float:
    try:
        return float("nan") if cell is None else to_decimal(cell)
    except ValueError:
        return float("nan")
