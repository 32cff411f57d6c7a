"""An organisation's hold on ducts (whole or from site to site), room in them, or strands."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Grant, Organisation, User
from accounts.roles import Capability
from accounts.viewer import Viewer
from network.models import Holder


class ClaimState(models.TextChoices):
    """`REQUESTED` names what a case asks for without holding it."""

    REQUESTED = "requested", _("requested")
    HELD = "held", _("held")
    CONFIRMED = "confirmed", _("confirmed")
    IN_USE = "in_use", _("in use")
    ENDED = "ended", _("ended")
    RELEASED = "released", _("released")
    EXPIRED = "expired", _("expired")


RESERVED_STATES = (ClaimState.CONFIRMED, ClaimState.IN_USE)
LIVE_STATES = (ClaimState.HELD, *RESERVED_STATES)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, user: Viewer) -> ClaimQuerySet:
        """One's own organisation's claims; all of them for those whose role needs it."""
        if user.can(Capability.SEE_ALL_CLAIMS):
            return self
        return self.filter(organisation_id__in=user.organisation_ids)

    def holding(self) -> ClaimQuerySet:
        """Claims that take capacity at this moment: a hold past its expiry does not."""
        overdue = Q(state=ClaimState.HELD, holder__expires_at__lte=timezone.now())
        return self.filter(state__in=LIVE_STATES).exclude(overdue)


class Claim(models.Model):
    """Names ducts and sites or strands (`holder.units`); its ledger lines are derived from them.

    `idempotency_key` is unique per organisation; `request_digest` tells a repeated request from
    another one that reuses the key.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    holder = models.OneToOneField(
        Holder, models.PROTECT, related_name="claim", verbose_name=_("holder")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="claims", verbose_name=_("organisation")
    )
    state = models.CharField(_("state"), max_length=10, choices=ClaimState.choices)
    period = DateRangeField(_("period"))
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    length_m = models.FloatField(_("length (m)"), null=True, blank=True)
    request = models.ForeignKey(
        "reservations.AccessRequest",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name=_("request"),
    )
    idempotency_key = models.CharField(_("idempotency key"), max_length=200)
    request_digest = models.CharField(max_length=64)
    requested_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    requested_at = models.DateTimeField(_("requested"), default=timezone.now)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    grant = models.OneToOneField(
        Grant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claim",
        verbose_name=_("grant of sight"),
    )
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        ordering = ["-id"]
        indexes = [models.Index(fields=["organisation", "-id"], name="claim_of_organisation")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "idempotency_key"], name="claim_request_once"
            ),
            models.CheckConstraint(
                condition=~Q(idempotency_key=""), name="claim_idempotency_key_given"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ClaimState.values), name="claim_state_known"
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False), name="claim_period_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"R-{self.pk}"

    @property
    def expires_at(self):
        """When a hold ends unless it is confirmed before."""
        return self.holder.expires_at

    @property
    def held_until(self) -> dt.date | None:
        """The last day of a hold: of one that ends at midnight the day before."""
        if self.expires_at is None:
            return None
        return timezone.localdate(self.expires_at - dt.timedelta(microseconds=1))

    @property
    def current_state(self) -> str:
        """The state as of now: a hold over its time is expired even if nobody wrote it down."""
        expires = self.holder.expires_at
        if self.state == ClaimState.HELD and expires and expires <= timezone.now():
            return ClaimState.EXPIRED
        return self.state
