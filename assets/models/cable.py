"""Cables, their way through segments and ducts, and their tubes and strands."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.gis.db.models import Extent
from django.contrib.gis.geos import GEOSGeometry
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.roles import Capability
from accounts.viewer import Viewer
from assets.models.asset import Asset, AssetQuerySet, Box, asset_constraints
from assets.models.cable_type import CableType
from assets.models.duct import DuctSection
from assets.models.segment import Segment
from assets.models.site import Site


class RouteQuality(models.TextChoices):
    SURVEYED = "surveyed", _("surveyed")
    SCHEMATIC = "schematic", _("schematic")
    UNKNOWN = "unknown", _("unknown")


class Laying(models.TextChoices):
    DUCT = "duct", _("in a duct")
    BURIED = "buried", _("buried directly")
    AERIAL = "aerial", _("aerial")
    TRAY = "tray", _("on a tray")
    SEWER = "sewer", _("in a sewer")
    UNKNOWN = "unknown", _("unknown")


class CableQuerySet(AssetQuerySet):
    def in_area(self, area: GEOSGeometry) -> Q:
        """A cable lies in an area if any of its sections does."""
        return _passes(Segment.objects.all(), area)

    def shown_in_area(self, area: GEOSGeometry, user: Viewer) -> Q:
        """By its sections in segments that the viewer sees."""
        return _passes(Segment.objects.visible_to(user), area)

    def shown_extent(self, user: Viewer) -> Box | None:
        """Of their sections in segments that the viewer sees."""
        cables = self.order_by().values("pk")
        passed = Segment.objects.visible_to(user).filter(cable_sections__cable__in=cables)
        return passed.aggregate(box=Extent("geom"))["box"]


def _passes(segments: QuerySet[Segment], area: GEOSGeometry) -> Q:
    there = segments.filter(geom__intersects=area, cable_sections__cable=OuterRef("pk"))
    return Q(Exists(there))


class Cable(Asset):
    """A cable from end to end; both ends and the route may be unknown.

    `fibre_count` repeats the type's (a foreign key over both keeps them equal), so that strands can
    be checked against it. Tubes and strands are made by the database when the cable is inserted.
    """

    type = models.ForeignKey(CableType, models.PROTECT, verbose_name=_("type"))
    fibre_count = models.PositiveSmallIntegerField(_("fibres"), editable=False)
    start_site = models.ForeignKey(
        Site,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cables_out",
        verbose_name=_("start"),
    )
    end_site = models.ForeignKey(
        Site,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cables_in",
        verbose_name=_("end"),
    )
    route_quality = models.CharField(
        _("route"), max_length=10, choices=RouteQuality.choices, default=RouteQuality.UNKNOWN
    )
    sheath_start_m = models.FloatField(_("metre mark at the start"), null=True, blank=True)
    sheath_end_m = models.FloatField(_("metre mark at the end"), null=True, blank=True)
    stated_length_m = models.FloatField(_("stated length (m)"), null=True, blank=True)

    objects = CableQuerySet.as_manager()

    class Meta:
        verbose_name = _("cable")
        verbose_name_plural = _("cables")
        ordering = ["code"]
        constraints = [
            *asset_constraints("cable"),
            models.CheckConstraint(
                condition=Q(route_quality__in=RouteQuality.values),
                name="cable_route_quality_known",
            ),
            models.CheckConstraint(
                condition=Q(stated_length_m__isnull=True) | Q(stated_length_m__gt=0),
                name="cable_stated_length_positive",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fibre_count = self.type.fibre_count
        super().save(*args, **kwargs)


class _OfCableQuerySet(models.QuerySet[Any]):
    """Rows that are seen exactly where their cable is."""

    def visible_to(self, user: Viewer) -> Self:
        if user.can(Capability.SEE_EXACT_PLANT):
            return self
        return self.filter(cable__in=Cable.objects.visible_to(user))


class CableSection(models.Model):
    """One cable in one segment, inside a duct section of that segment or by itself."""

    cable = models.ForeignKey(
        Cable, models.CASCADE, related_name="sections", verbose_name=_("cable")
    )
    segment = models.ForeignKey(
        Segment, models.PROTECT, related_name="cable_sections", verbose_name=_("segment")
    )
    rank = models.FloatField(_("order"))
    reversed = models.BooleanField(_("against the line"), default=False)
    duct_section = models.ForeignKey(
        DuctSection,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cable_sections",
        verbose_name=_("in duct section"),
        db_constraint=False,
    )
    laying = models.CharField(_("laying"), max_length=8, choices=Laying.choices)
    slack_m = models.FloatField(_("slack (m)"), default=0)

    objects = _OfCableQuerySet.as_manager()

    class Meta:
        verbose_name = _("cable section")
        verbose_name_plural = _("cable sections")
        constraints = [
            models.UniqueConstraint(fields=["cable", "rank"], name="cable_section_rank_once"),
            models.CheckConstraint(
                condition=Q(laying=Laying.DUCT, duct_section__isnull=False)
                | (~Q(laying=Laying.DUCT) & Q(duct_section__isnull=True)),
                name="cable_section_duct_if_in_duct",
            ),
            models.CheckConstraint(
                condition=Q(laying__in=Laying.values), name="cable_section_laying_known"
            ),
            models.CheckConstraint(condition=Q(slack_m__gte=0), name="cable_section_slack_sign"),
        ]

    def __str__(self) -> str:
        return f"{self.cable_id} in {self.segment_id}"


class Tube(models.Model):
    """Buffer tube of a cable (Bündelader); the colour follows from the type's order."""

    cable = models.ForeignKey(Cable, models.CASCADE, related_name="tubes", verbose_name=_("cable"))
    number = models.PositiveSmallIntegerField(_("number"))

    objects = _OfCableQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a cable", "tube")
        verbose_name_plural = pgettext_lazy("of a cable", "tubes")
        ordering = ["cable", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cable", "number"], name="tube_number_once"),
            models.UniqueConstraint(fields=["id", "cable"], name="tube_cable_key"),
            models.CheckConstraint(condition=Q(number__gte=1), name="tube_number_positive"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Strand(models.Model):
    """One fibre: its number in the cable and in its tube."""

    cable = models.ForeignKey(
        Cable, models.CASCADE, related_name="strands", verbose_name=_("cable")
    )
    tube = models.ForeignKey(
        Tube,
        models.CASCADE,
        related_name="strands",
        verbose_name=pgettext_lazy("of a cable", "tube"),
        db_constraint=False,
    )
    number = models.PositiveSmallIntegerField(_("number"))
    number_in_tube = models.PositiveSmallIntegerField(_("number in the tube"))

    objects = _OfCableQuerySet.as_manager()

    class Meta:
        verbose_name = _("strand")
        verbose_name_plural = _("strands")
        ordering = ["cable", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cable", "number"], name="strand_number_once"),
            models.UniqueConstraint(
                fields=["tube", "number_in_tube"], name="strand_number_in_tube_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number_in_tube__gte=1), name="strand_number_positive"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)
