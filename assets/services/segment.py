"""Segments: make, change, remove, delete; `split`, `merge`, `reverse` have modules of their own."""

from __future__ import annotations

from typing import Unpack

from accounts.models import User
from assets.models import Segment
from assets.services import ground, lock, removal
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


def _snap(segment: Segment, within_m: float) -> None:
    ground.ends_given(segment)
    segment.geom = ground.snapped(segment.geom, segment.start_site, segment.end_site, within_m)
