"""Split a segment at a site without losing anything that lies in it or any claim on it.

The first half keeps the row, and with it the sections of everything in it. Everything gets a
section in the second half, in the same order and nesting. Claims name ducts and sites, so they
stay as they are, and the ledger derives their lines again.
"""

from __future__ import annotations

from django.contrib.gis.geos import GEOSGeometry, LineString, Point
from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets import hooks
from assets.models import Segment, Site
from assets.services import ground, lock, ranks
from assets.services.copies import copy_grants, copy_of, next_code
from assets.services.editing import assign, edit, locked, store, visible, within_area
from assets.services.facts import SiteFacts
from gis import srid
from gis.numbers import rounded
from gis.refusals import Refusal
from gis.retry import retried

NEAREST_TO_END_M = 0.01
"""A half shorter than this, in metres, is a slip of the hand."""


@retried
def split(
    *,
    segment: Segment,
    by: User | None,
    at: GEOSGeometry | None = None,
    site: Site | None = None,
    new_site: SiteFacts | None = None,
    code: str = "",
    within_m: float = ground.SNAP_M,
    version: int | None = None,
    reason: str = "",
) -> tuple[Segment, Segment]:
    """Split at an existing site near the line, or at a point where a site is made.

    Give either `site`, or `at` with the facts of the `new_site`; `at` may be so many metres off
    the line. Returns both halves; `code` names the second one.
    """
    with edit(by, reason):
        lock.segments_with_contents([segment.pk])
        row = locked(segment, by, version)
        within_area(by, row.geom)
        joint = visible(site, by, "site") if site else _make_site(row, at, within_m, new_site, by)
        first, second = _halves(row, joint)
        new = _divide(row, joint, first, second, code or next_code(Segment, row.code))
        _divide_contents(row, new)
        copy_grants(row, new)
        hooks.tell(hooks.Split(kept=row, new=new, site=joint))
    return row, new


def _make_site(
    segment: Segment,
    at: GEOSGeometry | None,
    within_m: float,
    facts: SiteFacts | None,
    by: User | None,
) -> Site:
    wanted = ground.point(at)
    on_line = segment.geom.interpolate(segment.geom.project(wanted))
    on_line.srid = srid.STORAGE
    _refuse_far(wanted, on_line, "at", within_m)
    site = assign(Site(), {"owner": segment.owner, **(facts or {}), "geom": on_line}, by)
    store(site)
    copy_grants(segment, site)
    return site


def _halves(segment: Segment, site: Site) -> tuple[LineString, LineString]:
    """The line up to the site and from it on; both end exactly there."""
    line = segment.geom
    along = line.project(site.geom)
    _refuse_far(site.geom, line.interpolate(along), "site", ground.SNAP_M)
    if min(along, line.length - along) < NEAREST_TO_END_M:
        raise Refusal("AT_THE_END", _("A segment cannot be split at its own end."), "at")
    before, after, walked = [], [], 0.0
    for index, corner in enumerate(line.coords):
        if index:
            walked += Point(line.coords[index - 1]).distance(Point(corner))
        if walked < along - 0.001:
            before.append(corner)
        elif walked > along + 0.001:
            after.append(corner)
    meeting = site.geom.coords
    return (
        LineString([*before, meeting], srid=srid.STORAGE),
        LineString([meeting, *after], srid=srid.STORAGE),
    )


def _refuse_far(wanted: Point, nearest: Point, field: str, within_m: float) -> None:
    distance = wanted.distance(nearest)
    if distance > within_m:
        raise Refusal(
            "NOT_ON_SEGMENT",
            _("This place is %(distance)s m away from the segment.")
            % {"distance": rounded(distance, 1)},
            field,
            distance_m=round(distance, 3),
        )


def _divide(
    segment: Segment, site: Site, first: LineString, second: LineString, code: str
) -> Segment:
    """Both rows. A stated length is divided in proportion to the lines."""
    new = copy_of(segment, code)
    new.geom, new.start_site = second, site
    segment.geom, segment.end_site = first, site
    if segment.stated_length_m is not None:
        share = first.length / (first.length + second.length)
        new.stated_length_m = segment.stated_length_m * (1 - share)
        segment.stated_length_m = segment.stated_length_m * share
    store(segment)
    return store(new)


def _divide_contents(segment: Segment, new: Segment) -> None:
    ducts, cables = lock.contents([segment.pk])
    ranks.make_room("assets_ductsection", "duct_id", ducts)
    ranks.make_room("assets_cablesection", "cable_id", cables)
    with connection.cursor() as cursor:
        numbers = {"old": segment.pk, "new": new.pk}
        cursor.execute(_DUCT_SECTIONS, {**numbers, "owners": list(ducts)})
        cursor.execute(_CABLE_SECTIONS, {**numbers, "owners": list(cables)})


# A section that runs with the line is followed by its second half, one that runs against it is
# preceded by it. A third of the gap, because a cable may pass a segment there and back.
_HALVES = """
WITH path AS (
    SELECT *, lag(rank) OVER along AS before, lead(rank) OVER along AS after
    FROM {table} WHERE {owner} = ANY (%(owners)s)
    WINDOW along AS (PARTITION BY {owner} ORDER BY rank)
), half AS MATERIALIZED (
    SELECT *, nextval(pg_get_serial_sequence('{table}', 'id')) AS new_id,
           CASE WHEN reversed THEN rank - (rank - COALESCE(before, rank - 3)) / 3
                ELSE rank + (COALESCE(after, rank + 3) - rank) / 3 END AS new_rank
    FROM path WHERE segment_id = %(old)s
)
"""

_DUCT_SECTIONS = (
    _HALVES.format(table="assets_ductsection", owner="duct_id")
    + """
INSERT INTO assets_ductsection
    (id, duct_id, segment_id, rank, reversed, parent_id, level, position, is_live)
SELECT h.new_id, h.duct_id, %(new)s, h.new_rank, h.reversed, p.new_id, h.level, h.position,
       h.is_live
FROM half h LEFT JOIN half p ON p.id = h.parent_id
"""
)

# Slack stays with the first half: its loop lies at one place, and the cable's sum stays the same.
_CABLE_SECTIONS = (
    _HALVES.format(table="assets_cablesection", owner="cable_id")
    + """
INSERT INTO assets_cablesection
    (id, cable_id, segment_id, rank, reversed, duct_section_id, laying, slack_m)
SELECT h.new_id, h.cable_id, %(new)s, h.new_rank, h.reversed, n.id, h.laying, 0
FROM half h
LEFT JOIN assets_ductsection o ON o.id = h.duct_section_id
LEFT JOIN assets_ductsection n ON n.duct_id = o.duct_id AND n.segment_id = %(new)s
"""
)
