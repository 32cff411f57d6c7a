"""Types of fibre cables: how many fibres in how many tubes, and how thick."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assets.models.asset import Provenance
from assets.models.colour import ColourScheme
from assets.models.naming import BilingualName
from assets.models.versioned import Versioned


class FibreType(models.TextChoices):
    """ITU-T recommendations; the OFDS code list uses the same words."""

    G652D = "G.652.D", "G.652.D"
    G657A1 = "G.657.A1", "G.657.A1"
    G657A2 = "G.657.A2", "G.657.A2"
    G655 = "G.655", "G.655"
    MULTIMODE = "G.651.1", "G.651.1"
    UNKNOWN = "unknown", _("unknown")


class CableType(BilingualName, Versioned):
    """`fibre_count` fibres spread evenly over `tube_count` tubes; outer diameter in mm."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    fibre_count = models.PositiveSmallIntegerField(_("fibres"))
    tube_count = models.PositiveSmallIntegerField(pgettext_lazy("of a cable", "tubes"))
    outer_mm = models.FloatField(_("outer diameter (mm)"), null=True, blank=True)
    fibre_type = models.CharField(
        _("fibre type"), max_length=12, choices=FibreType.choices, default=FibreType.UNKNOWN
    )
    tube_scheme = models.ForeignKey(
        ColourScheme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("colour order of tubes"),
    )
    fibre_scheme = models.ForeignKey(
        ColourScheme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("colour order of fibres"),
    )
    provenance = models.CharField(
        _("source of the data"),
        max_length=10,
        choices=Provenance.choices,
        default=Provenance.SURVEYED,
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("cable type")
        verbose_name_plural = _("cable types")
        ordering = ["fibre_count", "code"]
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="cable_type_code_given"),
            models.CheckConstraint(
                condition=Q(fibre_count__range=(1, 6912)), name="cable_type_fibres_plausible"
            ),
            models.CheckConstraint(
                condition=Q(tube_count__gte=1, tube_count__lte=F("fibre_count")),
                name="cable_type_tubes_plausible",
            ),
            models.CheckConstraint(
                condition=Q(outer_mm__isnull=True) | Q(outer_mm__gt=0),
                name="cable_type_outer_positive",
            ),
            models.UniqueConstraint(fields=["id", "fibre_count"], name="cable_type_fibre_key"),
        ]
