"""Exports that people asked for, files that people sent, and the districts of the city."""

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
from gis.uploads.kinds import BY_CONTENT, WORDS, Content

BREATH = timedelta(seconds=60)
"""Without a sign of life for so long, whoever made it is gone."""


class ExportState(models.TextChoices):
    MAKING = "making", _("being made")
    DONE = "done", _("finished")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class Export(models.Model):
    """A file of a table, for the person who asked for it; `query` is that of the table's page.

    It holds what the person could see when it was made; it is handed out only while the person
    sees the same (`sight`), and is deleted after a day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="exports", verbose_name=_("person")
    )
    table = models.CharField(_("table"), max_length=40)
    query = models.TextField(blank=True)
    format = models.CharField(max_length=12)
    language = models.CharField(max_length=5)
    sight = models.CharField(max_length=64, default="", editable=False)
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


class StoredFile(models.Model):
    """A file that somebody sent, as checked by `gis.uploads`; never changed afterwards.

    It says nothing about who may see it: whatever refers to it does.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=150)
    content = models.CharField(
        max_length=10, choices=[(kind.value, WORDS[kind]) for kind in BY_CONTENT]
    )
    size = models.PositiveBigIntegerField(_("size (bytes)"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    taken_at = models.DateTimeField(_("date of the photo"), null=True)
    """When the photo was taken, by the clock of the camera, as the city's time."""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="stored_files",
        verbose_name=_("sent by"),
    )
    created_at = models.DateTimeField(_("sent on"), default=timezone.now)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(content__in=[kind.value for kind in BY_CONTENT]),
                name="stored_file_content_known",
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="stored_file_not_empty"),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="stored_file_checksum"
            ),
            models.CheckConstraint(
                condition=models.Q(name__regex=r"^[^/\\\x01-\x1f\x7f]+$"),
                name="stored_file_name_plain",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_photo(self) -> bool:
        return BY_CONTENT[Content(self.content)].is_photo

    @property
    def path(self) -> Path:
        """Outside of everything that is served, under a random name without an ending."""
        return Path(settings.UPLOAD_FOLDER) / self.pk.hex[:2] / self.pk.hex

    @property
    def thumbnail_path(self) -> Path:
        """Of a photo."""
        return self.path.with_suffix(".webp")


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


class DailyPart(models.Model):
    """What came of one part of the daily run on one day; `done_at` is missing where it failed."""

    day = models.DateField(_("day"))
    name = models.SlugField(_("part"), max_length=40)
    tried_at = models.DateTimeField(_("tried on"), default=timezone.now)
    done_at = models.DateTimeField(_("done"), null=True)
    problem = models.TextField(_("problem"), blank=True, default="")

    class Meta:
        verbose_name = _("part of the daily run")
        verbose_name_plural = _("parts of the daily run")
        ordering = ["-day", "name"]
        constraints = [
            models.UniqueConstraint(fields=["day", "name"], name="daily_part_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(done_at__isnull=True) | models.Q(problem=""),
                name="daily_part_done_without_problem",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
