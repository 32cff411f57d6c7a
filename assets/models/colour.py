"""Colour orders of tubes and fibres: dated data, because every maker and carrier has another."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assets.models.versioned import Versioned


class Marking(models.TextChoices):
    NONE = "none", _("plain")
    STRIPE = "stripe", _("stripe")
    RING = "ring", _("ring marking")


class ColourScheme(Versioned):
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("colour order")
        verbose_name_plural = _("colour orders")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class ColourStep(models.Model):
    """The colour of the n-th tube or fibre."""

    scheme = models.ForeignKey(
        ColourScheme, models.CASCADE, related_name="steps", verbose_name=_("colour order")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    name_de = models.CharField(_("German name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=40)
    hex = models.CharField(_("colour"), max_length=7)
    marking = models.CharField(
        _("marking"), max_length=8, choices=Marking.choices, default=Marking.NONE
    )

    class Meta:
        verbose_name = _("colour")
        verbose_name_plural = _("colours")
        ordering = ["scheme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="colour_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="colour_number_positive"),
            models.CheckConstraint(
                condition=Q(hex__regex=r"^#[0-9a-f]{6}$"), name="colour_hex_format"
            ),
        ]

    def __str__(self) -> str:
        name = self.name_de if (get_language() or "de").startswith("de") else self.name_en
        return name if self.marking == Marking.NONE else f"{name} ({self.get_marking_display()})"
