"""That the regulator was told of an agreement on access (§ 138 (4) TKG)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.viewer import Viewer
from reservations.models.access_request import AccessRequest


class RegulatorNoticeQuerySet(models.QuerySet["RegulatorNotice"]):
    def visible_to(self, user: Viewer) -> RegulatorNoticeQuerySet:
        return self.filter(request__in=AccessRequest.objects.visible_to(user))


class RegulatorNotice(models.Model):
    """Done on a day, under a reference that the regulator knows; it stands as recorded."""

    request = models.OneToOneField(AccessRequest, models.PROTECT, related_name="regulator_notice")
    told_on = models.DateField(_("told on"))
    reference = models.CharField(_("reference"), max_length=100)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    recorded_at = models.DateTimeField(_("recorded"))

    objects = RegulatorNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice to the regulator")
        verbose_name_plural = _("notices to the regulator")
        constraints = [
            models.CheckConstraint(condition=~Q(reference=""), name="notice_has_reference")
        ]

    def __str__(self) -> str:
        return f"{self.request} · {self.reference}"
