"""LoRaWAN gateways and their antennas (fields: `docs/gateway-capacity.md`)."""

from __future__ import annotations

from django.contrib.gis.db.models import Extent
from django.contrib.gis.geos import GEOSGeometry
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.viewer import Viewer
from assets.models.asset import Asset, AssetQuerySet, Box, asset_constraints
from assets.models.cable import Strand
from assets.models.frequency_plan import FrequencyPlan
from assets.models.site import Site


class Backhaul(models.TextChoices):
    FIBRE = "fibre", _("fibre")
    ETHERNET = "ethernet", _("Ethernet")
    CELLULAR = "cellular", _("cellular")
    WIFI = "wifi", _("Wi-Fi")
    MESH = "mesh", _("mesh relay")
    UNKNOWN = "unknown", _("unknown")


class GatewayQuerySet(AssetQuerySet):
    def in_area(self, area: GEOSGeometry) -> Q:
        return Q(site__geom__intersects=area)

    def shown_extent(self, user: Viewer) -> Box | None:
        return self.order_by().aggregate(box=Extent("site__geom"))["box"]


class Gateway(Asset):
    """A gateway at a site. Its id in its network is required, the EUI-64 is not."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="gateways", verbose_name=_("site"))
    network = models.CharField(_("network"), max_length=60)
    network_gateway_id = models.CharField(_("id in the network"), max_length=120)
    eui = models.CharField(_("EUI-64"), max_length=16, null=True, blank=True)  # noqa: DJ001
    model = models.CharField(_("model"), max_length=120, blank=True)
    chip = models.CharField(_("concentrator chip"), max_length=40, blank=True)
    demodulators = models.PositiveSmallIntegerField(_("LoRa demodulators"), default=8)
    full_duplex = models.BooleanField(_("full duplex"), default=False)
    frequency_plan = models.ForeignKey(
        FrequencyPlan, models.PROTECT, null=True, blank=True, verbose_name=_("frequency plan")
    )
    backhaul = models.CharField(
        _("backhaul"), max_length=10, choices=Backhaul.choices, default=Backhaul.UNKNOWN
    )
    backhaul_strand = models.ForeignKey(
        Strand,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="gateways",
        verbose_name=_("backhaul strand"),
    )
    power_supply = models.CharField(_("power supply"), max_length=80, blank=True)
    landlord = models.CharField(_("landlord"), max_length=200, blank=True)
    lease_until = models.DateField(_("lease until"), null=True, blank=True)

    objects = GatewayQuerySet.as_manager()

    class Meta:
        verbose_name = _("gateway")
        verbose_name_plural = _("gateways")
        ordering = ["code"]
        constraints = [
            *asset_constraints("gateway"),
            models.UniqueConstraint(
                fields=["network", "network_gateway_id"], name="gateway_id_once_per_network"
            ),
            models.UniqueConstraint(
                fields=["network", "eui"],
                condition=Q(eui__isnull=False),
                name="gateway_eui_once_per_network",
            ),
            models.CheckConstraint(
                condition=Q(eui__isnull=True) | Q(eui__regex=r"^[0-9a-f]{16}$"),
                name="gateway_eui_format",
            ),
            models.CheckConstraint(
                condition=~Q(network="") & ~Q(network_gateway_id=""), name="gateway_id_given"
            ),
            models.CheckConstraint(
                condition=Q(demodulators__range=(1, 128)), name="gateway_demodulators_plausible"
            ),
            models.CheckConstraint(
                condition=Q(backhaul__in=Backhaul.values), name="gateway_backhaul_known"
            ),
            models.CheckConstraint(
                condition=Q(backhaul_strand__isnull=True) | Q(backhaul=Backhaul.FIBRE),
                name="gateway_strand_means_fibre",
            ),
        ]


class Antenna(models.Model):
    """One of up to eight antennas; heights in m above ground, gain in dBi, angles in degrees."""

    gateway = models.ForeignKey(
        Gateway, models.CASCADE, related_name="antennas", verbose_name=_("gateway")
    )
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    height_m = models.FloatField(_("height above ground (m)"), null=True, blank=True)
    altitude_m = models.FloatField(_("altitude above sea level (m)"), null=True, blank=True)
    gain_dbi = models.FloatField(_("gain (dBi)"), null=True, blank=True)
    cable_loss_db = models.FloatField(_("cable loss (dB)"), null=True, blank=True)
    azimuth_deg = models.FloatField(_("azimuth (°)"), null=True, blank=True)
    beamwidth_deg = models.FloatField(_("beam width (°)"), null=True, blank=True)
    indoor = models.BooleanField(_("indoors"), default=False)
    tx_power_dbm = models.FloatField(_("transmit power (dBm)"), null=True, blank=True)

    class Meta:
        verbose_name = _("antenna")
        verbose_name_plural = _("antennas")
        ordering = ["gateway", "number"]
        constraints = [
            models.UniqueConstraint(fields=["gateway", "number"], name="antenna_number_once"),
            models.CheckConstraint(
                condition=Q(number__range=(1, 8)), name="antenna_number_up_to_eight"
            ),
            models.CheckConstraint(
                condition=Q(azimuth_deg__isnull=True) | Q(azimuth_deg__gte=0, azimuth_deg__lt=360),
                name="antenna_azimuth_in_circle",
            ),
            models.CheckConstraint(
                condition=Q(cable_loss_db__isnull=True) | Q(cable_loss_db__gte=0),
                name="antenna_loss_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} · {self.number}"
