"""When a step of a case is due, by which rule, and whether it was done in time."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.viewer import Viewer
from reservations.models.access_request import AccessRequest
from reservations.models.clock_rule import ClockRule, LegalStep


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def visible_to(self, user: Viewer) -> DeadlineQuerySet:
        return self.filter(request__in=AccessRequest.objects.visible_to(user))

    def running(self) -> DeadlineQuerySet:
        return self.filter(met_on__isnull=True, due_on__isnull=False)


class Deadline(models.Model):
    """`due_on` is the last day, with the extension where there was one; null while paused."""

    request = models.ForeignKey(AccessRequest, models.CASCADE, related_name="deadlines")
    rule = models.ForeignKey(ClockRule, models.PROTECT, related_name="+", verbose_name=_("rule"))
    step = models.CharField(_("what is to be done"), max_length=12, choices=LegalStep.choices)
    started_on = models.DateField(_("started"))
    due_on = models.DateField(_("due"), null=True)
    extended_on = models.DateField(_("extension told on"), null=True)
    extension_reason = models.CharField(_("why extended"), max_length=300, blank=True)
    met_on = models.DateField(_("done on"), null=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["request", "due_on"]
        indexes = [
            models.Index(
                fields=["due_on"], name="deadline_running", condition=Q(met_on__isnull=True)
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["request", "step"], name="deadline_once_a_step"),
            models.CheckConstraint(
                condition=Q(step__in=LegalStep.values), name="deadline_step_known"
            ),
            models.CheckConstraint(
                condition=Q(extended_on__isnull=True, extension_reason="")
                | (
                    Q(extended_on__isnull=False, extended_on__gte=F("started_on"))
                    & ~Q(extension_reason="")
                ),
                name="deadline_extended_with_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} · {self.due_on}"
