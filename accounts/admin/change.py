"""The change history in the administration: read only, here because roles decide who reads it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from accounts.administration import NewestPages, ReadOnlyAdmin
from accounts.history import readable_by
from accounts.roles import Capability
from accounts.viewer import viewer_of
from gis.counting import COUNTED_EXACTLY
from history.describe import described
from history.feed.registry import registry
from history.models import Change

LARGEST = 2**63 - 1


class TableFilter(admin.SimpleListFilter):
    """By the tables that are recorded, whether they have changes or not: to ask costs a scan."""

    title = _("table")
    parameter_name = "table_name"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(table, table) for table in sorted(_recorded())]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(table_name=self.value()) if self.value() else queryset


def _recorded() -> set[str]:
    openings = {one.openings for one in registry.followed.values() if one.by_grant}
    return {*registry.followed, *registry.parts, *registry.inside, *openings}


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    see = Capability.SEE_HISTORY
    list_display = ("at", "actor_label", "operation", "table_name", "object_id", "reason")
    list_filter = ("operation", TableFilter)
    paginator = NewestPages
    search_fields = ("object_id", "transaction")
    search_help_text = _(
        "Number of the object or of the transaction. The list ends behind 10,000 changes: search "
        "or filter for older ones."
    )
    ordering = ("-id",)
    fields = ("at", "actor_label", "operation", "table_name", "object_id", "reason", "values")
    readonly_fields = ("values",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return readable_by(viewer_of(request.user)).order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By number, along the indexes: Django would compare every number as text."""
        term = search_term.strip()
        if not term:
            return queryset, False
        if not (term.isascii() and term.isdigit() and int(term) <= LARGEST):
            return queryset.none(), False
        of_object = Q(table_name__in=sorted(_recorded()), object_id=int(term))
        found = Change.objects.filter(of_object | Q(transaction=int(term))).order_by()
        # Found first, and only then looked at whether they may be read.
        numbers = list(found.values_list("pk", flat=True)[:COUNTED_EXACTLY])
        return queryset.filter(pk__in=numbers), False

    @admin.display(description=_("values"))
    def values(self, change: Any) -> str:
        fields = described([change])[0].fields
        rows = ((one.name, one.before or "–", one.after or "–") for one in fields)
        return format_html_join("", "<div>{}: {} → {}</div>", rows)
