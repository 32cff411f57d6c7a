"""Who may see exact plant, until when, because of which case.

What a grant opens is said by the concepts themselves (`grants` on site, segment, duct and cable).
"""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation
from accounts.roles import Capability
from accounts.viewer import Viewer


class GrantQuerySet(models.QuerySet["Grant"]):
    def in_force_for(self, user: Viewer) -> GrantQuerySet:
        """The grants that open something to this viewer today."""
        return self.filter(
            organisation_id__in=user.organisation_ids, valid__contains=timezone.localdate()
        )

    def visible_to(self, user: Viewer) -> GrantQuerySet:
        if user.can(Capability.SEE_ALL_CLAIMS):
            return self
        return self.filter(organisation_id__in=user.organisation_ids)


class Grant(models.Model):
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="grants", verbose_name=_("organisation")
    )
    case_reference = models.CharField(_("case"), max_length=100)
    valid = DateRangeField(_("valid"))
    # Whether the change feed was told that it opens something; kept by the database.
    opens = models.BooleanField(default=False, db_default=False, editable=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant of sight")
        verbose_name_plural = _("grants of sight")
        indexes = [models.Index(fields=["organisation"], name="grant_organisation")]
        constraints = [
            models.CheckConstraint(condition=Q(valid__isempty=False), name="grant_valid_not_empty"),
            models.CheckConstraint(condition=~Q(case_reference=""), name="grant_names_its_case"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.case_reference}"
