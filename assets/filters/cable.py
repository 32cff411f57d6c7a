"""Filters of cables."""

import django_filters
from django.utils.translation import gettext_lazy as _

from assets.filters.asset import AssetFilter, at_site
from assets.models import Cable
from assets.models.cable import RouteQuality
from gis.filters import EnumFilter


class CableFilter(AssetFilter):
    type = django_filters.CharFilter(label=_("type"), field_name="type__code")
    at_site = at_site(_("at site"), "start_site|end_site")
    fibres_from = django_filters.NumberFilter(
        label=_("fibres from"), field_name="fibre_count", lookup_expr="gte"
    )
    route_quality = EnumFilter(label=_("route"), choices=RouteQuality)

    class Meta:
        model = Cable
        fields: list[str] = []
