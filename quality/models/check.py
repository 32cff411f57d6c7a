"""What is yet to be checked, and how far the check of everything has come."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class CheckQueue(models.Model):
    """Objects that changed since they were checked; append-only, so that writers never wait here.

    `kind` is a concept, or "section" for the duct that a duct section belongs to. Triggers write
    up to 500 ids into a row, and the transaction that changed them.
    """

    kind = models.CharField(max_length=8)
    ids = ArrayField(models.BigIntegerField())

    def __str__(self) -> str:
        return f"{self.kind}: {len(self.ids)}"


class CheckRun(models.Model):
    """A check of everything, in batches: all of a concept up to `position` are checked.

    At most one is unfinished. `began_behind`: all transactions with smaller numbers are checked.
    """

    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    concept = models.CharField(max_length=8)
    position = models.BigIntegerField(default=0)
    checked = models.BigIntegerField(_("objects checked"), default=0)
    began_behind = models.BigIntegerField()

    class Meta:
        verbose_name = _("check of everything")
        verbose_name_plural = _("checks of everything")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"
