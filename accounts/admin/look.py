"""The log of looks in the administration: read only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.administration import NewestPages, ReadOnlyAdmin
from accounts.models import Look, User
from accounts.roles import Capability


@admin.register(Look)
class LookAdmin(ReadOnlyAdmin):
    see = Capability.SEE_ALL_CLAIMS
    list_display = ("at", "person", "organisation", "cases", "door", "what")
    list_filter = ("at", "organisation")
    list_select_related = ("person", "organisation")
    paginator = NewestPages
    search_fields = ("person__email", "cases")
    search_help_text = _(
        "E-mail address of the person or number of the case. The list ends behind 10,000 looks: "
        "search or filter for older ones."
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Along the indexes: Django would read every look as text."""
        term = search_term.strip()
        if not term:
            return queryset, False
        persons = list(User.objects.filter(email__icontains=term).values_list("pk", flat=True))
        return queryset.filter(Q(person__in=persons) | Q(cases__contains=[term.upper()])), False
