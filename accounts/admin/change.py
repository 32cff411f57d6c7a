"""The change history in the administration: read only, here because roles decide who reads it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from accounts.administration import ReadOnlyAdmin
from accounts.history import readable_by
from accounts.roles import Capability
from accounts.viewer import viewer_of
from history.describe import described
from history.models import Change


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    see = Capability.SEE_HISTORY
    list_display = ("at", "actor_label", "operation", "table_name", "object_id", "reason")
    list_filter = ("operation", "table_name")
    search_fields = ("=object_id", "=transaction")
    search_help_text = _("Number of the object or of the transaction")
    ordering = ("-id",)
    fields = ("at", "actor_label", "operation", "table_name", "object_id", "reason", "values")
    readonly_fields = ("values",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return readable_by(viewer_of(request.user)).order_by(*self.ordering)

    @admin.display(description=_("values"))
    def values(self, change: Any) -> str:
        fields = described([change])[0].fields
        rows = ((one.name, one.before or "–", one.after or "–") for one in fields)
        return format_html_join("", "<div>{}: {} → {}</div>", rows)
