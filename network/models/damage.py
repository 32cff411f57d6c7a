"""Damage to a duct or strand: nobody can use the unit until it is mended."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.viewer import Viewer
from assets.models import DuctSection, Segment, Strand
from assets.models.versioned import Versioned


class DamageQuerySet(models.QuerySet["Damage"]):
    def visible_to(self, user: Viewer) -> DamageQuerySet:
        seen = Q(section__in=DuctSection.objects.visible_to(user))
        return self.filter(seen | Q(strand__in=Strand.objects.visible_to(user)))


class Damage(Versioned):
    section = models.ForeignKey(
        DuctSection,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="damages",
        verbose_name=_("duct section"),
    )
    strand = models.ForeignKey(
        Strand,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="damages",
        verbose_name=_("strand"),
    )
    period = DateRangeField(_("period"))
    description = models.TextField(_("description"))

    objects = DamageQuerySet.as_manager()

    class Meta:
        verbose_name = _("damage")
        verbose_name_plural = _("damages")
        constraints = [
            models.CheckConstraint(
                condition=Q(section__isnull=False, strand__isnull=True)
                | Q(section__isnull=True, strand__isnull=False),
                name="damage_on_one_unit",
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False), name="damage_period_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def segment(self) -> Segment | None:
        return self.section.segment if self.section else None
