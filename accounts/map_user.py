"""What the map page says about whoever looks."""

import json
from typing import Any

from accounts.roles import Capability
from accounts.viewer import Viewer, viewer_of
from gis import srid
from gis.page import UserFacts


def describe(user: Any) -> UserFacts | None:
    """Name and what the map offers to do; None for somebody who is not logged in."""
    viewer = viewer_of(user)
    if not viewer.is_authenticated:
        return None
    return {
        "name": str(user),
        "email": user.email,
        "partner": not viewer.can(Capability.SEE_EXACT_PLANT),
        "mayReserve": viewer.can(Capability.RESERVE),
        "mayEdit": viewer.can(Capability.EDIT_ASSETS),
        "writeArea": _area(viewer),
    }


def _area(viewer: Viewer) -> dict[str, Any] | None:
    """The only area in which a contractor may write, as GeoJSON in degrees."""
    area = viewer.write_area if viewer.can(Capability.EDIT_ASSETS) else None
    return None if area is None else json.loads(area.transform(srid.WEB, clone=True).geojson)
