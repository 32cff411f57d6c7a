"""Segments: make, change, remove, delete; `split`, `merge`, `reverse` have modules of their own."""

from __future__ import annotations

from typing import Unpack

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets.models import Cable, Duct, Segment
from assets.models.cable import RouteQuality
from assets.services import ground, lock, obstacles, removal
from assets.services.editing import assign, edit, locked, store, within_area
from assets.services.facts import SegmentFacts
from assets.services.segment_merge import merge
from assets.services.segment_reverse import reverse
from assets.services.segment_split import split
from gis.retry import retried

__all__ = ["change", "create", "delete", "merge", "remove", "reverse", "split"]


@retried
def create(
    *,
    by: User | None,
    reason: str = "",
    within_m: float = ground.SNAP_M,
    **facts: Unpack[SegmentFacts],
) -> Segment:
    """A new segment between two sites; its line is drawn onto them if it ends near enough."""
    with edit(by, reason):
        facts["geom"] = ground.line(facts.get("geom"))
        segment = assign(Segment(), dict(facts), by)
        _snap(segment, within_m)
        within_area(by, segment.geom)
        return store(segment)


@retried
def change(
    *,
    segment: Segment,
    by: User | None,
    version: int | None = None,
    reason: str = "",
    within_m: float = ground.SNAP_M,
    **facts: Unpack[SegmentFacts],
) -> Segment:
    """Change the given facts. New ends are refused while a duct or cable goes through."""
    with edit(by, reason):
        lock.segments_with_contents([segment.pk])
        row = locked(segment, by, version)
        within_area(by, row.geom)
        removal.refuse_if_needed(row, dict(facts), by)
        if "geom" in facts:
            facts["geom"] = ground.line(facts["geom"])
        _refuse_torn(row, facts, by)
        assign(row, dict(facts), by)
        if {"geom", "start_site", "end_site"} & facts.keys():
            _snap(row, within_m)
            within_area(by, row.geom)
        return store(row)


@retried
def remove(
    *, segment: Segment, by: User | None, version: int | None = None, reason: str = ""
) -> Segment:
    """Mark a segment as removed; refused while anything in use lies in it."""
    with edit(by, reason):
        lock.segments([segment.pk])
        row = locked(segment, by, version)
        within_area(by, row.geom)
        removal.mark_removed([row], by)
        return row


@retried
def delete(
    *, segment: Segment, by: User | None, version: int | None = None, reason: str = ""
) -> None:
    """Delete a segment in which nothing lies or ever lay."""
    with edit(by, reason):
        lock.segments([segment.pk])
        row = locked(segment, by, version)
        within_area(by, row.geom)
        removal.delete([row], by)


def _refuse_torn(segment: Segment, facts: SegmentFacts, by: User | None) -> None:
    """Whatever goes through the segment would have a gap where it ends at another site."""
    moved = [
        name
        for name in ("start_site", "end_site")
        if name in facts and facts[name] != getattr(segment, name)  # type: ignore[literal-required]
    ]
    if not moved:
        return
    ducts = Duct.objects.filter(sections__segment=segment)
    cables = Cable.objects.filter(
        sections__segment=segment,
        route_quality=RouteQuality.SURVEYED,
        start_site__isnull=False,
        end_site__isnull=False,
    )
    torn = [*ducts.order_by("code").distinct(), *cables.order_by("code").distinct()]
    if torn:
        obstacles.refuse(
            _("The segment must keep its ends, or these would have a gap in their way: %(list)s."),
            *obstacles.shown_to(by, torn),
            field=moved[0],
        )


def _snap(segment: Segment, within_m: float) -> None:
    ground.ends_given(segment)
    segment.geom = ground.snapped(segment.geom, segment.start_site, segment.end_site, within_m)
