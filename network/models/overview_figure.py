"""Sums of the network by district and kind of segment, as of when they were computed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from assets.models.segment import SegmentKind
from gis.models import District


class OverviewFigure(models.Model):
    """Tube metres: the length of a segment times the number of its innermost tubes.

    Made anew as a whole by network/services/overview.py; without a district: outside of all.
    """

    district = models.ForeignKey(
        District, models.CASCADE, null=True, blank=True, verbose_name=_("city district")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=SegmentKind.choices)
    segments = models.PositiveIntegerField()
    length_m = models.FloatField()
    free_m = models.FloatField()
    reserved_m = models.FloatField()
    occupied_m = models.FloatField()
    blocked_m = models.FloatField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "kind"], name="overview_figure_once")
        ]

    def __str__(self) -> str:
        return f"{self.district_id} {self.kind}"
