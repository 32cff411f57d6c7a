"""Reservations in the administration: read, confirmed and released; made over the interface."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.administration import ReadOnlyAdmin
from accounts.roles import Capability
from network.models import HeldUnit
from network.periods import in_words
from reservations.models import Claim
from reservations.services import decide


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    see = Capability.SEE_ALL_CLAIMS
    list_display = ("number", "organisation", "state_now", "days", "requested_at", "expires")
    list_filter = ("state", "organisation")
    list_select_related = ("organisation", "holder")
    search_fields = ("=id", "purpose", "organisation__name")
    date_hierarchy = "requested_at"
    actions = ("confirm", "release")
    fields = (
        "number",
        "organisation",
        "state_now",
        "days",
        "purpose",
        "units",
        "requested_by",
        "requested_at",
        "expires",
        "decided_by",
        "decided_at",
        "grant",
    )
    readonly_fields = ("number", "state_now", "days", "units", "expires")

    @admin.display(description=_("number"), ordering="id")
    def number(self, claim: Claim) -> str:
        return str(claim)

    @admin.display(description=_("state"), ordering="state")
    def state_now(self, claim: Claim) -> str:
        """A hold over its time shows as expired even if nobody wrote that down yet."""
        labels = dict(Claim._meta.get_field("state").flatchoices)
        return str(labels[claim.current_state])

    @admin.display(description=_("period"), ordering="period")
    def days(self, claim: Claim) -> str:
        return in_words(claim.period)

    @admin.display(description=_("expires"), ordering="holder__expires_at")
    def expires(self, claim: Claim) -> Any:
        return claim.expires_at or "–"

    @admin.display(description=_("reserved units"))
    def units(self, claim: Claim) -> str:
        rows = HeldUnit.objects.filter(holder=claim.holder_id).select_related(
            "duct", "from_site", "to_site", "strand__cable"
        )
        return ", ".join(_unit(row) for row in rows)

    @admin.action(description=_("Confirm the chosen reservations"), permissions=["decide"])
    def confirm(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        with transaction.atomic():
            for claim in chosen:
                decide.confirm(claim=claim, by=request.user)
        messages.success(request, _("Confirmed."))

    @admin.action(description=_("Release the chosen reservations"), permissions=["decide"])
    def release(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        with transaction.atomic():
            for claim in chosen:
                decide.release(claim=claim, by=request.user)
        messages.success(request, _("Released."))

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.can(Capability.CONFIRM)  # type: ignore[union-attr]


def _unit(unit: HeldUnit) -> str:
    if unit.duct is not None:
        return f"{unit.duct.code} {unit.from_site.code}–{unit.to_site.code}"  # type: ignore[union-attr]
    return f"{unit.strand.cable.code} · {unit.strand.number}"  # type: ignore[union-attr]
