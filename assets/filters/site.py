"""Filters of sites."""

import django_filters
from django.utils.translation import gettext_lazy as _

from assets.filters.asset import AssetFilter
from assets.models import Site
from assets.models.site import Power, SiteKind
from gis.filters import EnumFilter


class SiteFilter(AssetFilter):
    kind = EnumFilter(label=_("kind"), choices=SiteKind)
    can_open = django_filters.BooleanFilter(label=_("can be opened"))
    power = EnumFilter(label=_("power"), choices=Power)

    class Meta:
        model = Site
        fields: list[str] = []
