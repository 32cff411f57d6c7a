"""Requests in the administration: read with their log, deadlines and offers."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.administration import ReadOnlyAdmin, ReadOnlyInline
from accounts.roles import Capability
from accounts.viewer import viewer_of
from network.periods import in_words
from reservations.models import AccessRequest, CaseEvent, Deadline, Offer


def _deals_with_requests(request: HttpRequest) -> bool:
    viewer = viewer_of(request.user)
    return viewer.can(Capability.CONFIRM) or viewer.can(Capability.SIGN_CONSENT)


class _Part(ReadOnlyInline):
    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _deals_with_requests(request)


class DeadlineInline(_Part):
    model = Deadline
    fields = ("rule", "started_on", "due_on", "extended_on", "extension_reason", "met_on")


class EventInline(_Part):
    model = CaseEvent
    fields = ("at", "from_state", "to_state", "actor_label", "reason")


class OfferInline(_Part):
    model = Offer
    fields = ("made_at", "valid_until", "net", "vat", "gross", "currency", "accepted_name")


@admin.register(AccessRequest)
class AccessRequestAdmin(ReadOnlyAdmin):
    list_display = ("number", "kind", "organisation", "subject", "state", "received_at", "days")
    list_filter = ("state", "kind", "organisation")
    list_select_related = ("organisation",)
    search_fields = ("=id", "=receipt", "subject", "organisation__name")
    date_hierarchy = "received_at"
    inlines = (DeadlineInline, OfferInline, EventInline)
    exclude = ("public_id",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _deals_with_requests(request)

    @admin.display(description=_("number"), ordering="id")
    def number(self, case: AccessRequest) -> str:
        return str(case)

    @admin.display(description=_("period"), ordering="period")
    def days(self, case: AccessRequest) -> str:
        return in_words(case.period)
