"""Map layers of the network room: segments by free capacity, and the corridor that partners see."""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Capability
from accounts.viewer import viewer_of
from assets.models import Segment
from assets.visibility import visible_condition
from gis import layers
from gis.generalise import CELL_M
from network.corridor import SHOWN
from network.services.capacity_summary import refresh_due
from network.services.generalised import generalise_due

SEGMENTS = """
SELECT ST_AsMVTGeom({line}, {box}, 4096, 256) AS geom, s.public_id::text AS id, s.code, s.kind,
       s.life_cycle, c.free_class AS cap, c.tubes_free, c.tubes_total
FROM assets_segment s LEFT JOIN network_segmentcapacity c ON c.segment_id = s.id
WHERE s.geom_3857 && {reach} AND s.life_cycle <> 'removed' AND {visible}
"""

GENERALISED_TO = 11
"""Up to this level tiles are made from what was drawn beforehand."""

LINES = """
SELECT ST_AsMVTGeom(g.geom, {box}, 4096, 256) AS geom, g.life_cycle, g.free_class AS cap
FROM network_generalisedline g WHERE g.level = %s AND g.geom && {reach}
"""

CORRIDOR = """
SELECT ST_AsMVTGeom(ST_Transform(cell.geom, 3857), {box}, 4096, 256) AS geom,
       max(c.free_class) AS cap
FROM assets_segment s
JOIN network_segmentcapacity c ON c.segment_id = s.id
CROSS JOIN LATERAL ST_SquareGrid(%s, s.geom) cell
WHERE s.geom_3857 && {reach} AND {shown} AND ST_Intersects(cell.geom, s.geom)
GROUP BY cell.i, cell.j, cell.geom
""".replace("{shown}", SHOWN)

CELLS = """
SELECT ST_AsMVTGeom(g.geom, {box}, 4096, 256) AS geom, max(g.free_class) AS cap
FROM network_generalisedcell g WHERE g.level = %s AND g.geom && {reach}
GROUP BY g.i, g.j, g.geom
"""


def _unit_m(z: int) -> float:
    """Web Mercator metres of one of a tile's 4,096 units."""
    return 40_075_016.7 / (1 << z) / 4096


def segment_rows(user: layers.Viewer, z: int) -> layers.TileRows | None:
    """Segments that the viewer may see exactly; in small scales drawn coarse, without identity."""
    viewer = viewer_of(user)
    if not viewer.is_authenticated:
        return None
    condition, parameters = visible_condition(Segment, viewer, "s.id")
    if z <= GENERALISED_TO and condition == "TRUE":
        return layers.TileRows(LINES, (z,))
    line = "s.geom_3857"
    if z <= GENERALISED_TO:
        line = f"ST_Simplify(s.geom_3857, {4 * _unit_m(z):.3f}, true)"
    return layers.TileRows(
        SEGMENTS.replace("{line}", line).replace("{visible}", condition), parameters
    )


def cell_size(z: int) -> int:
    """Edge of the corridor's cells in metres, never below `CELL_M`."""
    return CELL_M * (1 << max(0, 13 - z))


def corridor_rows(user: layers.Viewer, z: int) -> layers.TileRows | None:
    """Where there is plant, to the nearest cell, and how much of it is free at best."""
    viewer = viewer_of(user)
    if viewer.can(Capability.SEE_EXACT_PLANT) or not viewer.can(Capability.SEARCH_ROUTES):
        return None
    if z <= GENERALISED_TO:
        return layers.TileRows(CELLS, (z,))
    return layers.TileRows(CORRIDOR, (cell_size(z),))


def bring_up_to_date(z: int) -> None:
    """Free capacity, and what small scales show of it."""
    refresh_due()
    if z <= GENERALISED_TO:
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
            before=bring_up_to_date,
        )
    )
