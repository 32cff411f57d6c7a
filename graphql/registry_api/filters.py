"""Filter sets of the rooms as GraphQL input objects, and back."""

from __future__ import annotations

from functools import cache
from typing import Any

import django_filters
import graphene
from django.db.models import QuerySet
from django.db.models.enums import Choices
from django.utils import translation
from django_filters import FilterSet

from accounts.viewer import Viewer
from gis.filtering import narrowed, passed
from gis.filters import BoxFilter, EnumFilter, NearFilter, WithinFilter
from registry_api.enums import enum_of
from registry_api.geometry import GeoJSON


class Box(graphene.InputObjectType):
    """A box of WGS84 degrees."""

    west = graphene.Float(required=True)
    south = graphene.Float(required=True)
    east = graphene.Float(required=True)
    north = graphene.Float(required=True)


class Near(graphene.InputObjectType):
    """Within so many metres of a point in WGS84 degrees."""

    lon = graphene.Float(required=True)
    lat = graphene.Float(required=True)
    distance_m = graphene.Float(required=True)


@cache
def filter_input(filterset: type[FilterSet]) -> type[graphene.InputObjectType]:
    """The input object of a filter set: `SiteFilter` for the class of that name."""
    with translation.override("en"):
        fields = {name: _argument(one) for name, one in filterset.base_filters.items()}
    return type(filterset.__name__, (graphene.InputObjectType,), fields)


def _argument(one: django_filters.Filter) -> Any:
    description = str(one.label).capitalize()
    if isinstance(one, EnumFilter):
        members = graphene.NonNull(enum_of(one.enumeration))
        return graphene.List(members, description=description)
    for kind, argument in _ARGUMENTS:
        if isinstance(one, kind):
            return argument(description=description)
    return graphene.String(description=description)


_ARGUMENTS: tuple[tuple[type[django_filters.Filter], Any], ...] = (
    (BoxFilter, Box),
    (NearFilter, Near),
    (WithinFilter, GeoJSON),
    (django_filters.BooleanFilter, graphene.Boolean),
    (django_filters.NumberFilter, graphene.Float),
    (django_filters.IsoDateTimeFilter, graphene.DateTime),
    (django_filters.DateFilter, graphene.Date),
)


def apply_filter(
    filterset: type[FilterSet], rows: QuerySet[Any], given: dict[str, Any] | None, viewer: Viewer
) -> QuerySet[Any]:
    """The rows that pass; raises Refusal with the code and field of the first wrong value."""
    if not given:
        return rows
    data = {name: _plain(value) for name, value in given.items() if value is not None}
    return passed(narrowed(filterset, tuple(data))(data, queryset=rows, viewer=viewer), "filter.")


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        # Each once: what is repeated a thousand times would be a thousand conditions.
        return [_plain(item) for item in dict.fromkeys(value)]
    return value.value if isinstance(value, Choices) else value
