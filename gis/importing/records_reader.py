"""Read JSON that is a list of flat objects, or one a line, as many web services deliver tables."""

import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from gis.importing.integrity import truncated
from gis.importing.problems import ImportProblem
from gis.importing.table import Table, objects
from gis.importing.text_geometry import GeometryColumns, add_geometry


def read_records(path: Path, geometry: GeometryColumns | None = None) -> Table:
    """The table in ``path``: a row for each object, a column for each key that occurs."""
    rows = _rows(path, path.read_text(encoding="utf-8-sig"))
    if not all(isinstance(row, dict) for row in rows):
        raise no_geojson(path)
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: objects([_cell(row.get(name)) for row in rows]) for name in names}
    table = Table(path.stem, columns)
    add_geometry(table, geometry)
    return table


def _rows(path: Path, text: str) -> list[Any]:
    if text.lstrip().startswith("["):
        return _parsed(path, text, 1)
    lines = enumerate(text.split("\n"), start=1)
    return [_parsed(path, line, number) for number, line in lines if line.strip()]


def _parsed(path: Path, text: str, line: int) -> Any:
    """The JSON of a text that begins in that line of the file."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if error.pos >= len(error.doc.rstrip()):
            raise truncated(path) from error
        raise ImportProblem(
            "damaged",
            _("Line %(line)d cannot be read: %(detail)s.")
            % {"line": line - 1 + error.lineno, "detail": error.msg},
            path.name,
        ) from error
    except RecursionError as error:
        raise no_geojson(path) from error


def no_geojson(path: Path) -> ImportProblem:
    """The error for JSON that holds neither features nor rows."""
    return ImportProblem("not_what_it_says", _("The file is JSON but no GeoJSON."), path.name)


def _cell(value: Any) -> Any:
    """Nested values stay JSON text; blank text becomes None."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str):
        return value.strip() or None
    return value
