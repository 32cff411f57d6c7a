"""Prices of capacity by kind of unit, as dated data."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assets.models.naming import BilingualName
from assets.models.versioned import Versioned


class PricedUnit(models.TextChoices):
    """What is leased: a whole duct by its kind, room in a duct, or a strand."""

    TUBE = "tube", _("micro-duct")
    PROTECTION = "protection", _("protection duct")
    BUNDLE = "bundle", _("duct bundle")
    ROOM = "room", _("room for a cable")
    STRAND = "strand", _("strand")


class Tariff(BilingualName, Versioned):
    """Net prices. The yearly price is per metre; the one-off price is per unit."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    unit_kind = models.CharField(_("kind of unit"), max_length=10, choices=PricedUnit.choices)
    per_metre_year = models.DecimalField(
        _("price per metre and year"), max_digits=10, decimal_places=4
    )
    one_off = models.DecimalField(_("one-off price"), max_digits=10, decimal_places=2)
    minimum_months = models.PositiveSmallIntegerField(_("minimum term (months)"))
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    vat_percent = models.DecimalField(_("VAT (%)"), max_digits=4, decimal_places=2)
    valid = DateRangeField(_("valid"), help_text=_("For offers made in this time."))
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("tariff")
        verbose_name_plural = _("tariffs")
        ordering = ["unit_kind", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit_kind__in=PricedUnit.values), name="tariff_unit_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    per_metre_year__gte=0,
                    one_off__gte=0,
                    minimum_months__gte=1,
                    vat_percent__gte=0,
                    vat_percent__lte=50,
                ),
                name="tariff_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="tariff_currency_code"
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False), name="tariff_valid_not_empty"
            ),
            ExclusionConstraint(
                name="tariff_one_at_a_time",
                expressions=[
                    ("unit_kind", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]
