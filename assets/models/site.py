"""Points of the network: where lines end, where one may open, splice, enter or mount."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assets.models.address import Address
from assets.models.asset import Asset, asset_constraints
from gis import srid
from gis.expressions import ToTileGrid


class SiteKind(models.TextChoices):
    CHAMBER = "chamber", _("chamber")
    HANDHOLE = "handhole", _("handhole")
    NVT = "nvt", _("fibre distribution cabinet (NVt)")
    KVZ = "kvz", _("copper street cabinet (KVz)")
    MFG = "mfg", _("multi-function cabinet (MFG)")
    POP = "pop", _("point of presence")
    EXCHANGE = "exchange", _("main distributor")
    BUILDING_ENTRY = "building_entry", _("building entry point")
    MAST = "mast", _("mast")
    POLE = "pole", _("pole")
    STREET_LIGHT = "street_light", _("street light")
    TRAFFIC_LIGHT = "traffic_light", _("traffic light")
    ROOF = "roof", _("roof")
    BUILDING = "building", _("building")
    COUPLER = "coupler", _("duct coupler")
    BURIED_BRANCH = "buried_branch", _("buried branch")
    BURIED_CLOSURE = "buried_closure", _("buried closure")
    BLIND_END = "blind_end", _("blind end")
    OTHER = "other", _("other")


class Power(models.TextChoices):
    AVAILABLE = "available", _("available")
    NONE = "none", _("none")
    UNKNOWN = "unknown", _("unknown")


class Accuracy(models.TextChoices):
    """Positional accuracy classes of the Infrastrukturatlas (ISA lagegenauigkeit)."""

    CM_10 = "cm10", _("up to 10 cm")
    M_1 = "m1", _("up to 1 m")
    M_10 = "m10", _("up to 10 m")
    WORSE = "worse", _("worse than 10 m")
    UNKNOWN = "unknown", _("unknown")


class Site(Asset):
    kind = models.CharField(_("kind"), max_length=20, choices=SiteKind.choices)
    geom = models.PointField(_("place"), srid=srid.STORAGE)
    geom_3857 = models.GeneratedField(
        expression=ToTileGrid("geom"),
        output_field=models.PointField(srid=srid.TILE, spatial_index=False),
        db_persist=True,
    )
    can_open = models.BooleanField(
        _("can be opened"),
        default=True,
        help_text=_("Whether a tube or cable may be opened and joined here."),
    )
    power = models.CharField(
        _("power"), max_length=10, choices=Power.choices, default=Power.UNKNOWN
    )
    address = models.ForeignKey(
        Address, models.SET_NULL, null=True, blank=True, verbose_name=_("address")
    )
    depth_cm = models.PositiveSmallIntegerField(_("depth (cm)"), null=True, blank=True)
    ground_height_m = models.FloatField(_("ground height (m)"), null=True, blank=True)
    accuracy = models.CharField(
        _("accuracy"), max_length=8, choices=Accuracy.choices, default=Accuracy.UNKNOWN
    )

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["code"]
        constraints = [
            *asset_constraints("site"),
            models.CheckConstraint(condition=Q(kind__in=SiteKind.values), name="site_kind_known"),
            models.CheckConstraint(condition=Q(power__in=Power.values), name="site_power_known"),
            models.CheckConstraint(
                condition=Q(accuracy__in=Accuracy.values), name="site_accuracy_known"
            ),
        ]
