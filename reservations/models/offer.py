"""An offer on a case: what it costs, line by line, until when it stands, and who accepted it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.viewer import Viewer
from reservations.models.access_request import AccessRequest
from reservations.models.tariff import Tariff


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, user: Viewer) -> OfferQuerySet:
        return self.filter(request__in=AccessRequest.objects.visible_to(user))

    def open(self) -> OfferQuerySet:
        """Those that stand or were accepted."""
        return self.filter(withdrawn_at__isnull=True)


class Offer(models.Model):
    """Amounts of money in `currency`; `valid_until` is the last day for acceptance."""

    request = models.ForeignKey(AccessRequest, models.PROTECT, related_name="offers")
    valid_until = models.DateField(_("valid until"))
    currency = models.CharField(_("currency"), max_length=3)
    net = models.DecimalField(_("net"), max_digits=14, decimal_places=2)
    vat = models.DecimalField(_("VAT"), max_digits=14, decimal_places=2)
    gross = models.DecimalField(_("gross"), max_digits=14, decimal_places=2)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("made by"))
    made_at = models.DateTimeField(_("made"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    accepted_at = models.DateTimeField(_("offer accepted at"), null=True)
    accepted_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("offer accepted by")
    )
    accepted_name = models.CharField(_("name of who accepted"), max_length=200, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        ordering = ["request", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(withdrawn_at__isnull=True), name="offer_one_open"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True, accepted_name="")
                | (
                    Q(accepted_at__isnull=False, accepted_by__isnull=False, withdrawn_at=None)
                    & ~Q(accepted_name="")
                ),
                name="offer_accepted_by_name",
            ),
            models.CheckConstraint(condition=Q(gross=F("net") + F("vat")), name="offer_adds_up"),
        ]

    def __str__(self) -> str:
        return f"{self.request} · {self.gross} {self.currency}"

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed without an acceptance."""
        open_still = self.accepted_at is None and self.withdrawn_at is None
        return open_still and timezone.localdate() > self.valid_until


class OfferLineQuerySet(models.QuerySet["OfferLine"]):
    def visible_to(self, user: Viewer) -> OfferLineQuerySet:
        return self.filter(offer__in=Offer.objects.visible_to(user))


class OfferLine(models.Model):
    """One unit: its length in metres, the months charged, its prices and what they come to."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(_("position"))
    tariff = models.ForeignKey(Tariff, models.PROTECT, related_name="+", verbose_name=_("tariff"))
    length_m = models.DecimalField(_("length (m)"), max_digits=10, decimal_places=1)
    months = models.PositiveSmallIntegerField(_("months"))
    per_metre_year = models.DecimalField(
        _("price per metre and year"), max_digits=10, decimal_places=4
    )
    one_off = models.DecimalField(_("one-off price"), max_digits=10, decimal_places=2)
    net = models.DecimalField(_("net"), max_digits=14, decimal_places=2)
    vat_percent = models.DecimalField(_("VAT (%)"), max_digits=4, decimal_places=2)

    objects = OfferLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of an offer")
        verbose_name_plural = _("lines of offers")
        ordering = ["offer", "position"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "position"], name="offer_line_once")
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.tariff}"
