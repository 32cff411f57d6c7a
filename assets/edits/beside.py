"""A line beside a segment or beside what was drawn, asked for while one draws."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any

from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.viewer import viewer_of
from assets.edits.asset import may_edit
from assets.edits.path import named
from assets.models import Segment
from assets.services.segment_beside import beside, shifted
from gis import srid
from gis.editing import questions
from gis.editing.places import as_json, geometry
from gis.refusals import NotFound, NotPermitted, Refusal


def answer(user: Any, asked: QueryDict) -> dict[str, Any]:
    """The course beside `segment`, `metres` away, between the ends of the line `between`."""
    viewer = viewer_of(user)
    if not may_edit(viewer):
        raise NotPermitted()
    (segment,) = named(Segment, asked.get("segment", ""), viewer, "segment")[:1] or [None]
    if segment is None:
        raise NotFound("segment")
    start, end = _ends(asked.get("between", ""))
    course = beside(segment=segment, metres=_metres(asked.get("metres", "")), start=start, end=end)
    return {"geometry": json.loads(as_json(course))}


def answer_shifted(user: Any, asked: QueryDict) -> dict[str, Any]:
    """The drawn `line` moved by `metres` to its left or, with `side` "right", to its right."""
    if not may_edit(viewer_of(user)):
        raise NotPermitted()
    line = _line(asked.get("line", ""), "line")
    metres = _metres(asked.get("metres", ""))
    course = shifted(line=line, metres=metres, to_right=asked.get("side") == "right")
    return {"geometry": json.loads(as_json(course))}


def _metres(text: str) -> float:
    """A number as people type it in either language; 0, which the service refuses, for none."""
    try:
        metres = float(text.replace(",", "."))
    except ValueError:
        return 0.0
    return metres if isfinite(metres) else 0.0


def _ends(text: str) -> tuple[Point, Point]:
    corners = _line(text, "between").coords
    first, last = (Point(*corner, srid=srid.STORAGE) for corner in (corners[0], corners[-1]))
    return first, last


def _line(text: str, field: str) -> Any:
    """A line as the browser draws it, in the storage system."""
    try:
        return geometry(text, "LineString").transform(srid.STORAGE, clone=True)
    except ValidationError:
        raise Refusal("INVALID_GEOMETRY", _("The geometry cannot be read."), field) from None


def register() -> None:
    questions.register("shifted", answer_shifted)
    questions.register("beside", answer)
