"""A delivered table in memory: columns of plain values and, if it has one, a geometry column."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from pyproj import CRS

from gis.importing.findings import Finding
from gis.importing.problems import ImportProblem

SHAPEFILE_NAME = 10  # characters of a column's name in dBASE


@dataclass
class Table:
    """Rows of one layer as read.

    ``columns`` are object arrays of str, int, float, bool or None, all of the same length;
    ``geometry`` is an object array of shapely geometries (None where missing) in ``crs``.
    """

    name: str
    columns: dict[str, np.ndarray]
    geometry: np.ndarray | None = None
    crs: CRS | None = None
    findings: list[Finding] = field(default_factory=list)

    def __len__(self) -> int:
        if self.geometry is not None:
            return len(self.geometry)
        return len(next(iter(self.columns.values()), ()))


def objects(values: Sequence[Any]) -> np.ndarray:
    """An object array of ``values``, also when they are sequences themselves."""
    array = np.empty(len(values), dtype=object)
    array[:] = list(values) if len(values) else []
    return array


def together(tables: Sequence[Table]) -> Table:
    """The rows of all tables one after the other; columns that one lacks are empty there."""
    first = tables[0]
    if len(tables) == 1:
        return first
    _refuse_different_systems(tables)
    columns = {
        name: objects(
            [value for table in tables for value in table.columns.get(name, [None] * len(table))]
        )
        for name in dict.fromkeys(name for table in tables for name in table.columns)
    }
    geometry = None
    if any(table.geometry is not None for table in tables):
        geometry = objects(
            [
                shape
                for table in tables
                for shape in (table.geometry if table.geometry is not None else [None] * len(table))
            ]
        )
    crs = next((table.crs for table in tables if table.crs is not None), None)
    findings = [finding for table in tables for finding in table.findings]
    return Table(first.name, columns, geometry, crs, findings)


def _refuse_different_systems(tables: Sequence[Table]) -> None:
    systems = {table.crs.to_wkt(): table.crs.name for table in tables if table.crs is not None}
    if len(systems) > 1:
        raise ImportProblem(
            "several_crs",
            _("The layers read as one declare different reference systems: %(systems)s.")
            % {"systems": ", ".join(sorted(systems.values()))},
            tables[0].name,
        )


def column(table: Table, name: str) -> np.ndarray:
    """The column called ``name``; raises ``ImportProblem`` naming those there are.

    Case does not matter, and a Shapefile may have cut the name to ten characters.
    """
    if name in table.columns:
        return table.columns[name]
    by_lower = {known.lower(): values for known, values in reversed(table.columns.items())}
    for wanted in (name.lower(), name.lower()[:SHAPEFILE_NAME]):
        if wanted in by_lower:
            return by_lower[wanted]
    if not len(table) and set(table.columns) <= {"fid"}:
        return objects([])  # an empty list of features names no columns
    raise ImportProblem(
        "no_column",
        _("There is no column “%(column)s”; there are: %(columns)s.")
        % {"column": name, "columns": ", ".join(table.columns)},
        table.name,
    )
