"""Turn the direction of a segment's line; nothing that lies in it changes its own direction."""

from __future__ import annotations

from django.contrib.gis.geos import LineString
from django.db.models import Case, Value, When

from accounts.models import User
from assets.models import CableSection, DuctSection, Segment
from assets.services import lock
from assets.services.editing import edit, locked, store, within_area
from gis import srid
from gis.retry import retried


@retried
def reverse(
    *, segment: Segment, by: User | None, version: int | None = None, reason: str = ""
) -> Segment:
    """Swap start and end, and with them the line; sections keep running as they did."""
    with edit(by, reason):
        lock.segments_with_contents([segment.pk])
        row = locked(segment, by, version)
        within_area(by, row.geom)
        row.geom = LineString(list(reversed(row.geom.coords)), srid=srid.STORAGE)
        row.start_site_id, row.end_site_id = row.end_site_id, row.start_site_id
        turned = Case(When(reversed=True, then=Value(False)), default=Value(True))
        DuctSection.objects.filter(segment=row).update(reversed=turned)
        CableSection.objects.filter(segment=row).update(reversed=turned)
        return store(row)
