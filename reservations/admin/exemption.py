"""The list of exempt objects: who keeps the catalogues adds, and everybody who sees plant reads."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.administration import RoleAdmin
from accounts.roles import Capability
from network.dated import DatedAdmin
from reservations.models import Exemption, ReserveShare


@admin.register(Exemption)
class ExemptionAdmin(RoleAdmin):
    see = Capability.SEE_EXACT_PLANT
    write = Capability.EDIT_CATALOGUES
    list_display = ("code", "concept", "reason", "source", "added_at")
    list_filter = ("concept", "reason")
    search_fields = ("code", "explanation", "source")

    def save_model(self, request: HttpRequest, exemption: Any, form: Any, change: bool) -> None:
        if not change:
            exemption.added_by = request.user
        super().save_model(request, exemption, form, change)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = ("concept", "code") if obj is not None else ()
        return (*super().get_readonly_fields(request, obj), *fixed)


@admin.register(ReserveShare)
class ReserveShareAdmin(DatedAdmin):
    see = Capability.SEE_ALL_CLAIMS
    write = Capability.EDIT_CATALOGUES
    list_display = ("duct_class", "percent", "days", "source")
    list_filter = ("duct_class",)
    search_fields = ("justification", "source")
