"""Geometries that clients send: GeoJSON (RFC 7946, WGS84) into EPSG:25832, or a clear refusal.

Nothing of what a client sends reaches a library as text: only finite numbers within the ranges of
longitude and latitude, in a shape and number that was checked before.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from typing import Any

from django.contrib.gis.gdal import CoordTransform, SpatialReference
from django.contrib.gis.geos import GEOSException, GEOSGeometry, LineString, Point, Polygon
from django.utils.translation import gettext_lazy as _

from gis import srid
from gis.refusals import Refusal

MOST_POSITIONS = 5_000
EDGE_STEPS = 8
"""Points set on each edge of a box, which is not straight any more once reprojected."""

Position = tuple[float, float]

_of_thread = threading.local()


def point(value: Any, field: str = "geometry") -> Point:
    """A point in storage coordinates from {"type": "Point", "coordinates": [lon, lat]}."""
    return stored(Point(*_position(_coordinates(value, "Point", field), field)))


def line(value: Any, field: str = "geometry") -> LineString:
    """A line in storage coordinates from {"type": "LineString", "coordinates": [[lon, lat], …]}."""
    positions = _positions(_coordinates(value, "LineString", field), field)
    if len(set(positions)) < 2:
        raise _refused(_("A line needs at least two different points."), field)
    return stored(LineString(positions))


def polygon(value: Any, field: str = "geometry") -> Polygon:
    """A polygon in storage coordinates; holes are allowed, crossing itself is not."""
    rings = _coordinates(value, "Polygon", field)
    if not isinstance(rings, Sequence) or isinstance(rings, str) or not 1 <= len(rings) <= 50:
        raise _refused(_("A polygon needs one outer ring and at most 49 holes."), field)
    shape = _ring_polygon([_positions(ring, field) for ring in rings], field)
    if not shape.valid:
        raise _refused(_("The polygon crosses or touches itself."), field)
    return stored(shape)


def box(west: float, south: float, east: float, north: float, field: str = "box") -> Polygon:
    """A box of degrees as a polygon in storage coordinates."""
    corners = [_position(corner, field) for corner in ((west, south), (east, north))]
    (west, south), (east, north) = corners
    if west >= east or south >= north:
        raise _refused(_("West must lie before east and south below north."), field)
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    dense = [
        (a[0] + (b[0] - a[0]) * step / EDGE_STEPS, a[1] + (b[1] - a[1]) * step / EDGE_STEPS)
        for a, b in zip(ring, ring[1:], strict=False)
        for step in range(EDGE_STEPS)
    ]
    return stored(Polygon([*dense, ring[0]]))


def stored(shape: GEOSGeometry) -> Any:
    """The same geometry, taken as WGS84, in storage coordinates."""
    shape.srid = srid.WEB
    shape.transform(_to_storage())
    return shape


def _to_storage() -> CoordTransform:
    """Made once for each thread: making it takes 15 times as long as using it."""
    if not hasattr(_of_thread, "to_storage"):
        _of_thread.to_storage = CoordTransform(
            SpatialReference(srid.WEB), SpatialReference(srid.STORAGE)
        )
    return _of_thread.to_storage


def _coordinates(value: Any, kind: str, field: str) -> Any:
    if not isinstance(value, dict) or value.get("type") != kind or "coordinates" not in value:
        message = _("A GeoJSON %(kind)s is needed here.") % {"kind": kind}
        raise _refused(message, field)
    if "crs" in value:
        message = _("Coordinates are WGS84 degrees here; another system cannot be named.")
        raise Refusal("CRS_NOT_ALLOWED", message, field)
    return value["coordinates"]


def _positions(value: Any, field: str) -> list[Position]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise _refused(_("A list of positions is needed here."), field)
    if len(value) > MOST_POSITIONS:
        message = _("A geometry has at most %(most)d positions.") % {"most": MOST_POSITIONS}
        raise _refused(message, field)
    return [_position(position, field) for position in value]


def _position(value: Any, field: str) -> Position:
    """Longitude and latitude; a height is accepted and left out."""
    if not isinstance(value, Sequence) or isinstance(value, str) or not 2 <= len(value) <= 3:
        raise _refused(_("A position is a list of longitude and latitude."), field)
    if not all(_is_number(number) for number in value):
        raise _refused(_("Coordinates must be finite numbers."), field)
    longitude, latitude = float(value[0]), float(value[1])
    if not (-180 <= longitude <= 180 and -89 <= latitude <= 89):
        raise _refused(_("Longitude or latitude is outside the range of degrees."), field)
    return longitude, latitude


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _ring_polygon(rings: list[list[Position]], field: str) -> Polygon:
    try:
        if all(rings):
            return Polygon(*rings)
    except (GEOSException, ValueError, TypeError):
        pass
    raise _refused(_("A ring has at least four positions, the last equal to the first."), field)


def _refused(message: Any, field: str) -> Refusal:
    return Refusal("INVALID_GEOMETRY", message, field)
