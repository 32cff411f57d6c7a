"""Filters of gateways."""

import django_filters
from django.utils.translation import gettext_lazy as _

from assets.filters.asset import AssetFilter, at_site
from assets.models import Gateway
from assets.models.gateway import Backhaul
from gis.filters import EnumFilter


class GatewayFilter(AssetFilter):
    network = django_filters.CharFilter(label=_("network"))
    eui = django_filters.CharFilter(label=_("EUI-64"), lookup_expr="iexact")
    at_site = at_site(_("at site"), "site")
    backhaul = EnumFilter(label=_("backhaul"), choices=Backhaul)

    class Meta:
        model = Gateway
        fields: list[str] = []
