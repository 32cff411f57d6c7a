"""Map layers of the assets room: cables, sites and gateways."""

import math
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.viewer import viewer_of
from assets.models import Cable, Gateway, Site
from assets.visibility import visible_condition
from gis import layers, page

CABLES = """
SELECT ST_AsMVTGeom(s.geom_3857, {box}, 4096, 256) AS geom, c.public_id::text AS id, c.code,
       c.life_cycle, c.fibre_count AS fibres
FROM assets_segment s
JOIN assets_cablesection p ON p.segment_id = s.id
JOIN assets_cable c ON c.id = p.cable_id
WHERE s.geom_3857 && {reach} AND c.life_cycle <> 'removed' AND {visible}
"""

SITES = """
SELECT ST_AsMVTGeom(s.geom_3857, {box}, 4096, 256) AS geom, s.public_id::text AS id, s.code, s.kind,
       s.life_cycle
FROM assets_site s
WHERE s.geom_3857 && {reach} AND s.life_cycle <> 'removed' AND {visible}
"""

GATEWAYS = """
SELECT ST_AsMVTGeom(s.geom_3857, {box}, 4096, 256) AS geom, g.public_id::text AS id, g.code,
       g.life_cycle
FROM assets_gateway g JOIN assets_site s ON s.id = g.site_id
WHERE s.geom_3857 && {reach} AND g.life_cycle <> 'removed' AND {visible}
"""


def exact_rows(sql: str, model: Any, column: str) -> Any:
    """The rows function of a layer that shows exact plant to those who may see it."""

    def rows(user: layers.Viewer, z: int) -> layers.TileRows | None:
        viewer = viewer_of(user)
        if not viewer.is_authenticated:
            return None
        condition, parameters = visible_condition(model, viewer, column)
        return layers.TileRows(sql.replace("{visible}", condition), parameters)

    return rows


def plant_box() -> page.Box | None:
    """The box around all segments from the planner's statistics, widened to whole kilometres.

    No more exact, because partners open their map there, too.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_XMin(b), ST_YMin(b), ST_XMax(b), ST_YMax(b)"
            " FROM ST_EstimatedExtent('assets_segment', 'geom') b"
        )
        west, south, east, north = cursor.fetchone()
    if west is None:
        return None
    low, high = math.floor, math.ceil
    return (
        low(west / 1000) * 1000,
        low(south / 1000) * 1000,
        high(east / 1000) * 1000,
        high(north / 1000) * 1000,
    )


def register() -> None:
    page.register_plant_box(plant_box)
    layers.register(
        layers.Layer(
            name="cables",
            title=_("Cables"),
            geometry="line",
            rows=exact_rows(CABLES, Cable, "c.id"),
            min_zoom=13,
            order=20,
        )
    )
    layers.register(
        layers.Layer(
            name="sites",
            title=_("Sites"),
            geometry="point",
            rows=exact_rows(SITES, Site, "s.id"),
            min_zoom=12,
            order=30,
        )
    )
    layers.register(
        layers.Layer(
            name="gateways",
            title=_("LoRaWAN gateways"),
            geometry="point",
            rows=exact_rows(GATEWAYS, Gateway, "g.id"),
            min_zoom=7,
            order=40,
        )
    )
