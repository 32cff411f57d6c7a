"""Band plans of LoRaWAN regions."""

from __future__ import annotations

import graphene

from assets import models
from registry_api.connections import ConnectionField
from registry_api.inputs import Parts, Table
from registry_api.nodes import Node, id_column
from registry_api.plan import Catalogue, Column, ToMany
from registry_api.records import kept


class Channel(Catalogue):
    """Centre in Hz, bandwidth in kHz, lowest and highest spreading factor."""

    class Meta:
        model = models.Channel
        identifier = "pk"

    frequency_hz = Column(graphene.Int, required=True)
    bandwidth_khz = Column(graphene.Int, required=True)
    min_sf = Column(graphene.Int)
    max_sf = Column(graphene.Int)
    modulation = Column(graphene.String, required=True)
    downlink_only = Column(graphene.Boolean, required=True)


class DutyBand(Catalogue):
    """A sub-band: duty cycle as a share (0–1), radiated power limit in dBm ERP."""

    class Meta:
        model = models.DutyBand
        identifier = "pk"

    name = Column(graphene.String, required=True)
    low_hz = Column(graphene.Int, required=True)
    high_hz = Column(graphene.Int, required=True)
    duty_cycle = Column(graphene.Float, required=True)
    max_erp_dbm = Column(graphene.Float, required=True)
    source = Column(graphene.String, required=True)


class FrequencyPlan(Catalogue):
    """A dated band plan."""

    class Meta:
        model = models.FrequencyPlan
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("FrequencyPlan", "pk")
    code = Column(graphene.String, required=True)
    name = Column(graphene.String, required=True, description="In German.")
    name_en = Column(graphene.String, required=True, description="Empty where nobody gave one.")
    source = Column(graphene.String, required=True)
    valid_from = Column(graphene.Date)
    valid_to = Column(graphene.Date)
    channels = ToMany("frequency_plan.Channel", "plan_id", order=("frequency_hz", "pk"))
    duty_bands = ToMany("frequency_plan.DutyBand", "plan_id", order=("low_hz", "pk"))
    version = Column(graphene.Int, required=True, description="Send it back with a change.")


_CHANNEL: Table = {
    "frequency_hz": graphene.Int,
    "bandwidth_khz": graphene.Int,
    "min_sf": graphene.Int,
    "max_sf": graphene.Int,
    "modulation": graphene.String,
    "downlink_only": graphene.Boolean,
}
_DUTY_BAND: Table = {
    "name": graphene.String,
    "low_hz": graphene.Int,
    "high_hz": graphene.Int,
    "duty_cycle": graphene.Float,
    "max_erp_dbm": graphene.Float,
    "source": graphene.String,
}
FREQUENCY_PLAN_FACTS: Table = {
    "code": graphene.String,
    "name": graphene.String,
    "name_en": graphene.String,
    "source": graphene.String,
    "valid_from": graphene.Date,
    "valid_to": graphene.Date,
    "channels": Parts("ChannelFacts", _CHANNEL, ("frequency_hz", "bandwidth_khz")),
    "duty_bands": Parts(
        "DutyBandFacts", _DUTY_BAND, ("name", "low_hz", "high_hz", "duty_cycle", "max_erp_dbm")
    ),
}


class FrequencyPlanMutations:
    (
        (create_frequency_plan, create_frequency_plans),
        (change_frequency_plan, change_frequency_plans),
        (delete_frequency_plan, delete_frequency_plans),
    ) = kept("frequency_plan.FrequencyPlan", FREQUENCY_PLAN_FACTS, ("code", "name", "source"))


class FrequencyPlanQueries:
    frequency_plans = ConnectionField(FrequencyPlan)
