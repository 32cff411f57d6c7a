"""A line beside another, at a distance: how one draws along what exists, or along a street."""

from __future__ import annotations

from django.contrib.gis.geos import GEOSGeometry, LineString, Point
from django.db import connection
from django.utils.translation import gettext_lazy as _

from assets.models import Segment
from gis.refusals import Refusal

MOST_M = 50.0
"""Farther away it is no line along this route any more."""

# Corners stay corners (mitre); of the two sides that on which the first place lies. A line that
# doubles back may leave several pieces, which are no course.
_BESIDE = """
WITH side AS (
    SELECT ST_OffsetCurve(geom, direction * %(metres)s, 'join=mitre mitre_limit=5') AS line
    FROM assets_segment, (VALUES (1), (-1)) d (direction) WHERE id = %(segment)s),
chosen AS (
    SELECT line, ST_LineLocatePoint(line, %(start)s::geometry) AS a,
           ST_LineLocatePoint(line, %(end)s::geometry) AS b
    FROM (SELECT line FROM side WHERE ST_GeometryType(line) = 'ST_LineString'
          ORDER BY ST_Distance(line, %(start)s::geometry) LIMIT 1) nearer)
SELECT CASE WHEN a < b THEN ST_LineSubstring(line, a, b)
            ELSE ST_Reverse(ST_LineSubstring(line, b, a)) END
FROM chosen WHERE a <> b
"""


_SHIFTED = "SELECT ST_OffsetCurve(%(line)s::geometry, %(metres)s, 'join=mitre mitre_limit=5')"


def shifted(*, line: LineString, metres: float, to_right: bool = False) -> LineString:
    """A drawn line (EPSG:25832) moved to its left, or right, by so many metres. Raises Refusal."""
    _refuse_distance(metres)
    with connection.cursor() as cursor:
        cursor.execute(_SHIFTED, {"metres": -metres if to_right else metres, "line": _value(line)})
        row = cursor.fetchone()
    return _course(row)


def beside(*, segment: Segment, metres: float, start: Point, end: Point) -> LineString:
    """The line `metres` beside the segment, on the side of `start`, from there to `end`.

    Metres of the grid (EPSG:25832), at most 0.04 % off the ground within the zone. Raises Refusal.
    """
    _refuse_distance(metres)
    with connection.cursor() as cursor:
        cursor.execute(
            _BESIDE,
            {
                "metres": metres,
                "segment": segment.pk,
                "start": _value(start),
                "end": _value(end),
            },
        )
        row = cursor.fetchone()
    return _course(row)


def _refuse_distance(metres: float) -> None:
    if not 0 < metres <= MOST_M:
        raise Refusal(
            "INVALID_VALUE",
            _("Give a distance above 0 and up to %(most)d m.") % {"most": MOST_M},
            "metres",
        )


def _course(row: tuple[str | None] | None) -> LineString:
    """The line that the database made. Raises Refusal where it made none, or several."""
    found = GEOSGeometry(row[0]) if row and row[0] else None
    if not isinstance(found, LineString):
        raise Refusal(
            "INVALID_GEOMETRY",
            _("There is no line at this distance beside this stretch. Choose a shorter one."),
            "metres",
        )
    return found


def _value(place: GEOSGeometry) -> str:
    return str(place.hexewkb, "ascii")
