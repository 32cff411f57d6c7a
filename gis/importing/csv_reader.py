"""Read tables of text: separator, quoting and encoding are found out or given."""

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from gis.importing import encodings
from gis.importing.findings import Finding
from gis.importing.problems import ImportProblem
from gis.importing.table import Table, objects
from gis.importing.text_geometry import GeometryColumns, add_geometry

SEPARATORS = (";", ",", "\t", "|")
# The line by which Excel tells itself the separator, and empty lines above the header.
PREAMBLE = re.compile(r"[\r\n]*(?:sep=(.)[ ]*[\r\n]+)?", re.IGNORECASE)
SAMPLE_LINES = 50
LONGEST_CELL = 50_000_000  # characters; a long line as WKT exceeds the csv module's 131,072


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
    told = PREAMBLE.match(text)
    assert told
    skipped, text = text[: told.end()].count("\n"), text[told.end() :]
    separator = separator or told.group(1) or sniff_separator(text)
    names, rows, findings = _rows(path, text, separator, header, skipped)
    columns = {
        name: objects([value or None for value in values])
        for name, values in zip(
            names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True
        )
    }
    table = Table(path.stem, columns, findings=findings)
    add_geometry(table, geometry)
    return table


def decode(path: Path, encoding: str | None) -> str:
    """The text of ``path``; without ``encoding`` a byte order mark, UTF-8, then cp1252 is tried."""
    content = path.read_bytes()
    if encoding is None:
        encoding = encodings.guess(content)
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


def sniff_separator(text: str) -> str:
    """The separator that cuts the first lines most evenly into the most columns."""
    sample = text.splitlines()[:SAMPLE_LINES]

    def score(separator: str) -> tuple[float, int]:
        widths = [len(row) for row in csv.reader(sample, delimiter=separator) if row]
        return (widths.count(widths[0]) / len(widths) if widths[0] > 1 else 0.0, widths[0])

    return max(SEPARATORS, key=score)


def _rows(
    path: Path, text: str, separator: str, given: Sequence[str] | None, skipped: int
) -> tuple[list[str], list[list[str]], list[Finding]]:
    """Header, rows of full width, and a finding for each row that is not."""
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    findings: list[Finding] = []
    try:
        header = list(given) if given else _header(path, next(reader, []), findings)
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            while len(row) > len(header) and not row[-1].strip():
                row.pop()
            if len(row) == len(header):
                rows.append(row)
            else:
                values = {
                    "line": reader.line_num + skipped,
                    "found": len(row),
                    "expected": len(header),
                }
                findings.append(Finding("wrong_column_count", path.stem, values=values))
    except csv.Error as error:
        raise ImportProblem(
            "damaged",
            _("Line %(line)d cannot be read: %(detail)s.")
            % {"line": reader.line_num + skipped, "detail": error},
            path.name,
        ) from error
    half_line = findings and findings[-1].values.get("line") == reader.line_num + skipped
    if half_line and not text.endswith(("\n", "\r")):
        raise ImportProblem(
            "truncated", _("The file ends too early; it is only half written."), path.name
        )
    return header, rows, findings


def _header(path: Path, cells: list[str], findings: list[Finding]) -> list[str]:
    """The names of the columns; missing and repeated ones are mended, and that is said.

    A separator at the end of the line opens no further column.
    """
    while cells and not cells[-1].strip():
        cells.pop()
    header: list[str] = []
    for number, cell in enumerate(cells, start=1):
        name = cell.strip() or f"column_{number}"
        header.append(f"{name}_{number}" if name in header else name)
    mended = [name for name, cell in zip(header, cells, strict=True) if name != cell.strip()]
    if mended:
        values = {"columns": ", ".join(mended)}
        findings.append(Finding("header_mended", path.stem, values=values))
    return header
