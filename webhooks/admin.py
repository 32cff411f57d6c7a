"""Webhooks in the administration: looked at, paused, tried out; new secrets come over GraphQL."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.administration import ReadOnlyAdmin, ReadOnlyInline
from accounts.roles import Capability
from webhooks.models import Attempt, Message, Subscription
from webhooks.services import subscription as webhooks


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    see = Capability.MANAGE_CLIENTS
    list_display = ("url", "client", "active", "failing_since", "created_at")
    list_filter = ("active", "client")
    list_select_related = ("client",)
    search_fields = ("url", "client__code")
    fields = ("client", "url", "types", "active", "paused_because", "failing_since", "created_at")
    actions = ("ping", "pause", "go_on")

    @admin.action(description=_("Send a test message"))
    def ping(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        with transaction.atomic():
            for one in chosen:
                webhooks.ping(subscription=one, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The messages will be sent."))

    @admin.action(description=_("Pause"))
    def pause(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        self._switch(request, chosen, active=False)

    @admin.action(description=_("Let them go on where they stopped"))
    def go_on(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        self._switch(request, chosen, active=True)

    def _switch(self, request: HttpRequest, chosen: QuerySet[Any], *, active: bool) -> None:
        with transaction.atomic():
            for one in chosen:
                webhooks.change(subscription=one, by=request.user, active=active)  # type: ignore[arg-type]
        messages.success(request, _("Changed."))


class Attempts(ReadOnlyInline):
    see = Capability.MANAGE_CLIENTS
    model = Attempt
    fields = readonly_fields = ("at", "status", "duration_ms", "answer", "error")


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    see = Capability.MANAGE_CLIENTS
    list_display = ("created_at", "kind", "subscription", "state", "tries", "next_attempt_at")
    list_filter = ("state", "subscription")
    list_select_related = ("subscription",)
    search_fields = ("=id", "kind")
    fields = ("subscription", "key", "kind", "body", "state", "tries", "next_attempt_at")
    inlines = (Attempts,)
    actions = ("replay",)

    @admin.action(description=_("Send again"))
    def replay(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        with transaction.atomic():
            for one in chosen.select_related("subscription"):
                webhooks.replay(message=one, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The messages will be sent."))
