"""Sites: make, change, move, remove, delete."""

from __future__ import annotations

from typing import Unpack

from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import connection
from django.db.models import Q, QuerySet

from accounts.models import User
from assets.models import Segment, Site
from assets.services import ground, lock, removal
from assets.services.editing import assign, edit, locked, store, within_area
from assets.services.facts import SiteFacts
from gis.retry import retried


@retried
def create(*, by: User | None, reason: str = "", **facts: Unpack[SiteFacts]) -> Site:
    """A new site. Refuses places outside the city or the contractor's area."""
    with edit(by, reason):
        geom = ground.point(facts.get("geom"))
        within_area(by, geom)
        return store(assign(Site(), {**facts, "geom": geom}, by))


@retried
def change(
    *,
    site: Site,
    by: User | None,
    version: int | None = None,
    reason: str = "",
    **facts: Unpack[SiteFacts],
) -> Site:
    """Change the given facts; a new place moves the lines that end here, too."""
    with edit(by, reason):
        if "geom" in facts:
            _lock_lines(site)
        row = locked(site, by, version)
        within_area(by, row.geom)
        removal.refuse_if_needed(row, dict(facts), by)
        if "geom" in facts:
            facts["geom"] = ground.point(facts["geom"])
            _move(row, facts["geom"], by)
        return store(assign(row, dict(facts), by))


def move(
    *,
    site: Site,
    to: GEOSGeometry,
    by: User | None,
    version: int | None = None,
    reason: str = "",
) -> Site:
    """Move a site and the ends of the lines that end there."""
    return change(site=site, by=by, version=version, reason=reason, geom=to)


@retried
def remove(*, site: Site, by: User | None, version: int | None = None, reason: str = "") -> Site:
    """Mark a site as removed; refused while a line, duct, cable or gateway in use needs it."""
    with edit(by, reason):
        row = locked(site, by, version)
        within_area(by, row.geom)
        removal.mark_removed([row], by)
        return row


@retried
def delete(*, site: Site, by: User | None, version: int | None = None, reason: str = "") -> None:
    """Delete a site that nothing refers to."""
    with edit(by, reason):
        row = locked(site, by, version)
        within_area(by, row.geom)
        removal.delete([row], by)


def _lines_at(site: Site) -> QuerySet[Segment]:
    return Segment.objects.filter(Q(start_site=site) | Q(end_site=site))


def _lock_lines(site: Site) -> None:
    lock.segments(_lines_at(site).values_list("pk", flat=True))


def _move(site: Site, to: Point, by: User | None) -> None:
    """Draw the ends of all lines at the site to its new place."""
    within_area(by, to, *_lines_at(site).values_list("geom", flat=True))
    with connection.cursor() as cursor:
        for column, corner in (("start_site_id", 0), ("end_site_id", -1)):
            cursor.execute(
                f"UPDATE assets_segment SET geom = ST_SetPoint(geom, {corner}, %s::geometry)"
                f" WHERE {column} = %s",
                [to.ewkb, site.pk],
            )
