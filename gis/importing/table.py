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
    raise ImportProblem(
        "no_column",
        _("There is no column “%(column)s”; there are: %(columns)s.")
        % {"column": name, "columns": ", ".join(table.columns)},
        table.name,
    )
