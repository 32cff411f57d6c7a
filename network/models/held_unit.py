"""What a claim names: a duct from site to site, whole or with room for a cable; or a strand.

Units name ducts and sites, never sections, so that a split of a segment leaves them as they are.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assets.models import Duct, Site, Strand
from network.models.holder import Holder


class HeldUnit(models.Model):
    """One duct between two of its sites, whole or with room for a cable; or one strand."""

    holder = models.ForeignKey(
        Holder, models.CASCADE, related_name="units", verbose_name=_("holder")
    )
    duct = models.ForeignKey(
        Duct,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="held_units",
        verbose_name=_("duct"),
    )
    from_site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("from")
    )
    to_site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("to")
    )
    cable_outer_mm = models.FloatField(
        _("room for a cable of outer diameter (mm)"), null=True, blank=True
    )
    strand = models.ForeignKey(
        Strand,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="held_units",
        verbose_name=_("strand"),
    )

    class Meta:
        verbose_name = _("reserved unit")
        verbose_name_plural = _("reserved units")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    duct__isnull=False,
                    from_site__isnull=False,
                    to_site__isnull=False,
                    strand__isnull=True,
                )
                | Q(
                    duct__isnull=True,
                    from_site__isnull=True,
                    to_site__isnull=True,
                    cable_outer_mm__isnull=True,
                    strand__isnull=False,
                ),
                name="held_unit_names_one_unit",
            ),
            models.CheckConstraint(
                condition=Q(duct__isnull=True) | ~Q(from_site=F("to_site")),
                name="held_unit_has_extent",
            ),
            models.CheckConstraint(
                condition=Q(cable_outer_mm__isnull=True) | Q(cable_outer_mm__gt=0),
                name="held_unit_cable_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duct or self.strand}"
