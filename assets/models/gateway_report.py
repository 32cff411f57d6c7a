"""What a network server last said of a gateway."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from assets.models.gateway import Gateway

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far the clock of a network server may be ahead of ours."""


class GatewayState(models.TextChoices):
    ONLINE = "online", _("online")
    OFFLINE = "offline", _("offline")


class GatewayReport(models.Model):
    """The newest report of a gateway. Older ones are not kept, nor recorded by the history.

    `last_seen_at`: when the network server last heard the gateway; `observed_at`: when that was so
    by the server's clock; `reported_by`: the account that reported it, as it was called then.
    """

    gateway = models.OneToOneField(
        Gateway, models.CASCADE, primary_key=True, related_name="report", verbose_name=_("gateway")
    )
    state = models.CharField(_("state"), max_length=10, choices=GatewayState.choices)
    last_seen_at = models.DateTimeField(_("last seen"), null=True, blank=True)
    observed_at = models.DateTimeField(_("observed"))
    received_at = models.DateTimeField(_("received"), db_default=Now())
    reported_by = models.CharField(_("reported by"), max_length=254)

    class Meta:
        verbose_name = _("report of a gateway")
        verbose_name_plural = _("reports of gateways")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=GatewayState.values), name="gateway_report_state_known"
            ),
            models.CheckConstraint(
                condition=Q(last_seen_at__isnull=True, state=GatewayState.OFFLINE)
                | Q(last_seen_at__isnull=False, last_seen_at__lte=F("observed_at")),
                name="gateway_report_seen_before",
            ),
            models.CheckConstraint(
                condition=Q(observed_at__lte=F("received_at") + CLOCKS_DIFFER),
                name="gateway_report_not_of_the_future",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway_id}: {self.get_state_display()}"
