"""Filters of route segments."""

import django_filters
from django.utils.translation import gettext_lazy as _

from assets.filters.asset import AssetFilter, at_site
from assets.models import Segment
from assets.models.segment import SegmentKind, Surface
from gis.filters import EnumFilter


class SegmentFilter(AssetFilter):
    kind = EnumFilter(label=_("kind"), choices=SegmentKind)
    surface = EnumFilter(label=_("surface"), choices=Surface)
    at_site = at_site(_("at site"), "start_site|end_site")
    built_from = django_filters.NumberFilter(
        label=_("built from"), field_name="built_year", lookup_expr="gte"
    )
    built_to = django_filters.NumberFilter(
        label=_("built to"), field_name="built_year", lookup_expr="lte"
    )

    class Meta:
        model = Segment
        fields: list[str] = []
