"""Mapbox vector tiles, made by PostGIS from the stored Web Mercator geometry."""

from dataclasses import dataclass

from django.db import connection

from gis.layers import Layer, Only, Viewer

MAX_ZOOM = 17
"""Deepest level: one of 4,096 units is 4.7 cm on the ground at 51° north."""

EXTENT = 4096
MARGIN = 256
"""Units drawn beyond the edge (32 of 512 pixels), so that wide lines and marks are not cut off."""


@dataclass(frozen=True)
class TileAddress:
    """Level, column from the west and row from the north."""

    z: int
    x: int
    y: int

    @property
    def is_valid(self) -> bool:
        tiles = 1 << self.z if self.z <= MAX_ZOOM else 0
        return 0 <= self.x < tiles and 0 <= self.y < tiles

    @property
    def box(self) -> str:
        """SQL for the tile's box; safe to embed, because it holds three integers."""
        return f"ST_TileEnvelope({self.z},{self.x},{self.y})"

    @property
    def reach(self) -> str:
        """SQL for the box with its margin."""
        return f"ST_TileEnvelope({self.z},{self.x},{self.y},margin=>{MARGIN / EXTENT})"


def statement(
    layer: Layer, viewer: Viewer, address: TileAddress, only: Only = None
) -> tuple[str, tuple] | None:
    """The one statement that makes the tile, with its parameters; None where there is nothing."""
    rows = layer.rows(viewer, address.z, only)
    if rows is None or address.z < layer.min_zoom:
        return None
    inner = rows.sql.replace("{box}", address.box).replace("{reach}", address.reach)
    outer = (
        f"SELECT ST_AsMVT(tile, %s, {EXTENT}, 'geom') FROM ({inner}) tile WHERE geom IS NOT NULL"
    )
    return outer, (layer.name, *rows.params)


def render(layer: Layer, viewer: Viewer, address: TileAddress, only: Only = None) -> bytes:
    """The tile's bytes; empty where the viewer may see nothing there."""
    query = statement(layer, viewer, address, only)
    if query is None:
        return b""
    if layer.before is not None:
        layer.before(address.z)
    with connection.cursor() as cursor:
        cursor.execute(*query)
        return bytes(cursor.fetchone()[0])
