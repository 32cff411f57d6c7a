"""What every list of assets can be filtered by."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.viewer import Nobody, Viewer
from assets.models import LifeCycle, Project, Provenance, Site
from gis.filters import BoxFilter, EnumFilter, MomentFilter, NearFilter, WithinFilter


def by_organisation(label: Any, field: str) -> django_filters.CharFilter:
    """By the code of an organisation; one that the viewer may not see matches nothing."""
    return django_filters.CharFilter(label=label, field_name=field, method="filter_organisation")


def at_site(label: Any, fields: str) -> django_filters.CharFilter:
    """By the code of a site at any of the references `fields` (joined by "|")."""
    return django_filters.CharFilter(label=label, field_name=fields, method="filter_at_site")


class AssetFilter(django_filters.FilterSet):
    """Base of the filter sets; `viewer` bounds what a filter may refer to."""

    code = django_filters.CharFilter(label=_("code"), lookup_expr="exact")
    code_starts_with = django_filters.CharFilter(
        label=_("code starts with"), field_name="code", lookup_expr="startswith"
    )
    name_contains = django_filters.CharFilter(
        label=_("name contains"), field_name="name", lookup_expr="icontains"
    )
    life_cycle = EnumFilter(label=_("life cycle"), choices=LifeCycle)
    provenance = EnumFilter(label=_("source of the data"), choices=Provenance)
    owner = by_organisation(_("owner"), "owner")
    operator = by_organisation(_("operator"), "operator")
    used_by = by_organisation(_("used by"), "used_by")
    project = django_filters.CharFilter(label=_("project"), method="filter_project")
    source_system = django_filters.CharFilter(label=_("source system"))
    source_id = django_filters.CharFilter(label=_("id in the source"))
    changed_since = MomentFilter(
        label=_("changed since"), field_name="updated_at", lookup_expr="gte"
    )
    in_box = BoxFilter(label=_("in a box"))
    near = NearFilter(label=_("near a point"))
    within = WithinFilter(label=_("within a polygon"))

    def __init__(self, *args: Any, viewer: Viewer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer or Nobody()

    def filter_organisation(self, rows: QuerySet[Any], field: str, code: str) -> QuerySet[Any]:
        known = Organisation.objects.visible_to(self.viewer).filter(code=code)
        return rows.filter(**{f"{field}__in": known})

    def filter_project(self, rows: QuerySet[Any], _field: str, code: str) -> QuerySet[Any]:
        return rows.filter(project__in=Project.objects.visible_to(self.viewer).filter(code=code))

    def filter_at_site(self, rows: QuerySet[Any], fields: str, code: str) -> QuerySet[Any]:
        """`fields` are the references to a site, joined by "|"."""
        known = Site.objects.visible_to(self.viewer).filter(code=code)
        condition = Q()
        for field in fields.split("|"):
            condition |= Q(**{f"{field}__in": known})
        return rows.filter(condition)
