"""Bearer tokens in the administration: looked at and ended here, made elsewhere."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.administration import ReadOnlyAdmin
from accounts.models import ApiToken
from accounts.roles import Capability
from accounts.services import token as tokens


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    see = Capability.MANAGE_CLIENTS
    list_display = (
        "hint",
        "client",
        "person",
        "name",
        "created_at",
        "expires_at",
        "revoked_at",
        "last_used_at",
    )
    list_filter = ("client", "revoked_at")
    list_select_related = ("client", "person")
    date_hierarchy = "created_at"
    exclude = ("digest",)
    actions = ("revoke",)

    @admin.action(description=_("Revoke the chosen tokens"))
    def revoke(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        for token in chosen:
            tokens.revoke(token)
        messages.success(request, _("The tokens are revoked."))
