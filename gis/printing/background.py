"""The background of a sheet: a picture of its ground from the source that the settings name."""

from __future__ import annotations

import logging
import urllib.parse
import urllib.request
from io import BytesIO
from typing import Any

from django.conf import settings
from PIL import Image, ImageOps

from gis import srid
from gis.printing import mosaic
from gis.printing.sheet import Sheet

logger = logging.getLogger(__name__)

DOTS_PER_MM = 6
"""About 150 dpi."""

PATIENCE_S = 8
LARGEST_BYTES = 30_000_000

PALE = 0.35
"""Share of white in a background without colours of its own, so that the plant stands out."""


def find(name: str) -> dict[str, Any] | None:
    shown = (one for one in settings.BACKGROUNDS if one["kind"] != "none")
    return next((one for one in shown if one["name"] == name), None)


def fetch(source: dict[str, Any], sheet: Sheet) -> Image.Image | None:
    """The picture of the sheet's ground in its own grid; None where it cannot be had."""
    _left, _bottom, width, height = sheet.frame
    size = round(width * DOTS_PER_MM), round(height * DOTS_PER_MM)
    ask = _map if source["kind"] == "wms" else mosaic.picture
    found = ask(source, sheet, size)
    return found if found is None or source["colour"] else _paled(found)


def _paled(picture: Image.Image) -> Image.Image:
    grey = ImageOps.grayscale(picture)
    return Image.blend(grey, Image.new("L", grey.size, 255), PALE)


def _map(source: dict[str, Any], sheet: Sheet, size: tuple[int, int]) -> Image.Image | None:
    asked = {
        "SERVICE": "WMS",
        "VERSION": "1.3.0",
        "REQUEST": "GetMap",
        "LAYERS": source["layers"],
        "STYLES": "",
        "CRS": f"EPSG:{srid.STORAGE}",
        "BBOX": ",".join(f"{edge:.2f}" for edge in sheet.ground),
        "WIDTH": size[0],
        "HEIGHT": size[1],
        "FORMAT": "image/png",
    }
    address = f"{source['url']}?{urllib.parse.urlencode(asked)}"
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE_S) as answer:
            return Image.open(BytesIO(answer.read(LARGEST_BYTES))).convert("RGB")
    except (OSError, ValueError) as error:
        logger.warning("No background for a printed map: %s", error)
        return None
