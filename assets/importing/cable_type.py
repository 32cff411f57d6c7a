"""Find the cable type of each row by code or fibres; what the catalogue lacks is added and said."""

from dataclasses import dataclass
from math import ceil

import numpy as np

from assets.models import CableType, Provenance
from assets.models.cable_type import FibreType
from gis.importing.batch import Batch
from gis.importing.context import Context
from gis.importing.findings import Finding
from gis.importing.table import objects

FIBRES_PER_TUBE = 12
MOST_FIBRES = 6912


@dataclass(frozen=True)
class Wanted:
    """What is known of a cable's make."""

    type: str | None
    fibres: int | None
    tubes: int | None
    outer_mm: float | None
    fibre_type: str | None

    @property
    def tube_count(self) -> int:
        """As delivered, else tubes of 12 as is usual."""
        fibres = self.fibres or 1
        return min(self.tubes or ceil(fibres / FIBRES_PER_TUBE), fibres)


def resolve_types(context: Context, batch: Batch, fibres: np.ndarray, tubes: np.ndarray) -> None:
    """Set "type_id" and "fibre_count"; a code must fit the fibres, otherwise a plain type is
    taken.
    """
    nothing = np.full(len(batch), None, dtype=object)
    names = ("type", "outer_mm", "fibre_type")
    code, outer, kind = (batch.columns.pop(name, nothing) for name in names)
    rows = zip(code, fibres, tubes, outer, kind, strict=True)
    wanted = [Wanted(*values) for values in rows]
    known = {kind.code: kind for kind in CableType.objects.all()}
    found: dict[Wanted, CableType | None] = {}
    for want in dict.fromkeys(wanted):
        found[want] = _find(context, batch, known, want, wanted)
    batch.columns["type_id"] = objects([getattr(found[want], "pk", None) for want in wanted])
    counts = [getattr(found[want], "fibre_count", None) for want in wanted]
    batch.columns["fibre_count"] = objects(counts)
    bad_code = [want.type is not None and want.type not in known for want in wanted]
    missing = [count is None and not bad for count, bad in zip(counts, bad_code, strict=True)]
    lost = np.array(bad_code, dtype=bool)
    missing_left = np.array(missing, dtype=bool)[~lost]
    batch.refuse(lost, "no_such_type", lambda row: {"value": wanted[row].type})
    batch.refuse(missing_left, "count_missing")


def _find(
    context: Context,
    batch: Batch,
    known: dict[str, CableType],
    want: Wanted,
    wanted: list[Wanted],
) -> CableType | None:
    named = known.get(want.type) if want.type else None
    if want.type and named is None:
        return None
    if named is not None and want.fibres in {None, named.fibre_count}:
        return named
    if want.fibres is None or not 1 <= want.fibres <= MOST_FIBRES:
        return None
    code = _code(want)
    if code not in known:
        known[code] = _add(context, code, want)
        values = {"type": code, "count": wanted.count(want)}
        batch.findings.append(Finding("new_type", batch.layer, values=values))
    return known[code]


def _code(want: Wanted) -> str:
    parts = ["import", f"{want.fibres}f", f"{want.tube_count}t"]
    if want.outer_mm:
        parts.append(f"{want.outer_mm:g}mm")
    if want.fibre_type and want.fibre_type != FibreType.UNKNOWN:
        parts.append(want.fibre_type)
    return "-".join(parts)


def _add(context: Context, code: str, want: Wanted) -> CableType:
    return CableType.objects.create(
        code=code,
        name=f"Kabel mit {want.fibres} Fasern in {want.tube_count} Bündeladern",
        fibre_count=want.fibres,
        tube_count=want.tube_count,
        outer_mm=want.outer_mm,
        fibre_type=want.fibre_type or FibreType.UNKNOWN,
        provenance=Provenance.IMPORTED,
        source=context.source_system,
    )
