"""Map layers of the assets room: cables, sites and gateways, and whose they are."""

import math
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.viewer import Viewer, viewer_of
from assets.models import Cable, Gateway, Segment, Site
from assets.models.site import SiteKind
from assets.visibility import visible_condition
from gis import layers, page

CABLES = """
SELECT ST_AsMVTGeom(s.geom_3857, {box}, 4096, 256) AS geom, c.public_id::text AS id, c.code,
       c.life_cycle, c.fibre_count AS fibres, o.code AS owner
FROM assets_segment s
JOIN assets_cablesection p ON p.segment_id = s.id
JOIN assets_cable c ON c.id = p.cable_id
LEFT JOIN accounts_organisation o ON o.id = c.owner_id AND {owner_known}
WHERE s.geom_3857 && {reach} AND c.life_cycle <> 'removed' AND {visible} AND {passed}
"""

SITES = """
SELECT ST_AsMVTGeom(s.geom_3857, {box}, 4096, 256) AS geom, s.public_id::text AS id, s.code, s.kind,
       s.life_cycle, o.code AS owner
FROM assets_site s
LEFT JOIN accounts_organisation o ON o.id = s.owner_id AND {owner_known}
WHERE s.geom_3857 && {reach} AND s.life_cycle <> 'removed' AND {visible}
"""

GATEWAYS = """
SELECT ST_AsMVTGeom(s.geom_3857, {box}, 4096, 256) AS geom, g.public_id::text AS id, g.code,
       g.life_cycle, o.code AS owner
FROM assets_gateway g JOIN assets_site s ON s.id = g.site_id
LEFT JOIN accounts_organisation o ON o.id = g.owner_id AND {owner_known}
WHERE s.geom_3857 && {reach} AND g.life_cycle <> 'removed' AND {visible}
"""

GATEWAYS_FROM_AFAR = """
SELECT ST_AsMVTGeom(ST_Centroid(ST_Collect(geom_3857)), {box}, 4096, 256) AS geom,
       CASE count(*) WHEN 1 THEN min(id) END AS id, CASE count(*) WHEN 1 THEN min(code) END AS code,
       CASE count(*) WHEN 1 THEN min(life_cycle) END AS life_cycle,
       CASE count(*) WHEN 1 THEN min(owner) END AS owner, nullif(count(*), 1) AS number
FROM (
    SELECT s.geom_3857, g.public_id::text AS id, g.code, g.life_cycle, o.code AS owner
    FROM assets_gateway g JOIN assets_site s ON s.id = g.site_id
    LEFT JOIN accounts_organisation o ON o.id = g.owner_id AND {owner_known}
    WHERE s.geom_3857 && ST_Expand({box}, {cell}) AND g.life_cycle <> 'removed' AND {visible}
) one
GROUP BY floor(ST_X(geom_3857) / {cell}), floor(ST_Y(geom_3857) / {cell})
"""
"""Gateways that stand close together are one mark with their number.

Cells are counted from the origin of the grid and whole also beyond the tile's edge, so that
neighbouring tiles show the same marks.
"""

FROM_AFAR = 12
"""The last level at which gateways are put together, as lines are (`network/layers.py`)."""

CELLS_OF_TILE = 8
WORLD_M = 40_075_016.685578488
"""Edge of the world in EPSG:3857."""


def exact_rows(sql: str, model: Any, column: str) -> Any:
    """The rows function of a layer that shows exact plant to those who may see it."""

    def rows(user: layers.Viewer, z: int, only: layers.Only) -> layers.TileRows | None:
        viewer = viewer_of(user)
        if not viewer.is_authenticated:
            return None
        return exact(sql, viewer, visible_condition(model, viewer, column, only))

    return rows


def cable_rows(user: layers.Viewer, z: int, only: layers.Only) -> layers.TileRows | None:
    """Cables where they run through segments that the viewer sees, too."""
    rows = exact_rows(CABLES, Cable, "c.id")(user, z, only)
    if rows is None:
        return None
    passed, parameters = visible_condition(Segment, viewer_of(user), "s.id")
    return layers.TileRows(rows.sql.replace("{passed}", passed), (*rows.params, *parameters))


def gateway_rows(user: layers.Viewer, z: int, only: layers.Only) -> layers.TileRows | None:
    """Each gateway from near, their number in cells of 64 pixels from afar."""
    cell = f"{WORLD_M / (1 << z) / CELLS_OF_TILE:.6f}"
    sql = GATEWAYS if z > FROM_AFAR else GATEWAYS_FROM_AFAR.replace("{cell}", cell)
    return exact_rows(sql, Gateway, "g.id")(user, z, only)


def exact(sql: str, viewer: Viewer, visible: tuple[str, tuple]) -> layers.TileRows:
    """The statement with its conditions: which rows are seen, and whose owner may be named."""
    known, known_parameters = visible_condition(Organisation, viewer, "o.id")
    condition, parameters = visible
    text = sql.replace("{owner_known}", known).replace("{visible}", condition)
    return layers.TileRows(text, (*known_parameters, *parameters))


def owners(user: layers.Viewer) -> list[page.Owner]:
    """Who owns plant, as far as the viewer may see; the oldest record first."""
    of_one = OuterRef("pk")
    owning = [Exists(model.objects.filter(owner=of_one)) for model in (Segment, Site, Cable)]
    known = Organisation.objects.visible_to(viewer_of(user))
    rows = known.filter(owning[0] | owning[1] | owning[2]).order_by("pk")
    return [{"code": code, "name": name} for code, name in rows.values_list("code", "name")]


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
    page.register_owners(owners)
    layers.register(
        layers.Layer(
            name="cables",
            title=_("Cables"),
            geometry="line",
            rows=cable_rows,
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
            # One level earlier a tile of a city's centre holds half a megabyte of them.
            min_zoom=13,
            order=30,
            choices={"kind": dict(SiteKind.choices)},
        )
    )
    layers.register(
        layers.Layer(
            name="gateways",
            title=_("LoRaWAN gateways"),
            geometry="point",
            rows=gateway_rows,
            min_zoom=7,
            order=40,
        )
    )
