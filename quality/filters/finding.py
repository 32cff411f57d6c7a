"""Filters of findings."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.viewer import Nobody, Viewer
from gis.filters import BoxFilter, EnumFilter, NearFilter, WithinFilter
from quality.models import Finding, FindingState
from quality.rules import ALL, CONCEPTS, QualityRule, Severity


class FindingConcept(models.TextChoices):
    """Kinds of objects that findings are about."""

    SITE = "site", _("site")
    SEGMENT = "segment", _("route segment")
    DUCT = "duct", _("duct")
    CABLE = "cable", _("cable")
    GATEWAY = "gateway", _("gateway")


class FindingFilter(django_filters.FilterSet):
    state = EnumFilter(label=_("state"), choices=FindingState)
    severity = EnumFilter(label=_("severity"), choices=Severity, method="filter_severity")
    rule = EnumFilter(label=_("rule"), choices=QualityRule)
    concept = EnumFilter(label=_("kind of object"), choices=FindingConcept, method="filter_concept")
    code_starts_with = django_filters.CharFilter(
        label=_("code starts with"), method="filter_code_starts_with"
    )
    first_seen_since = django_filters.IsoDateTimeFilter(
        label=_("first seen since"), field_name="first_seen_at", lookup_expr="gte"
    )
    in_box = BoxFilter(label=_("in a box"))
    near = NearFilter(label=_("near a point"))
    within = WithinFilter(label=_("within a polygon"))

    class Meta:
        model = Finding
        fields: list[str] = []

    def __init__(self, *args: Any, viewer: Viewer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer or Nobody()

    def filter_severity(self, rows: QuerySet[Any], _name: str, wanted: list[str]) -> QuerySet[Any]:
        if not wanted:
            return rows
        return rows.filter(rule__in=[rule.code for rule in ALL if rule.severity in wanted])

    def filter_concept(self, rows: QuerySet[Any], _name: str, wanted: list[str]) -> QuerySet[Any]:
        """About an object of one of these kinds."""
        condition = Q(pk__in=[]) if wanted else Q()
        for concept in wanted:
            condition |= Q(**{f"{concept}__isnull": False})
        return rows.filter(condition)

    def filter_code_starts_with(self, rows: QuerySet[Any], _name: str, code: str) -> QuerySet[Any]:
        condition = Q()
        for concept in CONCEPTS:
            condition |= Q(**{f"{concept}__code__startswith": code})
        return rows.filter(condition)
