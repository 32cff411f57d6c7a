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

SEGMENTS = """
SELECT ST_AsMVTGeom({line}, {box}, 4096, 256) AS geom, s.public_id::text AS id, s.code, s.kind,
       s.life_cycle, c.free_class AS cap, c.tubes_free, c.tubes_total
FROM assets_segment s LEFT JOIN network_segmentcapacity c ON c.segment_id = s.id
WHERE s.geom_3857 && {reach} AND s.life_cycle <> 'removed' AND {visible}
"""

GENERALISED_TO = 11
"""Up to this level lines are simplified to what a screen can show."""

CORRIDOR = """
SELECT ST_AsMVTGeom(ST_Transform(cell.geom, 3857), {box}, 4096, 256) AS geom,
       format('%%s-%%s', cell.i, cell.j) AS id, max(c.free_class) AS cap
FROM assets_segment s
JOIN network_segmentcapacity c ON c.segment_id = s.id
CROSS JOIN LATERAL ST_SquareGrid(%s, s.geom) cell
WHERE s.geom_3857 && {reach} AND {shown} AND ST_Intersects(cell.geom, s.geom)
GROUP BY cell.i, cell.j, cell.geom
""".replace("{shown}", SHOWN)


def _unit_m(z: int) -> float:
    """Web Mercator metres of one of a tile's 4,096 units."""
    return 40_075_016.7 / (1 << z) / 4096


def segment_rows(user: layers.Viewer, z: int) -> layers.TileRows | None:
    """Segments that the viewer may see exactly."""
    viewer = viewer_of(user)
    if not viewer.is_authenticated:
        return None
    condition, parameters = visible_condition(Segment, viewer, "s.id")
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
    return layers.TileRows(CORRIDOR, (cell_size(z),))


def register() -> None:
    layers.register(
        layers.Layer(
            name="corridor",
            title=_("Corridor of free capacity"),
            geometry="polygon",
            rows=corridor_rows,
            min_zoom=9,
            order=0,
            before=refresh_due,
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
            before=refresh_due,
        )
    )
