"""What every asset has: identity, who owns and runs it, life cycle, source, version."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.contrib.gis.db.models import Extent
from django.contrib.gis.geos import GEOSGeometry
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Grant, Organisation
from accounts.roles import Capability
from accounts.viewer import Viewer


class LifeCycle(models.TextChoices):
    """Physical state, nothing else; occupancy and availability are axes of their own."""

    IDEA = "idea", _("idea")
    PLANNED = "planned", _("planned")
    UNDER_CONSTRUCTION = "under_construction", _("under construction")
    BUILT_UNUSED = "built_unused", _("built, not in use")
    IN_SERVICE = "in_service", _("in service")
    OUT_OF_SERVICE = "out_of_service", _("out of service")
    ABANDONED = "abandoned", _("abandoned")
    REMOVED = "removed", _("removed")


IN_USE = ~Q(life_cycle=LifeCycle.REMOVED)
"""Of rows: what has not been removed."""


class Provenance(models.TextChoices):
    SURVEYED = "surveyed", _("surveyed")
    IMPORTED = "imported", _("imported")
    COMPUTED = "computed", _("computed")
    ESTIMATED = "estimated", _("estimated")


class PublicationClass(models.TextChoices):
    PUBLIC = "public", _("public")
    RESTRICTED = "restricted", _("restricted")
    PROTECTED = "protected", _("protected")


Box = tuple[float, float, float, float]
"""West, south, east, north in metres of the storage system."""


_OPENED = (
    "EXISTS (SELECT FROM assets_{concept}_grants"
    " WHERE {concept}_id = {{key}} AND grant_id = ANY ({{grants}}))"
)


class AssetQuerySet(models.QuerySet[Any]):
    """The one rule who sees which asset; each concept says what lies in an area."""

    def visible_to(self, user: Viewer) -> Self:
        """Staff see all; contractors what lies in their area; others what a grant opens."""
        if user.can(Capability.SEE_EXACT_PLANT):
            return self
        if not user.is_authenticated:
            return self.none()
        opened = _OPENED.format(concept=self.model._meta.model_name)
        return self.filter(Grant.objects.opened(user, opened) | self.in_area_of(user))

    def in_area_of(self, user: Viewer) -> Q:
        """What lies in the area of a contractor, as a condition; nothing for all others."""
        area = user.write_area if user.can(Capability.SEE_OWN_AREA) else None
        return self.in_area(area) if area is not None else Q(pk__in=[])

    def in_area(self, area: GEOSGeometry) -> Q:
        """What lies in an area, as a condition; a concept without a place of its own overrides."""
        return Q(geom__intersects=area)

    def shown_in_area(self, area: GEOSGeometry, user: Viewer) -> Q:
        """What filters find in an area, of rows that the viewer sees.

        By what is shown to this viewer, so that hit or miss tells no more than the answer. Concepts
        of which a part may be seen override.
        """
        return self.in_area(area)

    def shown_extent(self, user: Viewer) -> Box | None:
        """The box of what is shown to this viewer of these rows; None where that is nothing.

        Concepts without a place of their own, or of which a part may be seen, override.
        """
        return self.order_by().aggregate(box=Extent("geom"))["box"]

    def in_use(self) -> Self:
        """What has not been removed."""
        return self.filter(IN_USE)


def owner_key(verbose: Any, related: str, **options: Any) -> models.ForeignKey:
    """A reference to an organisation; related names carry the concept's plural."""
    return models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name=f"{related}_%(class)ss",
        verbose_name=verbose,
        **options,
    )


class Asset(models.Model):
    """Abstract base. The database keeps `version` and `updated_at`, whoever writes."""

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("code"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True, db_default="")
    owner = owner_key(_("owner"), "owned")
    operator = owner_key(_("operator"), "operated", null=True, blank=True)
    used_by = owner_key(_("used by"), "used", null=True, blank=True)
    life_cycle = models.CharField(
        _("life cycle"), max_length=20, choices=LifeCycle.choices, default=LifeCycle.IN_SERVICE
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("First day on which it is gone.")
    )
    publication = models.CharField(
        _("publication class"),
        max_length=12,
        choices=PublicationClass.choices,
        default=PublicationClass.RESTRICTED,
        db_default=PublicationClass.RESTRICTED,
    )
    provenance = models.CharField(
        _("source of the data"),
        max_length=10,
        choices=Provenance.choices,
        default=Provenance.SURVEYED,
        db_default=Provenance.SURVEYED,
    )
    source_system = models.CharField(
        _("source system"), max_length=60, blank=True, default="", db_default=""
    )
    source_id = models.CharField(
        _("id in the source"), max_length=120, blank=True, default="", db_default=""
    )
    imported_version = models.PositiveIntegerField(
        _("version as imported"), null=True, blank=True, editable=False
    )
    project = models.ForeignKey(
        "assets.Project", models.PROTECT, null=True, blank=True, verbose_name=_("project")
    )
    remarks = models.TextField(_("remarks"), blank=True, default="", db_default="")
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    updated_at = models.DateTimeField(_("changed"), db_default=Now(), editable=False)
    grants = models.ManyToManyField(
        Grant, blank=True, related_name="%(class)ss", verbose_name=_("opened by"), editable=False
    )

    objects = AssetQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


def asset_constraints(concept: str) -> list[models.BaseConstraint]:
    """The constraints that every concept's table carries, named after it."""
    return [
        models.CheckConstraint(condition=~Q(code=""), name=f"{concept}_code_given"),
        models.CheckConstraint(
            condition=Q(life_cycle__in=LifeCycle.values), name=f"{concept}_life_cycle_known"
        ),
        models.CheckConstraint(
            condition=Q(valid_from__isnull=True)
            | Q(valid_to__isnull=True)
            | Q(valid_from__lt=F("valid_to")),
            name=f"{concept}_validity_in_order",
        ),
        models.UniqueConstraint(
            fields=["source_system", "source_id"],
            condition=~Q(source_id=""),
            name=f"{concept}_source_once",
        ),
    ]
