"""That the national dispute body was called about a request (Art. 13 GIA, § 149 TKG)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.viewer import Viewer
from reservations.models.access_request import AccessRequest


class DisputeQuerySet(models.QuerySet["Dispute"]):
    def visible_to(self, user: Viewer) -> DisputeQuerySet:
        return self.filter(request__in=AccessRequest.objects.visible_to(user))


class Dispute(models.Model):
    """Called on a day; `ruling` is what the body decided, once it has. Both stand as recorded."""

    request = models.OneToOneField(AccessRequest, models.PROTECT, related_name="dispute")
    filed_on = models.DateField(_("called on"))
    reference = models.CharField(_("reference"), max_length=100, blank=True)
    by_applicant = models.BooleanField(_("noted by the applicant"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    recorded_at = models.DateTimeField(_("recorded"))
    ruled_on = models.DateField(_("decided on"), null=True, blank=True)
    ruling = models.CharField(_("what was decided"), max_length=300, blank=True)

    objects = DisputeQuerySet.as_manager()

    class Meta:
        verbose_name = _("call of the dispute body")
        verbose_name_plural = _("calls of the dispute body")
        constraints = [
            models.CheckConstraint(
                condition=Q(ruled_on__isnull=True, ruling="")
                | (Q(ruled_on__isnull=False, ruled_on__gte=F("filed_on")) & ~Q(ruling="")),
                name="dispute_ruling_is_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.request} · {self.filed_on}"
