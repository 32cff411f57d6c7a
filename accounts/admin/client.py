"""API clients in the administration; tokens are issued on the command line and ended here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.administration import ReadOnlyAdmin, RoleAdmin
from accounts.models import ApiClient, ApiToken
from accounts.roles import Capability
from accounts.services import token as tokens


@admin.register(ApiClient)
class ApiClientAdmin(RoleAdmin):
    see = write = Capability.MANAGE_PEOPLE
    list_display = ("name", "code", "organisation", "user")
    list_filter = ("organisation",)
    list_select_related = ("organisation", "user")
    search_fields = ("name", "code")
    autocomplete_fields = ("organisation", "user")


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    see = Capability.MANAGE_PEOPLE
    list_display = ("hint", "client", "created_at", "expires_at", "revoked_at", "last_used_at")
    list_filter = ("client", "revoked_at")
    list_select_related = ("client",)
    date_hierarchy = "created_at"
    actions = ("revoke",)

    @admin.action(description=_("Revoke the chosen tokens"))
    def revoke(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        for token in chosen:
            tokens.revoke(token)
        messages.success(request, _("The tokens are revoked."))
