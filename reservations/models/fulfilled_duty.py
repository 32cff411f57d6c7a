"""Duties of the city with a clock that are fulfilled outside of the request."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.viewer import Viewer
from reservations.models.access_request import AccessRequest
from reservations.models.clock_rule import LegalStep

DUTY_STEPS = (LegalStep.NOTIFICATION, LegalStep.PUBLICATION)
"""To tell the regulator of an agreement (§ 138 (4) TKG), to publish planned works (Art. 6 GIA)."""

LONGEST_REFERENCE = 300
LONGEST_AT_REGULATOR = 100
"""Characters of a reference of the regulator."""


class FulfilledDutyQuerySet(models.QuerySet["FulfilledDuty"]):
    def visible_to(self, user: Viewer) -> FulfilledDutyQuerySet:
        return self.filter(request__in=AccessRequest.objects.visible_to(user))


class FulfilledDuty(models.Model):
    """Done on a day; `reference` leads to it: an address, a number. It stands as recorded."""

    request = models.ForeignKey(AccessRequest, models.PROTECT, related_name="fulfilled_duties")
    step = models.CharField(_("what was done"), max_length=12, choices=LegalStep.choices)
    done_on = models.DateField(_("done on"))
    reference = models.CharField(_("reference"), max_length=LONGEST_REFERENCE)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    recorded_at = models.DateTimeField(_("recorded"))

    objects = FulfilledDutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("fulfilled duty")
        verbose_name_plural = _("fulfilled duties")
        constraints = [
            models.UniqueConstraint(fields=["request", "step"], name="duty_fulfilled_once"),
            models.CheckConstraint(condition=Q(step__in=DUTY_STEPS), name="duty_step_known"),
            models.CheckConstraint(condition=~Q(reference=""), name="duty_has_reference"),
            models.CheckConstraint(
                condition=~Q(step=LegalStep.NOTIFICATION)
                | Q(LessThanOrEqual(Length("reference"), LONGEST_AT_REGULATOR)),
                name="duty_reference_fits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} · {self.get_step_display()}"

    @property
    def address(self) -> str:
        """Where it can be opened in the net; nothing where the reference is something else."""
        scheme, separator, _rest = self.reference.partition("://")
        opens = separator and scheme.lower() in ("http", "https")
        return self.reference if opens and len(self.reference.split()) == 1 else ""
