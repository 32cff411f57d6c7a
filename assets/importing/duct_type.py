"""Find the duct type of each row by code or diameters; what the catalogue lacks is added and
said.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from assets.models import DuctType, Provenance
from assets.models.duct_type import DuctKind
from gis.importing.batch import Batch
from gis.importing.context import Context
from gis.importing.findings import Finding
from gis.importing.table import objects

CLOSE_MM = 0.05
LARGEST_MICRODUCT_MM = 20.0  # BRA_MikrorohrTyp ends there; thicker single tubes protect others
UNKNOWN = "unknown"
FIELDS = ("type", "outer_mm", "inner_mm", "wall_mm", "material")


@dataclass(frozen=True)
class Wanted:
    """What a row says about its type; millimetres."""

    type: str | None
    outer_mm: float | None
    inner_mm: float | None
    wall_mm: float | None
    material: str | None

    @property
    def wall(self) -> float | None:
        """The wall, given or from the two diameters; None if it cannot be."""
        wall = self.wall_mm
        if wall is None and self.outer_mm is not None and self.inner_mm is not None:
            wall = round((self.outer_mm - self.inner_mm) / 2, 3)
        possible = wall is not None and self.outer_mm is not None and 0 < 2 * wall < self.outer_mm
        return wall if possible else None


def resolve_types(context: Context, batch: Batch) -> None:
    """Replace the type fields of ``batch`` by "type_id"; unknown codes are refused."""
    nothing = np.full(len(batch), None, dtype=object)
    fields = [batch.columns.pop(name, nothing) for name in FIELDS]
    wanted = [Wanted(*values) for values in zip(*fields, strict=True)]
    known = {kind.code: kind for kind in DuctType.objects.order_by("code")}
    found: dict[Wanted, Any] = {}
    for want in dict.fromkeys(wanted):
        found[want] = known.get(want.type) if want.type else _by_size(known, want)
    lost = np.array([found[want] is None and want.type is not None for want in wanted], dtype=bool)
    for want in [want for want, kind in found.items() if kind is None and want.type is None]:
        kind = found[want] = _add(context, known, want)
        rows = np.array([other == want for other in wanted], dtype=bool)
        if want.outer_mm is None:
            batch.remark(rows, "unknown_type", lambda _row, code=kind.code: {"type": code})
        else:
            values = {"type": kind.code, "count": int(rows.sum())}
            batch.findings.append(Finding("new_type", batch.layer, values=values))
    batch.columns["type_id"] = objects([found[want] and found[want].pk for want in wanted])
    batch.refuse(lost, "no_such_type", lambda row: {"value": wanted[row].type})


def _by_size(known: dict[str, DuctType], want: Wanted) -> DuctType | None:
    """The single tube or protection duct of these diameters."""
    if want.outer_mm is None or want.wall is None:
        return None
    fits = [
        kind
        for kind in known.values()
        if kind.kind != DuctKind.BUNDLE
        and kind.outer_mm is not None
        and kind.wall_mm is not None
        and abs(kind.outer_mm - want.outer_mm) < CLOSE_MM
        and abs(kind.wall_mm - want.wall) < CLOSE_MM
    ]
    return fits[0] if fits else None


def _add(context: Context, known: dict[str, DuctType], want: Wanted) -> DuctType:
    """A type of its own for diameters that no catalogue entry has, or the one unknown type."""
    if want.outer_mm is None:
        code, name = UNKNOWN, "Unbekanntes Rohr"
    else:
        size = f"{want.outer_mm:g}x{want.wall:g}" if want.wall else f"{want.outer_mm:g}"
        code, name = f"import-{size}", f"Rohr {size.replace('x', '×').replace('.', ',')} mm"
    if code not in known:
        large = want.outer_mm is None or want.outer_mm > LARGEST_MICRODUCT_MM
        known[code] = DuctType.objects.create(
            code=code,
            name=name,
            kind=DuctKind.PROTECTION if large else DuctKind.TUBE,
            outer_mm=want.outer_mm,
            wall_mm=want.wall,
            material=(want.material or "")[:40],
            provenance=Provenance.IMPORTED,
            source=context.source_system,
        )
    return known[code]
