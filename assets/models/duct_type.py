"""Types of tubes, bundles and protection ducts, as the trade names them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assets.models.asset import Provenance
from assets.models.colour import ColourScheme
from assets.models.naming import BilingualName
from assets.models.versioned import Versioned


class DuctKind(models.TextChoices):
    TUBE = "tube", _("tube")
    BUNDLE = "bundle", _("bundle")
    PROTECTION = "protection", _("protection duct")


class DuctType(BilingualName, Versioned):
    """Diameters in mm. `inner_mm` follows from outer and wall; unknown stays unknown (NULL)."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=DuctKind.choices)
    outer_mm = models.FloatField(_("outer diameter (mm)"), null=True, blank=True)
    wall_mm = models.FloatField(_("wall (mm)"), null=True, blank=True)
    inner_mm = models.GeneratedField(
        expression=F("outer_mm") - 2 * F("wall_mm"),
        output_field=models.FloatField(_("inner diameter (mm)"), null=True),
        db_persist=True,
    )
    material = models.CharField(_("material"), max_length=40, blank=True)
    colour_scheme = models.ForeignKey(
        ColourScheme, models.PROTECT, null=True, blank=True, verbose_name=_("colour order")
    )
    foreign_codes = models.JSONField(_("codes elsewhere"), default=dict, blank=True)
    provenance = models.CharField(
        _("source of the data"),
        max_length=10,
        choices=Provenance.choices,
        default=Provenance.SURVEYED,
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("duct type")
        verbose_name_plural = _("duct types")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="duct_type_code_given"),
            models.CheckConstraint(
                condition=Q(kind__in=DuctKind.values), name="duct_type_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(outer_mm__isnull=True) | Q(outer_mm__gt=0),
                name="duct_type_outer_positive",
            ),
            models.CheckConstraint(
                condition=Q(wall_mm__isnull=True) | Q(wall_mm__gt=0),
                name="duct_type_wall_positive",
            ),
            models.CheckConstraint(
                condition=Q(outer_mm__isnull=True)
                | Q(wall_mm__isnull=True)
                | Q(outer_mm__gt=2 * F("wall_mm")),
                name="duct_type_inner_below_outer",
            ),
        ]


class BundleMember(models.Model):
    """Tube number n of a bundle type, such as each of the 24 of 24×7×1.5."""

    bundle_type = models.ForeignKey(
        DuctType, models.CASCADE, related_name="members", verbose_name=_("bundle")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    tube_type = models.ForeignKey(
        DuctType, models.PROTECT, related_name="member_of", verbose_name=_("tube")
    )

    class Meta:
        verbose_name = _("tube of the bundle")
        verbose_name_plural = _("tubes of the bundle")
        ordering = ["bundle_type", "number"]
        constraints = [
            models.UniqueConstraint(fields=["bundle_type", "number"], name="bundle_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="bundle_number_positive"),
            models.CheckConstraint(
                condition=~Q(bundle_type=F("tube_type")), name="bundle_not_in_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bundle_type} · {self.number}: {self.tube_type}"
