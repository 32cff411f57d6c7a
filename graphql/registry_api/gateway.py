"""LoRaWAN gateways and their antennas."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import Viewer
from assets import models
from assets.filters import GatewayFilter
from assets.models.gateway import Backhaul
from assets.models.gateway_report import GatewayState
from assets.services import gateway as service
from assets.services import gateway_report as reports
from registry_api import edits
from registry_api.asset import ASSET_FACTS, Asset
from registry_api.connections import AssetOrder, ConnectionField
from registry_api.document import documents_of
from registry_api.enums import enum_of
from registry_api.inputs import Ref, Table
from registry_api.nodes import Node, id_column
from registry_api.plan import Column, Concept, ToMany, ToOne


class Antenna(Concept):
    """Heights in m, gain in dBi, losses in dB, angles in degrees, power in dBm."""

    class Meta:
        model = models.Antenna
        identifier = "pk"

    number = Column(graphene.Int, required=True)
    height_m = Column(graphene.Float, description="Above ground.")
    altitude_m = Column(graphene.Float, description="Above sea level.")
    gain_dbi = Column(graphene.Float)
    cable_loss_db = Column(graphene.Float)
    azimuth_deg = Column(graphene.Float)
    beamwidth_deg = Column(graphene.Float)
    indoor = Column(graphene.Boolean, required=True)
    tx_power_dbm = Column(graphene.Float)

    @classmethod
    def visible(cls, viewer: Viewer) -> QuerySet[Any]:
        if viewer.can(Capability.SEE_EXACT_PLANT):
            return models.Antenna.objects.all()
        return models.Antenna.objects.filter(gateway__in=models.Gateway.objects.visible_to(viewer))


class GatewayReport(Concept):
    """What a network server last reported of a gateway."""

    class Meta:
        model = models.GatewayReport
        identifier = "pk"

    state = Column(enum_of(GatewayState), required=True)
    last_seen_at = Column(graphene.DateTime, description="Null: the network server never saw it.")
    observed_at = Column(graphene.DateTime, required=True)
    received_at = Column(graphene.DateTime, required=True)
    reported_by = Column(graphene.String, needs=Capability.SEE_EXACT_PLANT)

    @classmethod
    def visible(cls, viewer: Viewer) -> QuerySet[Any]:
        reports = models.GatewayReport.objects.all()
        if viewer.can(Capability.SEE_EXACT_PLANT):
            return reports
        return reports.filter(gateway__in=models.Gateway.objects.visible_to(viewer))


class Gateway(Concept):
    """A gateway at a site."""

    class Meta:
        model = models.Gateway
        interfaces = (Node, Asset)

    id = id_column("Gateway")
    site = ToOne("site.Site")
    network = Column(graphene.String, required=True)
    network_gateway_id = Column(graphene.String, required=True)
    eui = Column(graphene.String)
    model = Column(graphene.String, required=True)
    chip = Column(graphene.String, required=True)
    demodulators = Column(graphene.Int, required=True)
    full_duplex = Column(graphene.Boolean, required=True)
    frequency_plan = ToOne("frequency_plan.FrequencyPlan")
    backhaul = Column(enum_of(Backhaul), required=True)
    backhaul_strand = ToOne("cable.Strand")
    power_supply = Column(graphene.String, required=True)
    landlord = Column(graphene.String, needs=Capability.SEE_EXACT_PLANT)
    lease_until = Column(graphene.Date, needs=Capability.SEE_EXACT_PLANT)
    documents = documents_of("gateway")
    antennas = ToMany("gateway.Antenna", "gateway_id", order=("number", "pk"))
    report = ToOne(
        "gateway.GatewayReport", "pk", description="The newest; null where none has reported it."
    )


class AntennaFacts(graphene.InputObjectType):
    """Heights in m, gain in dBi, losses in dB, angles in degrees, power in dBm."""

    number = graphene.Int()
    height_m = graphene.Float()
    altitude_m = graphene.Float()
    gain_dbi = graphene.Float()
    cable_loss_db = graphene.Float()
    azimuth_deg = graphene.Float()
    beamwidth_deg = graphene.Float()
    indoor = graphene.Boolean()
    tx_power_dbm = graphene.Float()


GATEWAY_FACTS: Table = {
    **ASSET_FACTS,
    "site": Ref("site.Site"),
    "network": graphene.String,
    "network_gateway_id": graphene.String,
    "eui": graphene.String,
    "model": graphene.String,
    "chip": graphene.String,
    "demodulators": graphene.Int,
    "full_duplex": graphene.Boolean,
    "frequency_plan": Ref("frequency_plan.FrequencyPlan"),
    "backhaul": enum_of(Backhaul),
    "backhaul_strand": Ref("cable.Strand"),
    "power_supply": graphene.String,
    "landlord": graphene.String,
    "lease_until": graphene.Date,
    "antennas": graphene.List(graphene.NonNull(AntennaFacts)),
}


REPORT: Table = {
    "network": graphene.String,
    "network_gateway_id": graphene.String,
    "state": enum_of(GatewayState),
    "last_seen_at": graphene.DateTime,
    "observed_at": graphene.DateTime,
}


def _report(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"gateway": reports.report(by=by, **facts)}


class GatewayMutations:
    create_gateway, create_gateways = edits.create(
        "gateway.Gateway",
        GATEWAY_FACTS,
        service.create,
        ("code", "owner", "site", "network", "network_gateway_id"),
    )
    change_gateway, change_gateways = edits.change("gateway.Gateway", GATEWAY_FACTS, service.change)
    remove_gateway, remove_gateways = edits.remove("gateway.Gateway", service.remove)
    delete_gateway, delete_gateways = edits.delete("gateway.Gateway", service.delete)
    report_gateway, report_gateways = edits.pair(
        "ReportGateway",
        REPORT,
        _report,
        {"gateway": "gateway.Gateway"},
        required=("network", "network_gateway_id", "state", "observed_at"),
        description="What a network server sees of a gateway that it knows by this id; the newest "
        "report counts. The gateway is null for tokens that may not read.",
        common={},
    )


class GatewayQueries:
    gateways = ConnectionField(Gateway, filterset=GatewayFilter, orders=AssetOrder)
