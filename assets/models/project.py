"""A measure: a building project or a lot of a funding programme."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Capability
from accounts.viewer import Viewer
from assets.models.versioned import Versioned


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: Viewer) -> ProjectQuerySet:
        return self if user.can(Capability.SEE_EXACT_PLANT) else self.none()


class Project(Versioned):
    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    principal = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, verbose_name=_("principal")
    )
    funding_programme = models.CharField(_("funding programme"), max_length=120, blank=True)
    funding_reference = models.CharField(_("grant notice"), max_length=80, blank=True)
    starts_on = models.DateField(_("starts"), null=True, blank=True)
    ends_on = models.DateField(_("ends"), null=True, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="project_code_given"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(starts_on__lte=models.F("ends_on")),
                name="project_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
