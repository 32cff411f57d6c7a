"""Paths of ducts and cables on the map: proposed by the server, changed by clicks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.gis.geos import MultiLineString
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.viewer import viewer_of
from assets.edits.asset import may_edit
from assets.models import Segment, Site
from assets.services.segment_path import propose
from gis import srid
from gis.editing import questions
from gis.refusals import NotFound, NotPermitted

MOST = 2_000


def named(model: type[Model], text: str, by: Any, name: str) -> list[Any]:
    """The objects of a list of public ids, in its order. Raises NotFound."""
    wanted = [one for one in text.split(",") if one]
    if len(wanted) > MOST:
        raise NotFound(name)
    rows = model._default_manager.visible_to(by)  # type: ignore[attr-defined]
    try:
        found = {str(one.public_id): one for one in rows.filter(public_id__in=wanted)}
    except ValidationError:
        raise NotFound(name) from None
    if any(one not in found for one in wanted):
        raise NotFound(name)
    return [found[one] for one in wanted]


class PathField(forms.CharField):
    """Public ids of segments, joined by commas; the value is the segments."""

    widget = forms.HiddenInput

    def __init__(self, by: Any, **options: Any) -> None:
        missing = _("Click the site at which it starts and the one at which it ends.")
        super().__init__(error_messages={"required": missing}, **options)
        self.by = by

    def clean(self, value: Any) -> list[Segment]:
        try:
            return named(Segment, super().clean(value), self.by, "path")
        except NotFound as refusal:
            raise ValidationError(str(refusal)) from None


def as_lines(segments: Sequence[Segment]) -> MultiLineString:
    return MultiLineString([one.geom for one in segments], srid=srid.STORAGE)


def answer(user: Any, asked: QueryDict) -> dict[str, Any]:
    """The way from one site to another: segments, geodesic length in metres, and its line."""
    viewer = viewer_of(user)
    if not may_edit(viewer):
        raise NotPermitted()
    (start,) = named(Site, asked.get("start", ""), viewer, "start") or [None]
    (end,) = named(Site, asked.get("end", ""), viewer, "end") or [None]
    if start is None or end is None:
        raise NotFound("start")
    segments = propose(
        start=start,
        end=end,
        by=user,
        via=named(Segment, asked.get("via", ""), viewer, "via"),
        avoid=named(Segment, asked.get("avoid", ""), viewer, "avoid"),
    )
    line = as_lines(segments).transform(srid.WEB, clone=True) if segments else None
    return {
        "segments": [{"id": str(one.public_id), "code": one.code} for one in segments],
        "length_m": sum(one.length_m or 0 for one in segments),
        "geometry": None if line is None else json.loads(line.geojson),
    }


def register() -> None:
    questions.register("path", answer)
