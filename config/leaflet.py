"""The map widget of the administration: the registry's backgrounds, the city's area, no CDN."""

from __future__ import annotations

from typing import Any

from pyproj import Transformer

STORED, SHOWN = "EPSG:25832", "EPSG:4326"


def leaflet_config(
    backgrounds: list[dict[str, Any]], area: tuple[float, float, float, float]
) -> dict[str, Any]:
    """The setting of django-leaflet; `area` is (minE, minN, maxE, maxN) in EPSG:25832 metres."""
    return {
        "TILES": [
            (one["title"], one["url"], {"attribution": one["attribution"], "maxZoom": 20})
            for one in backgrounds
            if one["kind"] == "xyz"
        ],
        "SPATIAL_EXTENT": _degrees(area),
        "DEFAULT_PRECISION": 9,  # a tenth of a millimetre: what nobody moved must not move
        "MAX_ZOOM": 20,
        "RESET_VIEW": False,
        "ATTRIBUTION_PREFIX": "",
        "NO_GLOBALS": True,
    }


def _degrees(area: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    to_degrees = Transformer.from_crs(STORED, SHOWN, always_xy=True)
    west, south = to_degrees.transform(area[0], area[1])
    east, north = to_degrees.transform(area[2], area[3])
    return round(west, 5), round(south, 5), round(east, 5), round(north, 5)
