"""Filters of deadlines."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from accounts.viewer import Nobody, Viewer
from gis.filters import EnumFilter
from reservations.models import Deadline, LegalStep, RequestKind
from reservations.models.clock_rule import Duty


class DeadlineFilter(django_filters.FilterSet):
    step = EnumFilter(label=_("what is to be done"), choices=LegalStep)
    duty = EnumFilter(label=_("who must act"), choices=Duty, field_name="rule__duty")
    kind = EnumFilter(label=_("kind of request"), choices=RequestKind, field_name="request__kind")
    due_since = django_filters.DateFilter(
        label=_("due since"), field_name="due_on", lookup_expr="gte"
    )
    due_until = django_filters.DateFilter(
        label=_("due until"), field_name="due_on", lookup_expr="lte"
    )

    class Meta:
        model = Deadline
        fields: list[str] = []

    def __init__(self, *args: Any, viewer: Viewer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer or Nobody()
