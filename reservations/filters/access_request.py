"""Filters of access requests."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.viewer import Nobody, Viewer
from gis.filters import EnumFilter, MomentFilter
from reservations.access.states import RequestState
from reservations.models import AccessRequest, LawBasis, RequestKind


class AccessRequestFilter(django_filters.FilterSet):
    kind = EnumFilter(label=_("kind of request"), choices=RequestKind)
    state = EnumFilter(label=_("state"), choices=RequestState)
    legal_basis = EnumFilter(label=_("law"), choices=LawBasis)
    organisation = django_filters.CharFilter(label=_("applicant"), method="filter_organisation")
    subject_contains = django_filters.CharFilter(
        label=_("subject contains"), field_name="subject", lookup_expr="icontains"
    )
    received_since = MomentFilter(
        label=_("received since"), field_name="received_at", lookup_expr="gte"
    )
    received_before = MomentFilter(
        label=_("received before"), field_name="received_at", lookup_expr="lt"
    )
    moved_since = MomentFilter(
        label=_("changed its state since"), field_name="state_at", lookup_expr="gte"
    )

    class Meta:
        model = AccessRequest
        fields: list[str] = []

    def __init__(self, *args: Any, viewer: Viewer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer or Nobody()

    def filter_organisation(self, rows: QuerySet[Any], _name: str, code: str) -> QuerySet[Any]:
        """By code; an organisation that the viewer may not see matches nothing."""
        known = Organisation.objects.visible_to(self.viewer).filter(code=code)
        return rows.filter(organisation__in=known)
