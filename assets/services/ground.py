"""Geometry as it comes in: any coordinate system it names, flat, finite, inside the city."""

from __future__ import annotations

from math import isfinite

from django.conf import settings
from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import GEOSException, GEOSGeometry, LineString, Point
from django.contrib.gis.geos.prototypes.io import WKBWriter
from django.utils.translation import gettext_lazy as _

from assets.models import Segment, Site
from gis import srid
from gis.numbers import rounded
from gis.refusals import Refusal

SNAP_M = 0.5
"""How far, in metres, a drawn line may end from its site and still be meant to end there."""


def point(geometry: GEOSGeometry | None) -> Point:
    """A place in EPSG:25832."""
    return _placed(geometry, "Point", _("A place is one point."))  # type: ignore[return-value]


def line(geometry: GEOSGeometry | None) -> LineString:
    """A line in EPSG:25832."""
    return _placed(geometry, "LineString", _("A segment is one line."))  # type: ignore[return-value]


def snapped(drawn: LineString, start: Site, end: Site, within_m: float = SNAP_M) -> LineString:
    """The line with its ends put exactly onto its sites, if they are within so many metres."""
    for corner, site, field in ((0, start, "start_site"), (-1, end, "end_site")):
        distance = Point(drawn[corner], srid=srid.STORAGE).distance(site.geom)
        if distance > within_m:
            raise Refusal(
                "NOT_ON_SITE",
                _("The line ends %(distance)s m from %(site)s.")
                % {"distance": rounded(distance, 1), "site": site.code},
                field,
                distance_m=round(distance, 3),
            )
    return LineString([start.geom.coords, *drawn.coords[1:-1], end.geom.coords], srid=srid.STORAGE)


def ends_given(segment: Segment) -> None:
    """Refuse a segment without its sites, naming the field."""
    for field in ("start_site", "end_site"):
        if getattr(segment, f"{field}_id") is None:
            raise Refusal("REQUIRED", _("A segment starts and ends at a site."), field)


def _placed(geometry: GEOSGeometry | None, kind: str, wrong_kind: str) -> GEOSGeometry:
    if geometry is None or geometry.empty:
        raise Refusal("REQUIRED", _("The place on the map is missing."), "geom")
    if geometry.geom_type != kind:
        raise Refusal("INVALID_GEOMETRY", wrong_kind, "geom")
    try:
        flat = GEOSGeometry(WKBWriter(dim=2).write(geometry), srid=geometry.srid or srid.STORAGE)
        if flat.srid != srid.STORAGE:
            flat.transform(srid.STORAGE)
        corners = flat.extent
    except (GDALException, GEOSException, ValueError):
        raise Refusal("INVALID_GEOMETRY", _("The geometry cannot be read."), "geom") from None
    _refuse_outside(corners)
    return flat


def _refuse_outside(corners: tuple[float, ...]) -> None:
    west, south, east, north = settings.CITY_AREA
    inside = all(isfinite(value) for value in corners) and (
        west <= corners[0] and south <= corners[1] and corners[2] <= east and corners[3] <= north
    )
    if not inside:
        raise Refusal(
            "OUT_OF_AREA",
            _("This lies outside the city. Are the coordinates in the right system and order?"),
            "geom",
        )
