"""Route segments: any stretch between two sites in which ducts and cables lie."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import OpClass
from django.db.models import Case, F, Q, When
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from assets.models.asset import Asset, PublicationClass, asset_constraints
from assets.models.site import Accuracy, Site
from gis import srid
from gis.expressions import GeodesicLength, ToTileGrid


class SegmentKind(models.TextChoices):
    OPEN_CUT = "open_cut", _("open cut")
    TRENCHED = "trenched", _("trenched")
    DRILLED = "drilled", _("drilled")
    BRIDGE = "bridge", _("bridge")
    TUNNEL = "tunnel", _("tunnel")
    SEWER = "sewer", _("sewer")
    AERIAL = "aerial", _("aerial span")
    RISER = "riser", _("riser")
    INDOOR = "indoor", _("indoor")


class Surface(models.TextChoices):
    ASPHALT = "asphalt", _("asphalt")
    PAVING = "paving", _("paving")
    CONCRETE = "concrete", _("concrete")
    UNSEALED = "unsealed", _("unsealed")
    GREEN = "green", _("green")
    NONE = "none", _("none")
    UNKNOWN = "unknown", _("unknown")


class Funding(models.TextChoices):
    FUNDED = "funded", _("funded")
    PARTLY = "partly", _("partly funded")
    NOT_FUNDED = "not_funded", _("not funded")
    UNKNOWN = "unknown", _("unknown")


class Segment(Asset):
    """A stretch of a route. `length_m` is geodesic, for a riser as stated, in metres."""

    start_site = models.ForeignKey(
        Site, models.PROTECT, related_name="segments_out", verbose_name=_("start")
    )
    end_site = models.ForeignKey(
        Site, models.PROTECT, related_name="segments_in", verbose_name=_("end")
    )
    geom = models.LineStringField(_("line"), srid=srid.STORAGE)
    kind = models.CharField(_("kind"), max_length=12, choices=SegmentKind.choices)
    surface = models.CharField(
        _("surface"), max_length=10, choices=Surface.choices, default=Surface.UNKNOWN
    )
    depth_cm = models.PositiveSmallIntegerField(
        _("depth to trench floor (cm)"), null=True, blank=True
    )
    cover_cm = models.PositiveSmallIntegerField(
        _("cover to upper edge (cm)"), null=True, blank=True
    )
    built_year = models.PositiveSmallIntegerField(_("built in"), null=True, blank=True)
    accuracy = models.CharField(
        _("accuracy"), max_length=8, choices=Accuracy.choices, default=Accuracy.UNKNOWN
    )
    funding = models.CharField(
        _("funding"), max_length=12, choices=Funding.choices, default=Funding.UNKNOWN
    )
    stated_length_m = models.FloatField(_("stated length (m)"), null=True, blank=True)
    length_m = models.GeneratedField(
        expression=Case(
            When(kind=SegmentKind.RISER, then=F("stated_length_m")),
            default=GeodesicLength("geom"),
        ),
        output_field=models.FloatField(_("length (m)")),
        db_persist=True,
    )
    geom_3857 = models.GeneratedField(
        expression=ToTileGrid("geom"),
        output_field=models.LineStringField(srid=srid.TILE, spatial_index=False),
        db_persist=True,
    )

    class Meta:
        verbose_name = _("route segment")
        verbose_name_plural = _("route segments")
        ordering = ["code"]
        indexes = [
            # Few are protected, and each question of a partner asks which.
            models.Index(
                fields=["id"],
                name="segment_protected",
                condition=Q(publication=PublicationClass.PROTECTED),
            ),
            models.Index(OpClass(Upper("name"), "text_pattern_ops"), name="segment_name_beginning"),
        ]
        constraints = [
            *asset_constraints("segment"),
            models.CheckConstraint(
                condition=Q(kind__in=SegmentKind.values), name="segment_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(surface__in=Surface.values), name="segment_surface_known"
            ),
            models.CheckConstraint(
                condition=Q(accuracy__in=Accuracy.values), name="segment_accuracy_known"
            ),
            models.CheckConstraint(
                condition=Q(funding__in=Funding.values), name="segment_funding_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind=SegmentKind.RISER) | Q(stated_length_m__isnull=False),
                name="segment_riser_states_length",
            ),
            models.CheckConstraint(
                condition=Q(stated_length_m__isnull=True) | Q(stated_length_m__gt=0),
                name="segment_stated_length_positive",
            ),
            models.CheckConstraint(
                condition=Q(cover_cm__isnull=True)
                | Q(depth_cm__isnull=True)
                | Q(cover_cm__lte=F("depth_cm")),
                name="segment_cover_within_depth",
            ),
            models.CheckConstraint(
                condition=Q(built_year__isnull=True) | Q(built_year__range=(1800, 2200)),
                name="segment_built_year_plausible",
            ),
        ]
