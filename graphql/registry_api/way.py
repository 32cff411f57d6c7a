"""The way of ducts and cables through the segments that the viewer may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import graphene
from django.contrib.gis.db.models import Collect, GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON, Transform
from django.db.models import F, Func, QuerySet, Sum

from accounts.viewer import Viewer
from assets import models
from gis import srid
from registry_api.geometry import DIGITS, GeoJSON
from registry_api.plan import Batch

Compute = Callable[[Viewer, list[Any], Mapping[str, Any]], Mapping[Any, Any]]


def length(through: str, slack: str | None = None) -> Batch:
    """Sum of the geodesic lengths; `through` leads from segment to the object's key."""
    compute: Compute = partial(_lengths, through, slack)
    return Batch(graphene.Float, compute, description="Geodesic metres, slack included.")


def geometry(through: str) -> Batch:
    """The line in WGS84, in several parts where segments do not join."""
    return Batch(GeoJSON, partial(_lines, through))


def _passed(through: str, viewer: Viewer, keys: list[Any]) -> QuerySet[Any]:
    """One group for each object: the segments it passes."""
    seen = models.Segment.objects.visible_to(viewer).filter(**{f"{through}__in": keys})
    return seen.order_by().values(through)


def _lengths(
    through: str, slack: str | None, viewer: Viewer, keys: list[Any], _arguments: Mapping[str, Any]
) -> Mapping[Any, float]:
    metres = F("length_m") + F(slack) if slack else F("length_m")
    rows = _passed(through, viewer, keys).annotate(total=Sum(metres))
    return dict(rows.values_list(through, "total"))


def _lines(
    through: str, viewer: Viewer, keys: list[Any], _arguments: Mapping[str, Any]
) -> Mapping[Any, str]:
    merged = Func(Collect("geom"), function="ST_LineMerge", output_field=GeometryField())
    line = AsGeoJSON(Transform(merged, srid.WEB), precision=DIGITS)
    rows = _passed(through, viewer, keys).annotate(line=line)
    return dict(rows.values_list(through, "line"))
