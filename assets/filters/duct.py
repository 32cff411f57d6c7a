"""Filters of ducts."""

import django_filters
from django.utils.translation import gettext_lazy as _

from assets.filters.asset import AssetFilter, at_site
from assets.models import Duct
from assets.models.duct import CommercialAvailability
from assets.models.duct_type import DuctKind
from gis.filters import EnumFilter


class DuctFilter(AssetFilter):
    type = django_filters.CharFilter(label=_("type"), field_name="type__code")
    kind = EnumFilter(label=_("kind"), field_name="type__kind", choices=DuctKind)
    at_site = at_site(_("at site"), "start_site|end_site")
    commercial_availability = EnumFilter(
        label=_("commercial availability"), choices=CommercialAvailability
    )
    inner_mm_from = django_filters.NumberFilter(
        label=_("inner diameter from (mm)"), field_name="type__inner_mm", lookup_expr="gte"
    )

    class Meta:
        model = Duct
        fields: list[str] = []
