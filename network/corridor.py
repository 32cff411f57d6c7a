"""The corridor: in which 50 m cells plant runs, and how much of it is free at best.

All that partners see without a grant. Protected plant is in no cell, nor is what is not built yet
or not there any more.
"""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.roles import Capability
from accounts.viewer import Viewer, require
from gis.generalise import CELL_M
from gis.refusals import Refusal
from network.services.capacity_summary import refresh_due

MOST_CELLS = 5_000

SHOWN = "s.publication <> 'protected' AND s.life_cycle NOT IN ('idea', 'abandoned', 'removed')"
"""Which segments `s` take part."""

# Segments first: the planner takes cells for so dear that it would read the whole table. All that
# run through a touched cell count, not those that touch the area: else small areas, asked for one
# after the other, would tell where in its cell a segment runs.
_CELLS = f"""
    WITH near AS MATERIALIZED (
        SELECT s.geom, c.free_class
        FROM assets_segment s JOIN network_segmentcapacity c ON c.segment_id = s.id
        WHERE ST_Intersects(s.geom, ST_Expand(%s::geometry, {CELL_M})) AND {SHOWN}
    )
    SELECT ST_AsGeoJSON(ST_Transform(cell.geom, 4326), 6), max(s.free_class)
    FROM near s CROSS JOIN LATERAL ST_SquareGrid(%s, s.geom) cell
    WHERE ST_Intersects(cell.geom, s.geom) AND ST_Intersects(cell.geom, %s::geometry)
    GROUP BY cell.i, cell.j, cell.geom
    ORDER BY cell.i, cell.j LIMIT %s
"""


class Cell(NamedTuple):
    """A cell as GeoJSON in WGS84; `free_class` is 0 (nothing free) to 4, None where unknown."""

    geojson: str
    free_class: int | None


def cells_in(area: GEOSGeometry, viewer: Viewer) -> list[Cell]:
    """The cells that touch an area in storage coordinates.

    Refusals: NOT_PERMITTED; TOO_MANY where there are more than 5,000.
    """
    require(viewer, Capability.SEARCH_ROUTES)
    refresh_due()
    box = area.ewkb
    with connection.cursor() as cursor:
        cursor.execute(_CELLS, [box, CELL_M, box, MOST_CELLS + 1])
        cells = [Cell(*row) for row in cursor.fetchall()]
    if len(cells) > MOST_CELLS:
        message = _("There are more than %(most)d cells. Choose a smaller area.")
        raise Refusal("TOO_MANY", message % {"most": MOST_CELLS}, "in_box")
    return cells
