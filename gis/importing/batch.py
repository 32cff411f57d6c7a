"""The rows of one mapping entry on their way: typed fields, ids, geometry, and what was said
of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gis.importing.findings import Finding

Values = Callable[[int], Mapping[str, Any]]


@dataclass
class Batch:
    """Rows that are still wanted. All arrays are object arrays of the same length.

    ``columns`` holds the fields of the target; ``geometry`` is None for a target without one.
    ``read`` counts the rows of the delivery, ``refused`` those among them given up on the way.
    """

    layer: str
    ids: np.ndarray
    columns: dict[str, np.ndarray]
    geometry: np.ndarray | None = None
    read: int = 0
    refused: int = 0
    findings: list[Finding] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.ids)

    def remark(self, rows: np.ndarray, code: str, values: Values | None = None) -> None:
        """Say ``code`` of ``rows`` (a mask or positions); ``values`` gives the numbers for a
        position.
        """
        places = self.geometry if self.geometry is not None else [None] * len(self)
        self.findings += [
            Finding(
                code,
                self.layer,
                str(self.ids[index] or ""),
                dict(values(index)) if values else {},
                places[index],
            )
            for index in _positions(rows)
        ]

    def refuse(self, mask: np.ndarray, code: str, values: Values | None = None) -> None:
        """Give up the rows of ``mask`` and say why."""
        if not mask.any():
            return
        self.remark(mask, code, values)
        self.refused += int(mask.sum())
        self.take(np.flatnonzero(~mask))

    def take(self, rows: np.ndarray) -> None:
        """Keep the rows at these positions, in this order; a position may occur several times."""
        self.ids = self.ids[rows]
        self.columns = {name: values[rows] for name, values in self.columns.items()}
        if self.geometry is not None:
            self.geometry = self.geometry[rows]


def _positions(rows: np.ndarray) -> list[int]:
    return (np.flatnonzero(rows) if rows.dtype == bool else rows).tolist()
