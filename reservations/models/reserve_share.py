"""How much of each class of ducts the city keeps for itself, and why; and what it keeps by it."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assets.models.versioned import Versioned
from reservations.models.claim import Claim
from reservations.models.tariff import PricedUnit

DUCT_CLASSES = (PricedUnit.TUBE, PricedUnit.PROTECTION, PricedUnit.BUNDLE)
"""Every class of ducts: of each several may lie side by side."""


class ReserveShare(Versioned):
    """A percentage applied alike everywhere (Art. 3 (5) b GIA), with its justification."""

    duct_class = models.CharField(
        _("class of ducts"),
        max_length=10,
        choices=[(one.value, one.label) for one in DUCT_CLASSES],
    )
    percent = models.DecimalField(_("share (%)"), max_digits=4, decimal_places=1)
    justification = models.TextField(_("justification"), max_length=2_000)
    valid = DateRangeField(_("valid"))
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("share kept by the city")
        verbose_name_plural = _("shares kept by the city")
        ordering = ["duct_class", "valid"]
        constraints = [
            models.CheckConstraint(
                condition=Q(duct_class__in=DUCT_CLASSES), name="share_class_known"
            ),
            models.CheckConstraint(
                condition=Q(percent__gt=0, percent__lte=100), name="share_is_a_part"
            ),
            models.CheckConstraint(condition=~Q(justification=""), name="share_is_justified"),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="share_valid_not_empty"),
            ExclusionConstraint(
                name="share_one_at_a_time",
                expressions=[
                    ("duct_class", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_duct_class_display()}: {self.percent} %"


class CityReserve(models.Model):
    """A reservation that keeps a share; what it names is kept in the ledger like every other."""

    claim = models.OneToOneField(Claim, models.PROTECT, related_name="city_reserve")
    share = models.ForeignKey(ReserveShare, models.PROTECT, related_name="reserves")

    class Meta:
        verbose_name = _("reserve of the city")
        verbose_name_plural = _("reserves of the city")

    def __str__(self) -> str:
        return str(self.claim)
