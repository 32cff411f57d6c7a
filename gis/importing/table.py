"""A delivered table in memory: columns of plain values and, if it has one, a geometry column."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from pyproj import CRS

from gis.importing.findings import Finding
from gis.importing.problems import ImportProblem


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
    """The column called ``name`` (case does not matter); raises ``ImportProblem`` naming those
    there are.
    """
    if name in table.columns:
        return table.columns[name]
    for known, values in table.columns.items():
        if known.lower() == name.lower():
            return values
    raise ImportProblem(
        "no_column",
        _("There is no column “%(column)s”; there are: %(columns)s.")
        % {"column": name, "columns": ", ".join(table.columns)},
        table.name,
    )
