"""Draw a segment onto the map: its ends make sites and split segments where that is needed.

All of it is one change: either the segment lies between its sites, or nothing happened.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

from django.contrib.gis.geos import LineString, Point

from accounts.models import User
from assets.models import Segment, Site
from assets.services import ground, site
from assets.services import segment as plain
from assets.services.editing import edit
from assets.services.facts import SegmentFacts, SiteFacts
from gis import srid
from gis.refusals import Refusal
from gis.retry import retried


@dataclass(frozen=True)
class End:
    """Where a drawn line ends: at `site`, in `split`, or else at a new site with these facts."""

    site: Site | None = None
    split: Segment | None = None
    new_site: SiteFacts | None = None


@dataclass(frozen=True)
class Ending:
    """What an end became; `made` says that the site is new, `halves` what a split left."""

    site: Site
    made: bool = False
    halves: tuple[Segment, Segment] | None = None


@dataclass(frozen=True)
class Drawn:
    segment: Segment
    start: Ending
    end: Ending


@retried
def draw(
    *,
    start: End,
    end: End,
    by: User | None,
    reason: str = "",
    within_m: float = ground.SNAP_M,
    **facts: Unpack[SegmentFacts],
) -> Drawn:
    """A new segment along `geom`, with whatever its ends need."""
    with edit(by, reason):
        line = ground.line(facts.get("geom"))
        hand = _Hand(facts.get("owner"), by, reason, within_m)
        first = _ending("start", start, _corner(line, 0), hand)
        second = _ending("end", _moved_on(end, first, line), _corner(line, -1), hand)
        facts.update(geom=line, start_site=first.site, end_site=second.site)
        segment = plain.create(by=by, reason=reason, within_m=within_m, **facts)
        return Drawn(segment, first, second)


@dataclass(frozen=True)
class _Hand:
    """Whose line it is, who draws it and how exactly."""

    owner: object
    by: User | None
    reason: str
    within_m: float


def _corner(line: LineString, index: int) -> Point:
    return Point(line[index], srid=srid.STORAGE)


def _moved_on(end: End, first: Ending, line: LineString) -> End:
    """The second end may lie in the half that the first one has just cut off."""
    if end.split is None or first.halves is None or end.split.pk != first.halves[0].pk:
        return end
    last = _corner(line, -1)
    nearest = min(first.halves, key=lambda half: half.geom.distance(last))
    return End(split=nearest, new_site=end.new_site)


def _ending(name: str, end: End, place: Point, hand: _Hand) -> Ending:
    try:
        return _resolved(end, place, hand)
    except Refusal as refusal:
        field = f"{name}_{refusal.field}" if refusal.field in {"code", "kind"} else f"{name}_site"
        raise Refusal(refusal.code, refusal.message, field, **refusal.details) from refusal


def _resolved(end: End, place: Point, hand: _Hand) -> Ending:
    if end.site is not None:
        return Ending(end.site)
    recorded = {"by": hand.by, "reason": hand.reason}
    new: SiteFacts = {"owner": hand.owner, **(end.new_site or {})}  # type: ignore[typeddict-item]
    if end.split is None:
        return Ending(site.create(**recorded, **{**new, "geom": place}), made=True)
    near = _end_of(end.split, place, hand.within_m)
    if near is not None:
        return Ending(near)
    halves = plain.split(
        segment=end.split, at=place, new_site=new, within_m=hand.within_m, **recorded
    )
    return Ending(halves[0].end_site, made=True, halves=halves)


def _end_of(segment: Segment, place: Point, within_m: float) -> Site | None:
    """The site at which the segment ends there; a split at the very end means that site."""
    ends = (segment.start_site, segment.end_site)
    return next((one for one in ends if one.geom.distance(place) <= within_m), None)
