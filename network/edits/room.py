"""How full ducts are along a path, without and with a cable: asked before one is pulled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from accounts.viewer import viewer_of
from assets.edits.asset import may_edit
from assets.edits.path import named
from assets.models import CableType, DuctSection, Segment
from gis.editing import questions
from gis.refusals import NotPermitted
from network.availability import SectionState, section_states
from network.periods import Period


def room(user: Any, asked: QueryDict) -> dict[str, Any]:
    """Of each segment of `path` the ducts with a bore, and how full a cable of `type` makes them.

    Fill is the share Σd²/D²; `limit` the highest that holds for the kind of duct.
    """
    viewer = viewer_of(user)
    if not may_edit(viewer):
        raise NotPermitted()
    path = named(Segment, asked.get("path", ""), viewer, "path")
    kind = CableType.objects.filter(code=asked.get("type", "")).first()
    outer_mm = kind.outer_mm if kind is not None else None
    inside = _bores(path, viewer)
    return {
        "segments": [
            {"id": str(one.public_id), "code": one.code, "ducts": inside(one, outer_mm)}
            for one in path
        ]
    }


def _bores(path: Sequence[Segment], viewer: Any) -> Any:
    sections = (
        DuctSection.objects.visible_to(viewer)
        .filter(segment__in=path, is_live=True, duct__type__inner_mm__isnull=False)
        .select_related("duct__type")
        .order_by("duct__code")
    )
    by_segment: dict[int, list[DuctSection]] = defaultdict(list)
    for section in sections:
        by_segment[section.segment_id].append(section)
    states = section_states([one.pk for one in sections], Period.today().range)

    def inside(segment: Segment, outer_mm: float | None) -> list[dict[str, Any]]:
        rows = [(one, states[one.pk]) for one in by_segment[segment.pk]]
        return [_bore(one, state, outer_mm) for one, state in rows if state.room_limit is not None]

    return inside


def _bore(section: DuctSection, state: SectionState, outer_mm: float | None) -> dict[str, Any]:
    square = section.duct.type.inner_mm**2
    added = None if outer_mm is None else outer_mm**2
    after = None if added is None else (state.room_taken + added) / square
    return {
        "id": str(section.duct.public_id),
        "code": section.duct.code,
        "before": state.room_taken / square,
        "after": after,
        "limit": (state.room_limit or 0) / square,
        "fits": added is not None and added <= state.room_left,
    }


def register() -> None:
    questions.register("room", room)
