"""Gateways and their antennas in the administration."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from assets.admin.base import AssetAdmin
from assets.admin.operation import Operation, OperationForm
from assets.models import Antenna, Gateway
from assets.services import gateway
from gis.refusals import worded
from history.context import acting

REMOVE = Operation(
    "remove",
    _("Mark as removed"),
    _("The gateway stays in the registry with its history, but counts as removed."),
    OperationForm,
    lambda asset, by, reason: gateway.remove(gateway=asset, by=by, reason=reason),
)


class Antennas(admin.TabularInline):
    model = Antenna
    extra = 0
    max_num = 8

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site._registry[Gateway].has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


@admin.register(Gateway)
class GatewayAdmin(AssetAdmin):
    service = gateway
    noun = "gateway"
    history_parts = ("antennas",)
    operations = (REMOVE,)
    own_fields = (
        "site",
        ("network", "network_gateway_id", "eui"),
        ("model", "chip"),
        ("demodulators", "full_duplex"),
        "frequency_plan",
        ("backhaul", "backhaul_strand"),
        "power_supply",
        ("landlord", "lease_until"),
    )
    list_display = ("code", "name", "site", "network", "eui", "backhaul", "owner", "life_cycle")
    list_filter = ("network", "backhaul", "frequency_plan", *AssetAdmin.list_filter)
    list_select_related = ("owner", "site")
    search_fields = (*AssetAdmin.search_fields, "eui", "network_gateway_id", "site__code")
    autocomplete_fields = (*AssetAdmin.autocomplete_fields, "site")
    raw_id_fields = ("backhaul_strand",)
    inlines = (Antennas,)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The gateway itself was stored by its service; antennas follow in the same transaction."""
        with worded(), acting(request.user, form.cleaned_data["reason"]):
            super().save_related(request, form, formsets, change)
