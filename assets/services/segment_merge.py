"""Merge two segments into one, where that loses nothing: both hold the same, side by side.

The first segment keeps its row and its direction and takes over the line of the second one.
Everything that would not be the same afterwards is listed in the refusal.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.gis.geos import LineString
from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets import hooks
from assets.hooks import Obstacle
from assets.models import Cable, Duct, Segment, Site
from assets.services import lock, obstacles, removal
from assets.services.editing import edit, locked, store, within_area
from gis import srid
from gis.refusals import Refusal
from gis.retry import retried

ALIKE = (
    "kind", "surface", "owner", "operator", "used_by", "life_cycle", "publication", "funding",
    "depth_cm", "cover_cm", "built_year", "accuracy", "valid_from", "valid_to", "project",
)  # fmt: skip
"""What both halves must say alike, because one row can say it only once."""


@retried
def merge(
    *,
    segment: Segment,
    other: Segment,
    by: User | None,
    drop_site: bool = False,
    version: int | None = None,
    reason: str = "",
) -> Segment:
    """Merge `other` into `segment`; with `drop_site` the site between them is deleted.

    Refuses with what stands in the way: anything else at the site, different contents or facts.
    """
    with edit(by, reason):
        lock.segments_with_contents([segment.pk, other.pk])
        kept, gone = locked(segment, by, version), locked(other, by)
        within_area(by, kept.geom, gone.geom)
        site = locked(_common_site(kept, gone), None)
        _refuse_loss(kept, gone, site, by)
        event = hooks.Merge(kept=kept, gone=gone, site=site)
        hooks.tell(event)
        _join_contents(kept, gone)
        _join_rows(kept, gone, site)
        if drop_site:
            removal.delete([site], by)
    return kept


def _common_site(kept: Segment, gone: Segment) -> Site:
    common = {kept.start_site_id, kept.end_site_id} & {gone.start_site_id, gone.end_site_id}
    if kept.pk == gone.pk or len(common) != 1:
        raise Refusal(
            "NOT_ADJACENT",
            _("Two segments can be merged if they meet at exactly one site."),
            "other",
        )
    return Site.objects.get(pk=common.pop())


def _refuse_loss(kept: Segment, gone: Segment, site: Site, by: User | None) -> None:
    others = obstacles.to_removal([site], delete=True)
    at_site = [obstacles.described(one) for one in others if one not in (kept, gone)]
    found = [
        *at_site,
        *_different_facts(kept, gone),
        *_different_contents(kept, gone),
        *hooks.objections(hooks.Merge(kept=kept, gone=gone, site=site)),
    ]
    if found:
        obstacles.refuse(_("The segments cannot be merged because of: %(list)s."), found)


def _different_facts(kept: Segment, gone: Segment) -> Iterator[Obstacle]:
    """Fields in which the halves differ, and different grants of sight."""
    for name in ALIKE:
        if getattr(kept, name) != getattr(gone, name):
            title = str(Segment._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            yield Obstacle(str(_("difference")), name, title)
    if set(kept.grants.values_list("pk", flat=True)) != set(
        gone.grants.values_list("pk", flat=True)
    ):
        yield Obstacle(str(_("difference")), "grants", str(_("grants of sight")))


def _different_contents(kept: Segment, gone: Segment) -> Iterator[Obstacle]:
    """Ducts and cables that do not simply go on from one half into the other."""
    for model, query in ((Duct, _UNLIKE_DUCTS), (Cable, _UNLIKE_CABLES)):
        with connection.cursor() as cursor:
            cursor.execute(query, {"kept": kept.pk, "gone": gone.pk})
            ids = [row[0] for row in cursor.fetchall()]
        for instance in model._default_manager.filter(pk__in=ids).order_by("code"):
            yield obstacles.described(instance)


def _join_contents(kept: Segment, gone: Segment) -> None:
    numbers = {"kept": kept.pk, "gone": gone.pk}
    with connection.cursor() as cursor:
        cursor.execute(_JOIN_SLACK, numbers)
        cursor.execute("DELETE FROM assets_cablesection WHERE segment_id = %(gone)s", numbers)
        cursor.execute("DELETE FROM assets_ductsection WHERE segment_id = %(gone)s", numbers)


def _join_rows(kept: Segment, gone: Segment, site: Site) -> None:
    kept.geom = _joined_line(kept, gone, site)
    far_end = gone.end_site if gone.start_site_id == site.pk else gone.start_site
    if kept.end_site_id == site.pk:
        kept.end_site = far_end
    else:
        kept.start_site = far_end
    kept.stated_length_m = _sum(kept.stated_length_m, gone.stated_length_m)
    gone.delete()
    store(kept)


def _joined_line(kept: Segment, gone: Segment, site: Site) -> LineString:
    away: list[Any] = list(gone.geom.coords)
    if gone.start_site_id != site.pk:
        away.reverse()
    if kept.end_site_id == site.pk:
        corners = [*kept.geom.coords, *away[1:]]
    else:
        corners = [*reversed(away[1:]), *kept.geom.coords]
    return LineString(corners, srid=srid.STORAGE)


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other


# The sections of both halves paired in path order; whatever has no like neighbour is unlike.
_UNLIKE_DUCTS = """
WITH path AS (
    SELECT s.duct_id, s.segment_id, s.position, p.duct_id AS lies_in,
           row_number() OVER (PARTITION BY s.duct_id ORDER BY s.rank) AS step
    FROM assets_ductsection s LEFT JOIN assets_ductsection p ON p.id = s.parent_id
    WHERE s.duct_id IN (SELECT duct_id FROM assets_ductsection
                        WHERE segment_id IN (%(kept)s, %(gone)s))
)
SELECT duct_id FROM path a WHERE segment_id IN (%(kept)s, %(gone)s) AND NOT EXISTS (
    SELECT FROM path b WHERE b.duct_id = a.duct_id AND b.segment_id <> a.segment_id
       AND b.segment_id IN (%(kept)s, %(gone)s) AND abs(b.step - a.step) = 1
       AND (b.lies_in, b.position) IS NOT DISTINCT FROM (a.lies_in, a.position))
"""

_UNLIKE_CABLES = """
WITH path AS (
    SELECT s.cable_id, s.segment_id, s.laying, p.duct_id AS lies_in,
           row_number() OVER (PARTITION BY s.cable_id ORDER BY s.rank) AS step
    FROM assets_cablesection s LEFT JOIN assets_ductsection p ON p.id = s.duct_section_id
    WHERE s.cable_id IN (SELECT cable_id FROM assets_cablesection
                         WHERE segment_id IN (%(kept)s, %(gone)s))
), half AS (SELECT * FROM path WHERE segment_id IN (%(kept)s, %(gone)s))
SELECT cable_id FROM half a WHERE NOT EXISTS (
    SELECT FROM half b WHERE b.cable_id = a.cable_id AND b.segment_id <> a.segment_id
       AND abs(b.step - a.step) = 1 AND b.laying = a.laying
       AND b.lies_in IS NOT DISTINCT FROM a.lies_in)
UNION SELECT cable_id FROM half GROUP BY cable_id HAVING count(*) <> 2
"""

_JOIN_SLACK = """
UPDATE assets_cablesection k SET slack_m = k.slack_m + g.slack_m
FROM assets_cablesection g
WHERE k.segment_id = %(kept)s AND g.segment_id = %(gone)s AND g.cable_id = k.cable_id
  AND g.slack_m > 0
"""
