"""The background of a sheet: a picture from the WMS that the settings name."""

from __future__ import annotations

import logging
import urllib.parse
import urllib.request
from io import BytesIO
from typing import Any

from django.conf import settings
from reportlab.lib.utils import ImageReader

from gis import srid
from gis.printing.sheet import Sheet

logger = logging.getLogger(__name__)

DOTS_PER_MM = 6
"""About 150 dpi."""

PATIENCE_S = 8
LARGEST_BYTES = 30_000_000


def find(name: str) -> dict[str, Any] | None:
    """The WMS of this name; other kinds of backgrounds do not go to paper."""
    wms = (one for one in settings.BACKGROUNDS if one["kind"] == "wms")
    return next((one for one in wms if one["name"] == name), None)


def fetch(source: dict[str, Any], sheet: Sheet) -> ImageReader | None:
    """The picture of the sheet's ground in its own grid; None where the service has none."""
    _left, _bottom, width, height = sheet.frame
    asked = {
        "SERVICE": "WMS",
        "VERSION": "1.3.0",
        "REQUEST": "GetMap",
        "LAYERS": source["layers"],
        "STYLES": "",
        "CRS": f"EPSG:{srid.STORAGE}",
        "BBOX": ",".join(f"{edge:.2f}" for edge in sheet.ground),
        "WIDTH": round(width * DOTS_PER_MM),
        "HEIGHT": round(height * DOTS_PER_MM),
        "FORMAT": "image/png",
    }
    address = f"{source['url']}?{urllib.parse.urlencode(asked)}"
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE_S) as answer:
            return ImageReader(BytesIO(answer.read(LARGEST_BYTES)))
    except (OSError, ValueError) as error:
        logger.warning("No background for a printed map: %s", error)
        return None
