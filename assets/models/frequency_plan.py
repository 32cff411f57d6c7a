"""Band plans of LoRaWAN regions as dated data: channels and duty-cycle bands."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assets.models.naming import BilingualName
from assets.models.versioned import Versioned


class FrequencyPlan(BilingualName, Versioned):
    code = models.SlugField(_("code"), max_length=40, unique=True)
    source = models.CharField(_("source"), max_length=300)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("frequency plan")
        verbose_name_plural = _("frequency plans")
        ordering = ["code"]


class Channel(models.Model):
    """A LoRa channel: centre in Hz, bandwidth in kHz, spreading factors and direction."""

    plan = models.ForeignKey(
        FrequencyPlan, models.CASCADE, related_name="channels", verbose_name=_("frequency plan")
    )
    frequency_hz = models.PositiveIntegerField(_("frequency (Hz)"))
    bandwidth_khz = models.PositiveSmallIntegerField(_("bandwidth (kHz)"))
    min_sf = models.PositiveSmallIntegerField(_("lowest spreading factor"), null=True, blank=True)
    max_sf = models.PositiveSmallIntegerField(_("highest spreading factor"), null=True, blank=True)
    modulation = models.CharField(_("modulation"), max_length=8, default="lora")
    downlink_only = models.BooleanField(_("downlink only (RX2)"), default=False)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["plan", "frequency_hz"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "frequency_hz", "bandwidth_khz", "modulation"],
                name="channel_once",
            ),
            models.CheckConstraint(
                condition=Q(min_sf__isnull=True)
                | Q(max_sf__isnull=True)
                | Q(min_sf__gte=5, max_sf__lte=12, min_sf__lte=F("max_sf")),
                name="channel_spreading_factors",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.frequency_hz / 1e6:g} MHz"


class DutyBand(models.Model):
    """A sub-band with its duty cycle (0–1) and radiated power limit (dBm ERP, not EIRP)."""

    plan = models.ForeignKey(
        FrequencyPlan, models.CASCADE, related_name="duty_bands", verbose_name=_("frequency plan")
    )
    name = models.CharField(_("band"), max_length=10)
    low_hz = models.PositiveIntegerField(_("from (Hz)"))
    high_hz = models.PositiveIntegerField(_("to (Hz)"))
    duty_cycle = models.FloatField(_("duty cycle"))
    max_erp_dbm = models.FloatField(_("power limit (dBm ERP)"))
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("duty-cycle band")
        verbose_name_plural = _("duty-cycle bands")
        ordering = ["plan", "low_hz"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "name"], name="duty_band_once"),
            models.CheckConstraint(condition=Q(low_hz__lt=F("high_hz")), name="duty_band_in_order"),
            models.CheckConstraint(
                condition=Q(duty_cycle__gt=0, duty_cycle__lte=1), name="duty_band_share"
            ),
        ]

    def __str__(self) -> str:
        return self.name
