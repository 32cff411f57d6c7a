"""Consent of the road authority that is deemed given because its time passed (§ 127 TKG)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.viewer import Viewer
from reservations.models.access_request import AccessRequest
from reservations.models.clock_rule import ClockRule


class DeemedConsentQuerySet(models.QuerySet["DeemedConsent"]):
    def visible_to(self, user: Viewer) -> DeemedConsentQuerySet:
        return self.filter(request__in=AccessRequest.objects.visible_to(user))


class DeemedConsent(models.Model):
    """`since` is the first day after the deadline; `recorded_at` is when the registry noted it."""

    request = models.OneToOneField(AccessRequest, models.PROTECT, related_name="deemed_consent")
    rule = models.ForeignKey(ClockRule, models.PROTECT, related_name="+", verbose_name=_("rule"))
    since = models.DateField(_("deemed given since"))
    recorded_at = models.DateTimeField(_("recorded"))

    objects = DeemedConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent deemed given")
        verbose_name_plural = _("consents deemed given")

    def __str__(self) -> str:
        return f"{self.request} · {self.since}"
