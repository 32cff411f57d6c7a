"""Objects that are exempt from access and information, each with its reason."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import Viewer


class ExemptConcept(models.TextChoices):
    SITE = "site", _("site")
    SEGMENT = "segment", _("route segment")


class ExemptReason(models.TextChoices):
    """Art. 3 (10) and 4 (7) GIA; § 79 (3) TKG for critical infrastructure."""

    CRITICAL = "critical", _("critical infrastructure")
    PUBLIC_ORDER = "public_order", _("public order and security")
    PUBLIC_HEALTH = "public_health", _("public health")
    HERITAGE = "heritage", _("architectural, historical, religious or environmental value")
    UNSUITABLE = "unsuitable", _("technically unsuitable")
    DISPROPORTIONATE = "disproportionate", _("out of proportion")


class ExemptionQuerySet(models.QuerySet["Exemption"]):
    def visible_to(self, user: Viewer) -> ExemptionQuerySet:
        """The list itself tells what is worth protecting: for those who see all plant."""
        return self if user.can(Capability.SEE_EXACT_PLANT) else self.none()


class Exemption(models.Model):
    """While it stands, the object's publication class is *protected*; the database sees to it."""

    concept = models.CharField(_("concept"), max_length=8, choices=ExemptConcept.choices)
    code = models.CharField(_("code"), max_length=80)
    reason = models.CharField(_("reason"), max_length=16, choices=ExemptReason.choices)
    explanation = models.TextField(_("explanation"), max_length=2_000)
    source = models.CharField(_("source"), max_length=300)
    added_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("by"), editable=False
    )
    added_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exempt object")
        verbose_name_plural = _("exempt objects")
        ordering = ["concept", "code"]
        constraints = [
            models.UniqueConstraint(fields=["concept", "code"], name="exemption_once"),
            models.CheckConstraint(
                condition=Q(concept__in=ExemptConcept.values, reason__in=ExemptReason.values),
                name="exemption_choices_known",
            ),
            models.CheckConstraint(
                condition=~Q(explanation="") & ~Q(source=""), name="exemption_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.code
