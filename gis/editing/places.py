"""Geometry as the browser sends it, and the place on the map of a refusal."""

from __future__ import annotations

import json
from collections.abc import Iterable
from math import isfinite
from typing import Any

import orjson
from django import forms
from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry, LineString, MultiPoint, Point
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gis import srid
from gis.refusals import Refusal

DECIMALS = 9
"""A tenth of a millimetre: what is not moved stays where it is."""
MAX_CORNERS = 10_000


class GeometryField(forms.CharField):
    """GeoJSON of a point or a line in WGS 84; the form keeps it hidden, the map shows it."""

    widget = forms.HiddenInput

    def __init__(self, *, kind: str, missing: Any, **options: Any) -> None:
        super().__init__(error_messages={"required": missing}, **options)
        self.kind = kind

    def prepare_value(self, value: Any) -> Any:
        return as_json(value) if isinstance(value, GEOSGeometry) else value

    def clean(self, value: Any) -> GEOSGeometry | None:
        text = super().clean(value)
        return geometry(text, self.kind) if text else None


def as_json(shape: GEOSGeometry) -> str:
    """GeoJSON in WGS 84 of a geometry in the storage system, without spaces."""
    placed = shape.transform(srid.WEB, clone=True)
    return json.dumps(
        {"type": placed.geom_type, "coordinates": _rounded(placed.coords)}, separators=(",", ":")
    )


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float):
        return round(coordinates, DECIMALS)
    return [_rounded(one) for one in coordinates]


def geometry(text: str, kind: str) -> GEOSGeometry:
    """The Point or LineString of a GeoJSON text. Raises ValidationError."""
    wrong = ValidationError(_("The geometry cannot be read."), code="invalid")
    try:
        said = orjson.loads(text)
        pairs = [said["coordinates"]] if kind == "Point" else said["coordinates"]
        corners = [(float(east), float(north)) for east, north in pairs]
    except (ValueError, TypeError, KeyError):
        raise wrong from None
    fits = said.get("type") == kind and 0 < len(corners) <= MAX_CORNERS
    if not fits or not all(_on_earth(*corner) for corner in corners):
        raise wrong
    if kind == "Point":
        return Point(corners[0], srid=srid.WEB)
    if len(corners) < 2:
        raise ValidationError(_("A line has at least two corners."), code="invalid")
    return LineString(corners, srid=srid.WEB)


def _on_earth(lon: float, lat: float) -> bool:
    return isfinite(lon) and isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 85


def of(refusal: Refusal, drawn: GEOSGeometry | None, own: GEOSGeometry | None) -> Any:
    """Where on the map a refusal belongs, as GeoJSON; None where it has no place.

    `own` is the place of the object, for edits that draw nothing.
    """
    if drawn is not None and refusal.code == "OUT_OF_AREA":
        return shown(_outside_city(drawn)) or shown(drawn)
    if drawn is not None and refusal.details.get("constraint") == "segment_line_simple":
        return shown(crossings(drawn)) or shown(drawn)
    if drawn is not None and refusal.field in {"start_site", "end_site"}:
        return shown(_end(drawn, refusal.field))
    place = drawn if drawn is not None else own
    return None if place is None else shown(place)


def shown(shape: GEOSGeometry | None) -> Any:
    if shape is None or shape.empty:
        return None
    placed = shape if shape.srid == srid.WEB else shape.transform(srid.WEB, clone=True)
    return json.loads(placed.geojson)


def _points(corners: Iterable[Any]) -> MultiPoint | None:
    found = [Point(corner) for corner in corners]
    return MultiPoint(found, srid=srid.WEB) if found else None


def _corners(drawn: GEOSGeometry) -> list[Any]:
    if drawn.geom_type == "MultiLineString":
        return [corner for line in drawn for corner in line.coords]
    return [drawn.coords] if drawn.geom_type == "Point" else list(drawn.coords)


def _outside_city(drawn: GEOSGeometry) -> MultiPoint | None:
    west, south, east, north = settings.CITY_AREA

    def outside(corner: Any) -> bool:
        place = Point(corner, srid=drawn.srid)
        place.transform(srid.STORAGE)
        return not (west <= place.x <= east and south <= place.y <= north)

    return _points(corner for corner in _corners(drawn) if outside(corner))


def crossings(line: GEOSGeometry) -> MultiPoint | None:
    """Where a line meets itself: the ends of its noded pieces that are not its own two ends."""
    pieces = line.unary_union
    if pieces.geom_type != "MultiLineString":
        return None
    ends = [corner for piece in pieces for corner in (piece.coords[0], piece.coords[-1])]
    own = {line.coords[0], line.coords[-1]}
    return _points({corner for corner in ends if corner not in own or ends.count(corner) > 2})


def _end(drawn: GEOSGeometry, field: str | None) -> Point:
    corners = _corners(drawn)
    return Point(corners[0] if field == "start_site" else corners[-1], srid=drawn.srid)
