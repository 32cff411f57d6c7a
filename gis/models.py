"""Exports that people asked for, and the districts of the city."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.gis.db import models as gis_models
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis import srid

BREATH = timedelta(seconds=60)
"""Without a sign of life for so long, whoever made it is gone."""


class ExportState(models.TextChoices):
    MAKING = "making", _("being made")
    DONE = "done", _("finished")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class Export(models.Model):
    """A file of a table, for the person who asked for it; `query` is that of the table's page.

    It holds what the person could see when it was made, and is deleted after a day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports", verbose_name=_("person")
    )
    table = models.CharField(_("table"), max_length=40)
    query = models.TextField(blank=True)
    format = models.CharField(max_length=12)
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=10, choices=ExportState.choices, default=ExportState.MAKING)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    alive_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ExportState.values), name="export_state_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.table}.{self.format}"

    @property
    def path(self) -> Path:
        """Outside of everything that is served."""
        return Path(settings.EXPORT_FOLDER) / f"{self.pk}.{self.format}"

    @property
    def is_broken(self) -> bool:
        """Its maker went away without a word, for example because the server was stopped."""
        return self.state == ExportState.MAKING and timezone.now() - self.alive_at > BREATH

    @property
    def percent(self) -> int:
        return min(100 * self.rows_done // self.rows_total, 100) if self.rows_total else 0


class District(models.Model):
    """A part of the city, for sums; imported as a whole by `manage.py import_districts`."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    geom = gis_models.MultiPolygonField(_("area"), srid=srid.STORAGE)

    class Meta:
        verbose_name = _("city district")
        verbose_name_plural = _("city districts")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="district_name_given")
        ]

    def __str__(self) -> str:
        return self.name
