"""Map layers of the network room: segments by free capacity, and the corridor that partners see."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Capability
from accounts.viewer import viewer_of
from assets.layers import exact
from assets.models import Segment
from assets.models.asset import LifeCycle
from assets.models.segment import SegmentKind
from assets.visibility import visible_condition
from gis import layers
from gis.generalise import CELL_M
from network.corridor import SHOWN
from network.services.capacity_summary import refresh_due
from network.services.generalised import generalise_due

SEGMENTS = """
SELECT ST_AsMVTGeom(s.geom_3857, {box}, 4096, 256) AS geom, s.public_id::text AS id, s.code, s.kind,
       s.life_cycle, s.built_year AS year, o.code AS owner,
       c.free_class AS cap, c.tubes_free, c.tubes_total
FROM assets_segment s LEFT JOIN network_segmentcapacity c ON c.segment_id = s.id
LEFT JOIN accounts_organisation o ON o.id = s.owner_id AND {owner_known}
WHERE s.geom_3857 && {reach} AND s.life_cycle <> 'removed' AND {visible}
"""

# One feature for all lines of equal look: the tile of a quarter of the city weighs a tenth, and a
# click there would hit several segments anyway.
ALIKE = """
SELECT ST_AsMVTGeom(ST_Collect(ST_SnapToGrid(s.geom_3857, %s)), {box}, 4096, 256) AS geom, s.kind,
       s.life_cycle, s.built_year AS year, o.code AS owner, c.free_class AS cap
FROM assets_segment s LEFT JOIN network_segmentcapacity c ON c.segment_id = s.id
LEFT JOIN accounts_organisation o ON o.id = s.owner_id AND {owner_known}
WHERE s.geom_3857 && {reach} AND s.life_cycle <> 'removed' AND {visible}
GROUP BY s.kind, s.life_cycle, s.built_year, o.code, c.free_class
"""

ALIKE_AT = 12
"""The level between what was drawn beforehand and single segments."""

HALF_PIXEL_M = 9.55
"""Of a tile of that level, in metres of EPSG:3857."""

GENERALISED_TO = 11
CELLS_TO = 12
"""Up to these levels lines and cells come from what was drawn beforehand."""

LINES = """
SELECT ST_AsMVTGeom(g.geom, {box}, 4096, 256) AS geom, g.life_cycle, g.free_class AS cap
FROM network_generalisedline g WHERE g.level = %s AND g.geom && {reach}
"""

# A part of the plant, for which nothing is drawn beforehand, by the rule of `network_draw_lines`:
# each stretch of the grid once with its best class; what shrinks to a point stays as a dash.
PART = """
WITH rough AS (
    SELECT ST_SnapToGrid(s.geom_3857, {grid}) AS geom,
           ST_SnapToGrid(ST_StartPoint(s.geom_3857), {grid}) AS place,
           s.life_cycle, c.free_class
    FROM assets_segment s LEFT JOIN network_segmentcapacity c ON c.segment_id = s.id
    WHERE s.geom_3857 && {reach} AND s.life_cycle <> 'removed' AND {visible}
), stretch AS (
    SELECT ST_Normalize((ST_DumpSegments(geom)).geom) AS geom, life_cycle, free_class
    FROM rough WHERE NOT ST_IsEmpty(geom)
), dash AS (
    SELECT ST_MakeLine(place, ST_Translate(place, {grid}, 0)) AS geom, life_cycle, free_class
    FROM rough WHERE ST_IsEmpty(geom) AND place NOT IN (
        SELECT ST_StartPoint(geom) FROM stretch UNION ALL SELECT ST_EndPoint(geom) FROM stretch)
), once AS (
    SELECT geom, max(free_class) AS cap,
           CASE WHEN bool_or(life_cycle = 'in_service') THEN 'in_service' ELSE min(life_cycle) END
           AS life_cycle
    FROM (SELECT * FROM stretch UNION ALL SELECT * FROM dash) drawn GROUP BY geom
)
SELECT ST_AsMVTGeom(ST_LineMerge(ST_Collect(geom)), {box}, 4096, 256) AS geom, life_cycle, cap
FROM once GROUP BY life_cycle, cap
"""

# Segments first: the planner takes cells for so dear that it would read the whole table. All that
# run through a cell of the tile count, whether they reach the tile or not: else the small tiles of
# high levels would tell where in its cell a segment runs. EPSG:3857 has 1.6 units to a metre here.
CORRIDOR = """
WITH near AS MATERIALIZED (
    SELECT s.geom, c.free_class
    FROM assets_segment s JOIN network_segmentcapacity c ON c.segment_id = s.id
    WHERE s.geom_3857 && ST_Expand({reach}, 2 * %s) AND {shown}
)
SELECT ST_AsMVTGeom(ST_Transform(cell.geom, 3857), {box}, 4096, 256) AS geom,
       max(s.free_class) AS cap
