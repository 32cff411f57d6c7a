"""Filters for django-filter: by place (in a box, near a point, within a polygon) and by choices.

Filters by place take what GraphQL input objects or JSON give (dictionaries of numbers) or, in an
address, numbers separated by commas, and ask the concept's queryset what the viewer is shown in
an area (`shown_in_area`): ducts and cables are found by their segments.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import django_filters
from django import forms
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Choices, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters.fields import IsoDateTimeField

from gis import geojson
from gis.refusals import Refusal

FARTHEST_M = 20_000


class AreaField(forms.Field):
    """A form field whose value is an area in storage coordinates, or None."""

    written = ""
    """What the numbers of an address mean, in their order."""

    def to_python(self, value: Any) -> GEOSGeometry | None:
        if value is None or value == "":
            return None
        try:
            return self.area(self.read(value) if isinstance(value, str) else value)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from None

    def read(self, text: str) -> Any:
        """The value that an address writes as numbers; raises Refusal."""
        try:
            return self.value([float(number) for number in text.split(",")])
        except ValueError:
            message = _("Numbers separated by commas are needed here: %(numbers)s.")
            raise Refusal("BAD_INPUT", message % {"numbers": self.written}) from None

    def value(self, numbers: list[float]) -> Any:
        names = self.written.split(",")
        return dict(zip(names, numbers, strict=True))

    def area(self, value: Any) -> GEOSGeometry:
        raise NotImplementedError


class BoxField(AreaField):
    written = "west,south,east,north"

    def area(self, value: Any) -> GEOSGeometry:
        return geojson.box(value["west"], value["south"], value["east"], value["north"])


class NearField(AreaField):
    """A circle around a point, drawn with 64 corners a quarter (1 m in 20 km too small)."""

    written = "lon,lat,distance_m"

    def area(self, value: Any) -> GEOSGeometry:
        distance = value["distance_m"]
        if not 0 < distance <= FARTHEST_M:
            message = _("The distance must be more than 0 and at most %(most)d m.")
            raise Refusal("BAD_INPUT", message % {"most": FARTHEST_M})
        place = {"type": "Point", "coordinates": [value["lon"], value["lat"]]}
        return geojson.point(place).buffer(distance, 64)


class WithinField(AreaField):
    written = "lon,lat,lon,lat,lon,lat,…"

    def value(self, numbers: list[float]) -> Any:
        """A ring of corners; the last need not repeat the first."""
        corners = [list(pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
        ring = corners if corners[0] == corners[-1] else [*corners, corners[0]]
        return {"type": "Polygon", "coordinates": [ring]}

    def area(self, value: Any) -> GEOSGeometry:
        return geojson.polygon(value)


class MomentField(IsoDateTimeField):
    """A moment in UTC: offsets and years that PostgreSQL does not know are refused here."""

    def to_python(self, value: Any) -> datetime | None:
        found = super().to_python(value)
        try:
            return None if found is None else found.astimezone(UTC)
        except OverflowError:
            raise forms.ValidationError(_("There is no such moment."), code="BAD_INPUT") from None


class MomentFilter(django_filters.IsoDateTimeFilter):
    field_class = MomentField


class EnumFilter(django_filters.MultipleChoiceFilter):
    """One or more members of a model's choices; remembers which choices these are.

    A column of the row itself, or of one that it refers to, finds no row twice: nothing needs to be
    made distinct, which would read and sort all that passes before the first page is known.
    """

    def __init__(self, choices: type[Choices], **options: Any) -> None:
        super().__init__(choices=choices.choices, distinct=False, **options)
        self.enumeration = choices


class AreaFilter(django_filters.Filter):
    """Of a filter set with a `viewer`: by what the viewer is shown in the area, by nothing else."""

    def filter(self, qs: Any, value: GEOSGeometry | None) -> QuerySet[Any]:
        return qs if value is None else qs.filter(qs.shown_in_area(value, self.parent.viewer))


class BoxFilter(AreaFilter):
    field_class = BoxField


class NearFilter(AreaFilter):
    field_class = NearField


class WithinFilter(AreaFilter):
    field_class = WithinField
