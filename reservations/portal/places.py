"""Where a way begins and ends, as people name it: coordinates, a site or an address."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from gis import geojson, search
from gis.refusals import Refusal

_PAIR = re.compile(r"(-?\d{1,3}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)")
LONGEST = 200


@dataclass(frozen=True)
class NamedPlace:
    """A place in WGS84 degrees, with a point in storage coordinates for the search."""

    lat: float
    lon: float
    point: Point


def place_of(text: str, viewer: Viewer, field: str) -> NamedPlace:
    """Refusals: PLACE_UNKNOWN; PLACE_AMBIGUOUS naming what was found; INVALID_GEOMETRY."""
    pair = _PAIR.fullmatch(text.strip())
    if pair is not None:
        return _at(float(pair[1]), float(pair[2]), field)
    found = [one for one in search.find(viewer, text) if one.lat is not None]
    best = [one for one in found if one.rank == 0] or found
    if not best:
        message = _("Nothing is known by this name. Give a site, an address or coordinates.")
        raise Refusal("PLACE_UNKNOWN", message, field)
    if len(best) > 1:
        names = " · ".join(f"{one.label} {one.detail}".strip() for one in best[:5])
        message = _("Several places have this name: %(names)s") % {"names": names}
        raise Refusal("PLACE_AMBIGUOUS", message, field)
    return _at(best[0].lat or math.nan, best[0].lon or math.nan, field)


def _at(lat: float, lon: float, field: str) -> NamedPlace:
    shape: dict[str, Any] = {"type": "Point", "coordinates": [lon, lat]}
    return NamedPlace(lat, lon, geojson.point(shape, field))