FROM near s CROSS JOIN LATERAL ST_SquareGrid(%s, s.geom) cell
WHERE ST_Intersects(cell.geom, s.geom) AND ST_Transform(cell.geom, 3857) && {reach}
GROUP BY cell.i, cell.j, cell.geom
""".replace("{shown}", SHOWN)

CELLS = """
SELECT ST_AsMVTGeom(g.geom, {box}, 4096, 256) AS geom, max(g.free_class) AS cap
FROM network_generalisedcell g WHERE g.level = %s AND g.geom && {reach}
GROUP BY g.i, g.j, g.geom
"""


def segment_rows(user: layers.Viewer, z: int, only: layers.Only) -> layers.TileRows | None:
    """Segments that the viewer may see exactly; in small scales drawn coarse, without identity."""
    viewer = viewer_of(user)
    if not viewer.is_authenticated:
        return None
    visible = visible_condition(Segment, viewer, "s.id", only)
    if z <= GENERALISED_TO and visible[0] == "TRUE":
        return layers.TileRows(LINES, (z,))
    if z <= GENERALISED_TO:
        part = PART.replace("{visible}", visible[0]).replace("{grid}", f"network_grid_m({z})")
        return layers.TileRows(part, visible[1])
    if z == ALIKE_AT:
        rows = exact(ALIKE, viewer, visible)
        return layers.TileRows(rows.sql, (HALF_PIXEL_M, *rows.params))
    return exact(SEGMENTS, viewer, visible)


def cell_size(z: int) -> int:
    """Edge of the corridor's cells in metres, never below `CELL_M`."""
    return CELL_M * (1 << max(0, 13 - z))


def corridor_rows(user: layers.Viewer, z: int, _only: layers.Only) -> layers.TileRows | None:
    """Where there is plant, to the nearest cell, and how much of it is free at best."""
    viewer = viewer_of(user)
    if viewer.can(Capability.SEE_EXACT_PLANT) or not viewer.can(Capability.SEARCH_ROUTES):
        return None
    if z <= CELLS_TO:
        return layers.TileRows(CELLS, (z,))
    return layers.TileRows(CORRIDOR, (cell_size(z), cell_size(z)))


def bring_up_to_date(z: int) -> None:
    """Free capacity, and what small scales show of it."""
    refresh_due()
    if z <= CELLS_TO:
        generalise_due()


def register() -> None:
    layers.register(
        layers.Layer(
            name="corridor",
            title=_("Corridor of free capacity"),
            geometry="polygon",
            rows=corridor_rows,
            min_zoom=9,
            order=0,
            before=bring_up_to_date,
        )
    )
    layers.register(
        layers.Layer(
            name="segments",
            title=_("Route segments"),
            geometry="line",
            rows=segment_rows,
            min_zoom=7,
            order=10,
            choices={
                "kind": dict(SegmentKind.choices),
                "life_cycle": dict(LifeCycle.choices),
            },
            before=bring_up_to_date,
        )
    )
