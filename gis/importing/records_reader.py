"""Read JSON that is a list of flat objects, as many web services deliver tables."""

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
    try:
        rows = json.loads(path.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        if error.pos >= len(error.doc.rstrip()):
            raise truncated(path) from error
        raise ImportProblem(
            "damaged",
            _("Line %(line)d cannot be read: %(detail)s.")
            % {"line": error.lineno, "detail": error.msg},
            path.name,
        ) from error
    except RecursionError as error:
        raise no_geojson(path) from error
    if not all(isinstance(row, dict) for row in rows):
        raise no_geojson(path)
    names = dict.fromkeys(name for row in rows for name in row)
    columns = {name: objects([_cell(row.get(name)) for row in rows]) for name in names}
    table = Table(path.stem, columns)
    add_geometry(table, geometry)
    return table


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
