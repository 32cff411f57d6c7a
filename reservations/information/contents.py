"""What is in a package: granted plant exactly, the rest as cells, nothing of what is protected."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from dataclasses import dataclass

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon
from django.utils import timezone
from django.utils.translation import gettext as _

from assets.models import Segment, Site
from gis import geojson, srid
from gis.generalise import CELL_M, cells_along
from gis.refusals import Refusal
from network.corridor import Cell, cells_in
from network.drawn_ways import ways_of_holders
from network.models import SegmentCapacity
from reservations.information.recipient import Recipient
from reservations.models import AccessRequest

FREE = {
    0: "nichts frei",
    1: "wenig frei",
    2: "zum Teil frei",
    3: "viel frei",
    4: "überwiegend frei",
    None: "nicht bekannt",
}
USE = "Telekommunikation"


@dataclass(frozen=True)
class Package:
    """Geometry in EPSG:25832. `segments` and `sites` are exact, `cells` are 50 m wide."""

    case: AccessRequest
    made_at: dt.datetime
    area: GEOSGeometry
    segments: list[Segment]
    sites: list[Site]
    free: dict[int, int | None]
    cells: list[tuple[Polygon, int | None]]

    @property
    def watermark(self) -> str:
        return f"{self.case} · {self.case.organisation.name}"

    @property
    def cells_by_class(self) -> list[tuple[str, int]]:
        count = Counter(free for _shape, free in self.cells)
        order = sorted(count, key=lambda free: -1 if free is None else free)
        return [(FREE[free], count[free]) for free in order]


def gathered(case: AccessRequest) -> Package:
    """As the applicant may see it today. Refusals: AREA_NEEDED, TOO_MANY."""
    eyes = Recipient(case.organisation)
    area = _area(case, eyes)
    segments = Segment.objects.visible_to(eyes).filter(geom__intersects=area)
    sites = Site.objects.visible_to(eyes).filter(geom__intersects=area.buffer(1))
    found = list(segments.select_related("start_site", "end_site").order_by("code"))
    rows = SegmentCapacity.objects.filter(segment__in=found).values_list("segment", "free_class")
    return Package(
        case=case,
        made_at=timezone.now(),
        area=area,
        segments=found,
        sites=list(sites.order_by("code")),
        free=dict(rows),
        cells=[_cell(cell) for cell in cells_in(area, eyes)],
    )


def _cell(cell: Cell) -> tuple[Polygon, int | None]:
    """The cell in the storage grid, from which its corners in WGS84 were rounded."""
    shape = geojson.stored(GEOSGeometry(cell.geojson))
    column, row = (math.floor(edge / CELL_M) for edge in shape.centroid.coords)
    return _square(column, row), cell.free_class


def _area(case: AccessRequest, eyes: Recipient) -> GEOSGeometry:
    """Its own, else the whole cells through which the ducts run that it ever named."""
    if case.area is not None:
        return case.area
    holders = list(case.claims.values_list("holder", flat=True))
    ways = ways_of_holders(eyes, holders).values()
    cells = {cell for way in ways for line in way.lines for cell in cells_along(line.coords)}
    if not cells:
        raise Refusal("AREA_NEEDED", _("Draw the area that the request is about."), "area")
    return MultiPolygon([_square(*cell) for cell in cells], srid=srid.STORAGE).unary_union


def _square(column: int, row: int) -> Polygon:
    west, south = column * CELL_M, row * CELL_M
    square = Polygon.from_bbox((west, south, west + CELL_M, south + CELL_M))
    square.srid = srid.STORAGE
    return square
