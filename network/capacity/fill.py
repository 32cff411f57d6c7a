"""Room in a duct: the fill ratio Σd²/D².

d are outer diameters of what lies in the duct, D its inner diameter, both in millimetres. Sums are
decimal, because a cable that meets a limit exactly must fit. The limit comes from a fill policy.
"""

from collections.abc import Iterable
from decimal import Decimal

from .errors import CapacityInputError

Millimetres = Decimal | int | float


def fill_ratio(outer_mm: Iterable[Millimetres], inner_mm: Millimetres) -> Decimal:
    """Share of the bore that is filled: 0 empty, 1 a full circle."""
    bore = _length("inner_mm", inner_mm)
    return squared_sum(outer_mm) / bore**2


def squared_sum(outer_mm: Iterable[Millimetres]) -> Decimal:
    """Σd² in mm², the additive measure of room."""
    return sum((_length("outer_mm", outer) ** 2 for outer in outer_mm), Decimal(0))


def fits(
    cable_mm: Millimetres,
    inner_mm: Millimetres,
    limit: Millimetres,
    present_mm: Iterable[Millimetres] = (),
) -> bool:
    """Whether a cable may join what is ``present`` without passing the fill ``limit``."""
    bore = _length("inner_mm", inner_mm)
    taken = squared_sum([cable_mm, *present_mm])
    return taken <= _share(limit) * bore**2


def max_cable_mm(
    inner_mm: Millimetres, limit: Millimetres, present_mm: Iterable[Millimetres] = ()
) -> Decimal:
    """Largest outer diameter that still fits, in mm; 0 when nothing does."""
    room = _share(limit) * _length("inner_mm", inner_mm) ** 2 - squared_sum(present_mm)
    return max(room, Decimal(0)).sqrt()


def _length(field: str, value: Millimetres) -> Decimal:
    length = Decimal(str(value))
    if not length.is_finite() or length <= 0:
        raise CapacityInputError(field, "not_positive", value=value)
    return length


def _share(limit: Millimetres) -> Decimal:
    share = Decimal(str(limit))
    if not share.is_finite() or not 0 < share <= 1:
        raise CapacityInputError("limit", "not_a_share", value=limit)
    return share
