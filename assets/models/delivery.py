"""A file that somebody imports on the screen: read, tried, imported."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

BREATH = timedelta(seconds=60)
"""Without a sign of life for so long, whoever worked on it is gone."""


class DeliveryState(models.TextChoices):
    """Where it stands; what was tried and found good may be imported."""

    READING = "reading", _("is being read")
    READ = "read", _("read")
    TRYING = "trying", _("is being tried")
    TRIED = "tried", _("tried")
    IMPORTING = "importing", _("is being imported")
    IMPORTED = "imported", _("imported")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


RUNNING = (DeliveryState.READING, DeliveryState.TRYING, DeliveryState.IMPORTING)


class Delivery(models.Model):
    """Its file and reports lie in a folder of its own and are deleted with it after a week."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="deliveries",
        verbose_name=_("person"),
    )
    name = models.CharField(_("file"), max_length=150)
    language = models.CharField(max_length=5)
    state = models.CharField(
        _("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.READING
    )
    layers = models.JSONField(default=list)
    """What the file holds (`assets.importing.preview`)."""
    draft = models.TextField(blank=True, default="")
    mapping_name = models.CharField(max_length=60, blank=True, default="")
    mapping = models.TextField(blank=True, default="")
    """TOML: with what it was tried, and will be imported."""
    result = models.JSONField(null=True)
    """Counts and kinds of findings of the last trial, or of the import."""
    step = models.CharField(max_length=200, blank=True, default="")
    steps_done = models.PositiveIntegerField(default=0)
    steps_total = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)
    alive_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="delivery_state_known"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> Path:
        """Outside of everything that is served."""
        return Path(settings.IMPORT_FOLDER) / self.pk.hex

    @property
    def path(self) -> Path:
        """Under its own name, which layers may go by."""
        return self.folder / "delivery" / self.name

    def report(self, ending: str) -> Path:
        return self.folder / f"report.{ending}"

    @property
    def is_broken(self) -> bool:
        """Whoever worked on it went away without a word: the server was stopped."""
        return self.state in RUNNING and timezone.now() - self.alive_at > BREATH

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING and not self.is_broken

    @property
    def may_be_tried(self) -> bool:
        known = self.state in RUNNING or self.state == DeliveryState.IMPORTED
        return bool(self.layers) and (self.is_broken or not known)

    @property
    def percent(self) -> int:
        return min(100 * self.steps_done // self.steps_total, 99) if self.steps_total else 0
