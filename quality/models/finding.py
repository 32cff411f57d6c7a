"""Findings: what a rule has to say about an object, from first seen to solved."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.gis.db import models
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import Viewer
from assets.models import Cable, Duct, Gateway, Segment, Site
from gis import srid
from gis.expressions import ToTileGrid
from gis.numbers import rounded
from quality.rules import BY_CODE, CONCEPTS, Rule, Severity
from quality.sight import keeps_plant

MODELS: dict[str, type[models.Model]] = {
    "site": Site,
    "segment": Segment,
    "duct": Duct,
    "cable": Cable,
    "gateway": Gateway,
}


class FindingState(models.TextChoices):
    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    SOLVED = "solved", _("solved")


class FindingQuerySet(models.QuerySet["Finding"]):
    def visible_to(self, user: Viewer) -> FindingQuerySet:
        """Working material of those who keep the plant, as far as they see the object."""
        if user.can(Capability.SEE_EXACT_PLANT):
            return self
        if not keeps_plant(user):
            return self.none()
        seen = Q()
        for concept, model in MODELS.items():
            seen |= Q(**{f"{concept}__in": model._default_manager.visible_to(user)})  # type: ignore[attr-defined]
        return self.filter(seen)

    def shown_in_area(self, area: GEOSGeometry, user: Viewer) -> Q:
        return Q(geom__intersects=area)


def _object_key(model: type[models.Model]) -> models.ForeignKey:
    """The database deletes findings with their object, whoever deletes it (sql/0002_checks.sql)."""
    return models.ForeignKey(
        model,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=model._meta.verbose_name,
        db_constraint=False,
    )


class Finding(models.Model):
    """One finding of a rule at one object; the database counts `version`.

    An accepted finding stays accepted while the numbers stay the same. What is solved and found
    again is open again, with a new first day.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    rule = models.CharField(_("rule"), max_length=40)
    site = _object_key(Site)
    segment = _object_key(Segment)
    duct = _object_key(Duct)
    cable = _object_key(Cable)
    gateway = _object_key(Gateway)
    geom = models.PointField(_("place"), srid=srid.STORAGE, null=True, blank=True)
    geom_3857 = models.GeneratedField(
        expression=ToTileGrid("geom"),
        output_field=models.PointField(srid=srid.TILE, spatial_index=False),
        db_persist=True,
    )
    measured = models.FloatField(_("measured"), null=True, blank=True)
    allowed = models.FloatField(_("allowed"), null=True, blank=True)
    other_id = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=FindingState.choices, default=FindingState.OPEN
    )
    first_seen_at = models.DateTimeField(_("first seen"))
    last_seen_at = models.DateTimeField(_("last found"))
    solved_at = models.DateTimeField(_("solved on"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("accepted by"),
    )
    accepted_at = models.DateTimeField(_("accepted on"), null=True, blank=True)
    acceptance = models.TextField(_("why it is accepted"), blank=True, default="", db_default="")
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "-id"], name="finding_state"),
            models.Index(fields=["state", "rule", "-id"], name="finding_rule"),
        ]
        constraints = [
            *(
                models.UniqueConstraint(fields=["rule", concept], name=f"finding_once_{concept}")
                for concept in CONCEPTS
            ),
            models.CheckConstraint(
                condition=Q(state__in=FindingState.values), name="finding_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=FindingState.ACCEPTED)
                | (Q(accepted_at__isnull=False) & ~Q(acceptance="")),
                name="finding_accepted_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=FindingState.SOLVED) | Q(solved_at__isnull=False),
                name="finding_solved_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.object}"

    @property
    def definition(self) -> Rule:
        return BY_CODE[self.rule]

    @property
    def title(self) -> str:
        return str(self.definition.title)

    @property
    def severity(self) -> Severity:
        return self.definition.severity

    @property
    def concept(self) -> str:
        return next(one for one in CONCEPTS if getattr(self, f"{one}_id") is not None)

    @property
    def object(self) -> Any:
        return getattr(self, self.concept)

    @property
    def object_kind(self) -> str:
        return str(MODELS[self.concept]._meta.verbose_name)

    @property
    def said(self) -> str:
        """The measured numbers in a sentence; empty where the rule measures nothing."""
        numbers = {"measured": _worded(self.measured), "allowed": _worded(self.allowed)}
        return str(self.definition.said) % numbers if self.definition.said else ""


def _worded(number: float | None) -> str:
    if number is None:
        return "–"
    decimals = next((n for n in (0, 1) if round(number, n) == number), 2)
    return rounded(number, decimals)
