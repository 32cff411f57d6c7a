"""What a route must offer, and which ducts can offer it apart from what is taken."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

from django.db import connection
from django.utils.translation import gettext_lazy as _

from assets.models.duct import CommercialAvailability
from gis.refusals import Refusal
from network.periods import Period
from network.topology import Topology
from network.topology.lines import Kind, Part

MOST_TUBES = 96
WIDEST_MM = 1_000.0


@dataclass(frozen=True)
class Tubes:
    """So many whole tubes side by side, each at least so wide inside (mm; None: any)."""

    count: int = 1
    min_inner_mm: float | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.count <= MOST_TUBES:
            raise _refused(_("Ask for 1 to %(most)d tubes.") % {"most": MOST_TUBES})
        if self.min_inner_mm is not None:
            _refuse_odd_diameter(self.min_inner_mm)


@dataclass(frozen=True)
class CableRoom:
    """Room for one cable of an outer diameter (mm) by the fill policy."""

    outer_mm: float

    def __post_init__(self) -> None:
        _refuse_odd_diameter(self.outer_mm)

    @property
    def count(self) -> int:
        return 1

    @property
    def room_mm2(self) -> float:
        """What the cable fills, as the square of its diameter."""
        return self.outer_mm**2


Requirement = Tubes | CableRoom


class Suits(IntEnum):
    """Whether a duct can serve: not at all, if only it were wider, or yes unless taken."""

    NO = 0
    TOO_NARROW = 1
    YES = 2


class Suitability:
    """Judges the parts of lines for one question; remembers its judgements."""

    def __init__(
        self,
        topology: Topology,
        requirement: Requirement,
        period: Period,
        owners: frozenset[int] | None,
        offered_only: bool,
    ) -> None:
        self.topology, self.requirement, self.period = topology, requirement, period
        self.owners, self.offered_only = owners, offered_only
        self.of_type = _suitable_types(topology, requirement)
        self._known: dict[Part, Suits] = {}

    def of(self, part: Part) -> Suits:
        """The judgement on all ducts of a part of a line."""
        known = self._known.get(part)
        if known is None:
            known = self.of_type[part.type_id] if self._is_on_offer(part) else Suits.NO
            self._known[part] = known
        return known

    def kinds(self, least: Suits) -> frozenset[Kind]:
        """The kinds of ducts that could serve as well as that, whatever their validity."""
        return frozenset(
            kind
            for kind in self.topology.kinds
            if self.of_type[kind.type_id] >= least and self._is_kind_on_offer(kind)
        )

    def _is_kind_on_offer(self, kind: Kind) -> bool:
        if self.owners is not None and kind.owner_id not in self.owners:
            return False
        return not (self.offered_only and kind.availability == CommercialAvailability.NOT_OFFERED)

    def _is_on_offer(self, part: Part) -> bool:
        if not self._is_kind_on_offer(part.duct_kind):
            return False
        begins = part.valid_from is None or part.valid_from <= self.period.first
        return begins and (part.valid_to is None or part.valid_to > self.period.last)


def _suitable_types(topology: Topology, requirement: Requirement) -> dict[int, Suits]:
    if isinstance(requirement, CableRoom):
        limits = _room_limits()
        return {
            key: Suits.NO
            if facts.kind == "bundle"
            else _wide_enough(limits.get(key), requirement.room_mm2)
            for key, facts in topology.types.items()
        }
    return {
        key: _wide_enough(facts.inner_mm, requirement.min_inner_mm)
        if facts.kind == "tube"
        else Suits.NO
        for key, facts in topology.types.items()
    }


def _wide_enough(size: float | None, needed: float | None) -> Suits:
    """An unknown size serves only who needs none in particular."""
    if needed is None:
        return Suits.YES
    return Suits.YES if size is not None and size >= needed else Suits.TOO_NARROW


def _room_limits() -> dict[int, float | None]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, network_room_limit(id) FROM assets_ducttype WHERE kind <> 'bundle'"
        )
        return dict(cursor.fetchall())


def _refuse_odd_diameter(mm: float) -> None:
    if not math.isfinite(mm) or not 0 < mm <= WIDEST_MM:
        raise _refused(_("A diameter lies between 0 and 1000 mm."))


def _refused(message: object) -> Refusal:
    return Refusal("INVALID_REQUIREMENT", message, "requirement")  # type: ignore[arg-type]
