"""Who may see exact plant, until when, because of which case.

What a grant opens is said by the concepts themselves (`grants` on site, segment, duct and cable).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation
from accounts.roles import Capability
from accounts.viewer import Viewer


class Opened(Func):
    """Whether one grant in force opens all the plant whose primary keys stand in columns.

    Written as SQL because it stands in nearly every statement for those who do not see all: the
    grants are read once in a statement, and Django has next to nothing to compile.
    """

    output_field = models.BooleanField()

    def __init__(self, plant: Mapping[str, type[models.Model]], user: Viewer) -> None:
        super().__init__(*(models.F(column) for column in plant))
        first, *more = (
            (one.grants.through._meta.db_table, f"{one._meta.model_name}_id")  # type: ignore[attr-defined]
            for one in plant.values()
        )
        joined = "".join(f' JOIN "{table}" USING (grant_id)' for table, _key in more)
        keys = " AND ".join(f'"{table}"."{key}" = {{}}' for table, key in (first, *more))
        self._sql = (
            f'EXISTS (SELECT FROM "{first[0]}"{joined} WHERE {keys}'
            " AND grant_id = ANY (ARRAY(SELECT id FROM accounts_grant"
            " WHERE organisation_id = ANY (%s) AND valid @> %s::date)))"
        )
        self._parameters = (sorted(user.organisation_ids), timezone.localdate())

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        compiled = [compiler.compile(one) for one in self.source_expressions]
        keys = [sql for sql, _parameters in compiled]
        given = [value for _sql, parameters in compiled for value in parameters]
        return self._sql.format(*keys), (*given, *self._parameters)


class GrantQuerySet(models.QuerySet["Grant"]):
    def opened(self, user: Viewer, **plant: type[models.Model]) -> Q:
        """What a grant opens to this viewer today: concepts by the columns with their keys.

        Of several it must be one grant: two together open nothing that neither does.
        """
        if not (user.holds_grants and user.organisation_ids):
            return Q(pk__in=[])
        return Q(Opened(plant, user))

    def content(self) -> list[tuple[str, int, int]]:
        """All that these grants open, in order: concept, key of the grant, key of the plant."""
        found: list[tuple[str, int, int]] = []
        keys = set(self.values_list("pk", flat=True))
        for relation in self.model._meta.related_objects if keys else ():
            if relation.many_to_many:
                concept = relation.related_model._meta.model_name
                opened = relation.through.objects.filter(grant__in=keys)  # type: ignore[attr-defined]
                pairs = opened.values_list("grant_id", f"{concept}_id")
                found += ((concept, grant, plant) for grant, plant in pairs)
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
