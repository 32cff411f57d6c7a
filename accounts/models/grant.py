"""Who may see exact plant, until when, because of which case.

What a grant opens is said by the concepts themselves (`grants` on site, segment, duct and cable);
in which segments it opens a duct follows from what its claim holds (`assets/stretches.py`).
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation
from accounts.roles import Capability
from accounts.viewer import Viewer

_IN_FORCE = (
    "ARRAY(SELECT id FROM accounts_grant WHERE organisation_id = ANY (%s) AND valid @> %s::date)"
)


class Opened(Func):
    """Whether a grant in force opens a row of what is asked for.

    Written as SQL because it stands in nearly every statement for those who do not see all: the
    grants are read once in a statement, and Django has next to nothing to compile.
    """

    output_field = models.BooleanField()

    def __init__(self, condition: str, user: Viewer) -> None:
        super().__init__(models.F("pk"))
        self._condition = condition
        self._parameters = (sorted(user.organisation_ids), timezone.localdate())

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        key, given = compiler.compile(self.source_expressions[0])
        return self._condition.format(key=key, grants=_IN_FORCE), (*given, *self._parameters)


class GrantQuerySet(models.QuerySet["Grant"]):
    def opened(self, user: Viewer, condition: str) -> Q:
        """What a grant opens to this viewer today.

        `condition` is SQL with `{key}` for the primary key of what is asked for and then, once,
        `{grants}` for an array of the grants in force.
        """
        if not (user.holds_grants and user.organisation_ids):
            return Q(pk__in=[])
        return Q(Opened(condition, user))

    def content(self) -> list[tuple[str, int, int]]:
        """All that these grants open, in order: concept, key of the grant, key of the plant.

        Where along it a claim opens a duct is in the claim's version.
        """
        found: list[tuple[str, int, int]] = []
        keys = set(self.values_list("pk", flat=True))
        for relation in self.model._meta.related_objects if keys else ():
            concept, model = relation.related_model._meta.model_name, relation.related_model
            if relation.many_to_many:
                rows, told = relation.through.objects, f"{concept}_id"  # type: ignore[attr-defined]
            else:
                rows, told = model._default_manager, "version"
            pairs = rows.filter(grant__in=keys).values_list("grant_id", told)
            found += ((concept, grant, one) for grant, one in pairs)
        return sorted(found)

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
