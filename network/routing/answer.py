"""What a search for routes answers. Lengths are geodesic metres, diameters millimetres."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from django.contrib.gis.geos import GEOSGeometry


class Unit(NamedTuple):
    """What a reservation takes: a duct from site to site, whole or with room for a cable (mm)."""

    duct_id: int
    from_site_id: int
    to_site_id: int
    cable_outer_mm: float | None


class Hop(NamedTuple):
    """A stretch on which the route's ducts stay the same, one duct per tube asked for."""

    from_site_id: int
    to_site_id: int
    duct_ids: tuple[int, ...]
    segment_ids: tuple[int, ...]
    length_m: float


class PlannedCut(NamedTuple):
    """Where an uncut duct must be cut, because the route uses only a part of it."""

    site_id: int
    duct_id: int


class Coupling(NamedTuple):
    """Where two ducts must be coupled that are not yet."""

    site_id: int
    from_duct_id: int
    to_duct_id: int


class NarrowestHop(NamedTuple):
    """The hop with the least inner diameter or, for a cable, the least room (mm²) left after it."""

    hop: int
    inner_mm: float | None
    room_left_mm2: float | None


class Doubt(StrEnum):
    """What about a route rests on facts nobody has measured."""

    DIAMETER_UNKNOWN = "diameter_unknown"
    DIAMETER_ESTIMATED = "diameter_estimated"
    DEPTH_UNKNOWN = "depth_unknown"
    POSITION_UNCERTAIN = "position_uncertain"


class UncertainFact(NamedTuple):
    """A doubt with the duct types' or segments' ids it concerns."""

    doubt: Doubt
    ids: tuple[int, ...]


@dataclass(frozen=True)
class Route:
    """One way from start to end.

    `geometry` is a LineString in EPSG:25832 along the segments; `token` reserves the route.
    `cost_m` is the length with what the planned changes are worth in metres.
    """

    hops: tuple[Hop, ...]
    units: tuple[Unit, ...]
    geometry: GEOSGeometry
    length_m: float
    cost_m: float
    planned_cuts: tuple[PlannedCut, ...]
    couplings: tuple[Coupling, ...]
    narrowest: NarrowestHop
    uncertain: tuple[UncertainFact, ...]
    token: str


class Reason(StrEnum):
    RESERVED = "reserved"
    OCCUPIED = "occupied"
    BLOCKED = "blocked"
    TOO_NARROW = "too_narrow"


class Blocker(NamedTuple):
    """A duct section that would have to be free. `until` is the last day on which it is not, None

    if no end is known; `organisation_ids` are who holds it, as far as the asker may see that.
    """

    section_id: int
    duct_id: int
    segment_id: int
    reason: Reason
    until: dt.date | None
    organisation_ids: tuple[int, ...]


class Snapped(NamedTuple):
    """The site a search began or ended at, and how far (m) that is from the place asked for."""

    site_id: int
    distance_m: float


@dataclass(frozen=True)
class RouteAnswer:
    """Routes, best first; where there is none, the fewest sections that stand in the way.

    No route and no blockers: nothing joins the two sites, whatever were free.
    """

    start: Snapped
    end: Snapped
    routes: tuple[Route, ...]
    blockers: tuple[Blocker, ...] = ()
