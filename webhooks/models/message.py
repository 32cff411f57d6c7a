"""The outbox and the delivery log: what is to be told, and each attempt to tell it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.viewer import Viewer
from webhooks.models.subscription import Subscription


class MessageState(models.TextChoices):
    DUE = "due", _("due")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("given up")


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: Viewer) -> MessageQuerySet:
        return self.filter(subscription__in=Subscription.objects.visible_to(user))


class Message(models.Model):
    """One message to one address. `body` is sent as it is; `key` stays through all attempts.

    Who sends takes it until `leased_until`, so that a sender that dies holds nothing up for long.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subscription = models.ForeignKey(
        Subscription, models.CASCADE, related_name="messages", verbose_name=_("webhook")
    )
    kind = models.CharField(_("type"), max_length=60)
    body = models.TextField(_("content"))
    state = models.CharField(
        _("state"), max_length=9, choices=MessageState.choices, default=MessageState.DUE
    )
    tries = models.PositiveIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), db_default=Now())
    leased_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now())

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], condition=Q(state="due"), name="webhook_message_due"
            ),
            models.Index(fields=["created_at"], name="webhook_message_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MessageState.values), name="webhook_message_state_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Attempt(models.Model):
    """What came of one try: the answer's status and first characters, or why there was none."""

    message = models.ForeignKey(
        Message, models.CASCADE, related_name="attempts", verbose_name=_("message")
    )
    at = models.DateTimeField(_("when"), db_default=Now())
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    duration_ms = models.PositiveIntegerField(_("duration (ms)"))
    answer = models.TextField(_("answer"), blank=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.status or self.error)
