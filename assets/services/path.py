"""Paths of ducts and cables: which segments, in which order and direction, lying in what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets.models import Duct, DuctSection, Segment, Site
from assets.services import lock
from assets.services.editing import within_area
from gis.refusals import NotFound, Refusal


@dataclass(frozen=True)
class Step:
    """One segment of a path; `inside` is the duct in which it lies there, at a position in it.

    `laying` says how a cable lies where it is in no duct.
    """

    segment: Segment
    inside: Duct | None = None
    position: int | None = None
    laying: str = "buried"
    slack_m: float = 0


@dataclass(frozen=True)
class Leg:
    """A step with its direction, and the section of the containing duct."""

    step: Step
    segment: Segment
    against: bool
    parent: DuctSection | None

    @property
    def start_id(self) -> int:
        return self.segment.end_site_id if self.against else self.segment.start_site_id

    @property
    def end_id(self) -> int:
        return self.segment.start_site_id if self.against else self.segment.end_site_id


def resolve(steps: Sequence[Step], by: User | None, start: Site | None = None) -> list[Leg]:
    """Lock what the path rests on and find the direction of each step.

    The direction follows from where the steps meet; for a single segment, or where both directions
    are possible, from `start`, or else from the line. Refuses gaps and what the person cannot see.
    """
    if not steps:
        raise Refusal("REQUIRED", _("The path is empty: name at least one segment."), "path")
    lock.ducts(step.inside.pk for step in steps if step.inside is not None)
    lock.share_segments(step.segment.pk for step in steps)
    segments = _read_segments(steps, by)
    within_area(by, *(segment.geom for segment in segments))
    parents = _read_parents(steps, by)
    legs: list[Leg] = []
    at = start.pk if start is not None else _first_site(segments)
    for step, segment, parent in zip(steps, segments, parents, strict=True):
        leg = Leg(step, segment, segment.start_site_id != at, parent)
        if leg.start_id != at:
            raise _gap(segment, at)
        legs.append(leg)
        at = leg.end_id
    return legs


def _read_segments(steps: Sequence[Step], by: User | None) -> list[Segment]:
    rows = Segment.objects.all() if by is None else Segment.objects.visible_to(by)
    found = rows.in_bulk([step.segment.pk for step in steps])
    if any(step.segment.pk not in found for step in steps):
        raise NotFound("path")
    return [found[step.segment.pk] for step in steps]


def _read_parents(steps: Sequence[Step], by: User | None) -> list[DuctSection | None]:
    """The sections in which the steps lie; a duct that is not there is refused."""
    wanted = {step.inside.pk for step in steps if step.inside is not None}
    visible = Duct.objects.all() if by is None else Duct.objects.visible_to(by)
    if wanted - set(visible.filter(pk__in=wanted).values_list("pk", flat=True)):
        raise NotFound("path")
    sections = DuctSection.objects.filter(
        duct__in=wanted, segment__in=[step.segment.pk for step in steps]
    )
    found = {(section.duct_id, section.segment_id): section for section in sections}
    return [_parent_of(step, found) for step in steps]


def _parent_of(step: Step, found: dict[tuple[int, int], DuctSection]) -> DuctSection | None:
    if step.inside is None:
        return None
    parent = found.get((step.inside.pk, step.segment.pk))
    if parent is None or not parent.is_live:
        raise Refusal(
            "NOT_IN_SEGMENT",
            _("%(duct)s does not lie in %(segment)s.")
            % {"duct": step.inside.code, "segment": step.segment.code},
            "path",
        )
    return parent


def _first_site(segments: Sequence[Segment]) -> int:
    first = segments[0]
    if len(segments) == 1:
        return first.start_site_id
    following = {segments[1].start_site_id, segments[1].end_site_id}
    return first.start_site_id if first.end_site_id in following else first.end_site_id


def _gap(segment: Segment, at: int) -> Refusal:
    site = Site.objects.get(pk=at)
    return Refusal(
        "NOT_CONTIGUOUS",
        _("The path has a gap: %(segment)s does not meet %(site)s.")
        % {"segment": segment.code, "site": site.code},
        "path",
    )
