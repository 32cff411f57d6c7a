"""A picture of a sheet's ground from the tiles of an XYZ or WMTS source.

Tiles are in Web Mercator, the sheet in the grid of EPSG:25832: the picture is bent from one into
the other, true to a fraction of a pixel.
"""

from __future__ import annotations

import logging
import math
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.conf import settings
from PIL import Image
from pyproj import Transformer

from gis import srid
from gis.printing.sheet import Sheet

logger = logging.getLogger(__name__)

TILE_PX = 256
AT_ONCE = 6
PATIENCE_S = 8
LARGEST_BYTES = 2_000_000
LARGEST_PX = 1024
WORLD_M = 2 * 20_037_508.342789244

PATCHES = 12
"""Pieces of each side of the picture that are bent in one go: over one a line stays straight."""

_to_tile = Transformer.from_crs(srid.STORAGE, srid.TILE, always_xy=True)


@dataclass(frozen=True)
class Tiles:
    """The tiles of a level that a sheet needs, from the upper left."""

    level: int
    left: int
    top: int
    columns: int
    rows: int

    def addresses(self) -> Iterator[tuple[int, int]]:
        for row in range(self.rows):
            for column in range(self.columns):
                yield self.left + column, self.top + row

    def pixel(self, east: float, north: float) -> tuple[float, float]:
        """Where a place in storage coordinates lies on the tiles laid side by side."""
        x, y = _on_level(east, north, self.level)
        return (x - self.left) * TILE_PX, (y - self.top) * TILE_PX


def picture(source: dict[str, Any], sheet: Sheet, size: tuple[int, int]) -> Image.Image | None:
    """The ground of the sheet in so many pixels; None where not one tile could be had."""
    tiles = needed(sheet, size, source["deepest"])
    with ThreadPoolExecutor(AT_ONCE) as pool:
        addresses = list(tiles.addresses())
        parts = list(pool.map(lambda at: _tile(source["url"], tiles.level, *at), addresses))
    if not any(parts):
        return None
    whole = Image.new("RGB", (tiles.columns * TILE_PX, tiles.rows * TILE_PX), "white")
    for (x, y), part in zip(addresses, parts, strict=True):
        if part is not None:
            whole.paste(part, ((x - tiles.left) * TILE_PX, (y - tiles.top) * TILE_PX))
    mesh = list(_mesh(sheet, tiles, size))
    return whole.transform(size, Image.Transform.MESH, mesh, Image.Resampling.BILINEAR)


def needed(sheet: Sheet, size: tuple[int, int], deepest: int) -> Tiles:
    """The tiles of the level whose pixels are the next coarser than those of the picture."""
    west, south, east, north = sheet.ground
    left, top = _on_level(west, north, 0)
    right, _bottom = _on_level(east, north, 0)
    level = math.floor(math.log2(size[0] / (right - left) / TILE_PX))
    level = max(0, min(deepest, level))
    corners = [_on_level(x, y, level) for x in (west, east) for y in (south, north)]
    columns, rows = ([math.floor(one[axis]) for one in corners] for axis in (0, 1))
    left, top = min(columns), min(rows)
    return Tiles(level, left, top, max(columns) - left + 1, max(rows) - top + 1)


def _on_level(east: float, north: float, level: int) -> tuple[float, float]:
    """Column and row with their fractions."""
    x, y = _to_tile.transform(east, north)
    count = 1 << level
    return (x / WORLD_M + 0.5) * count, (0.5 - y / WORLD_M) * count


def _mesh(sheet: Sheet, tiles: Tiles, size: tuple[int, int]) -> Iterator[tuple[Any, Any]]:
    """Pieces of the picture, each with the four corners it has on the tiles."""
    west, south, east, north = sheet.ground
    columns, rows = ([round(at * edge / PATCHES) for at in range(PATCHES + 1)] for edge in size)
    for x0, x1 in zip(columns, columns[1:], strict=False):
        for y0, y1 in zip(rows, rows[1:], strict=False):
            corners = []
            for x, y in ((x0, y0), (x0, y1), (x1, y1), (x1, y0)):
                place = west + (east - west) * x / size[0], north - (north - south) * y / size[1]
                corners += tiles.pixel(*place)
            yield (x0, y0, x1, y1), tuple(corners)


def _tile(url: str, level: int, x: int, y: int) -> Image.Image | None:
    try:
        with urllib.request.urlopen(_request(url, level, x, y), timeout=PATIENCE_S) as answer:
            tile = Image.open(BytesIO(answer.read(LARGEST_BYTES)))
        if max(tile.size) > LARGEST_PX:
            raise ValueError(f"a tile of {tile.size} pixels")
        return tile.convert("RGB").resize((TILE_PX, TILE_PX))
    except (OSError, ValueError) as error:
        logger.warning("No tile for a printed map: %s", error)
        return None


def _request(url: str, level: int, x: int, y: int) -> urllib.request.Request:
    """Asked by name, as the rules of public tile servers want it."""
    parts = {"z": level, "x": x, "y": y, "TileMatrix": level, "TileCol": x, "TileRow": y, "s": "a"}
    for name, value in parts.items():
        url = url.replace(f"{{{name}}}", str(value))
    return urllib.request.Request(
        url, headers={"User-Agent": f"Trassenbuch ({settings.SITE_ADDRESS})"}
    )
