"""What a gateway can carry of a stated traffic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from network.capacity.assessment import Assumption, ConstraintKind
from network.capacity.assessment import GatewayCapacity as Assessment
from network.services import gateway_capacity as service
from registry_api.enums import plain_enum
from registry_api.gateway import Gateway
from registry_api.nodes import find


class SpreadingFactorShare(graphene.InputObjectType):
    """Share (0–1) of the uplinks sent with a spreading factor; the shares sum to 1."""

    spreading_factor = graphene.Int(required=True)
    share = graphene.Float(required=True)


class TrafficInput(graphene.InputObjectType):
    """The traffic that is to be carried; sizes are PHY bytes."""

    devices = graphene.Int(required=True)
    uplinks_per_device_day = graphene.Float(required=True)
    phy_bytes = graphene.Int(required=True, description="Application bytes + 13.")
    sf_mix = graphene.List(graphene.NonNull(SpreadingFactorShare), required=True)
    downlinks_per_device_day = graphene.Float()
    downlink_phy_bytes = graphene.Int()
    rx2_share = graphene.Float(name="rx2Share")


class QualityInput(graphene.InputObjectType):
    """Targets; what is not given keeps its default."""

    delivery = graphene.Float()
    blocking = graphene.Float()
    half_duplex_loss = graphene.Float()
    duty_ceiling = graphene.Float()


class CapacityConstraint(graphene.ObjectType):
    """One thing that can run out; `growth` is the factor by which the traffic may still grow."""

    kind = graphene.Field(plain_enum(ConstraintKind), required=True)
    subject = graphene.String(required=True, description="SF12, a band, or empty.")
    used = graphene.Float(required=True)
    limit = graphene.Float(required=True)
    growth = graphene.Float(description="Null: nothing is used.")
    headroom = graphene.Float(required=True, description="Negative when exceeded.")

    @staticmethod
    def resolve_growth(constraint: Any, _info: GraphQLResolveInfo) -> float | None:
        return constraint.growth if constraint.used > 0 else None


class SpreadingFactorLoad(graphene.ObjectType):
    """Uplinks of one spreading factor; loads in Erlang per channel."""

    spreading_factor = graphene.Int(required=True)
    airtime_s = graphene.Float(required=True)
    frames_per_hour = graphene.Float(required=True)
    load = graphene.Float(required=True)
    load_limit = graphene.Float(required=True)
    collision_free = graphene.Float(required=True)
    half_duplex_loss = graphene.Float(required=True)
    delivery = graphene.Float(required=True)


class BandUse(graphene.ObjectType):
    """Downlink seconds an hour in a band, and what may be used."""

    code = graphene.String(required=True)
    used_s = graphene.Float(required=True)
    budget_s = graphene.Float(required=True)


class GatewayCapacity(graphene.ObjectType):
    """Loads beside their limits; never a number of devices without its assumptions."""

    fits = graphene.Boolean(required=True)
    binding = graphene.Field(CapacityConstraint, required=True, description="What ends first.")
    constraints = graphene.List(graphene.NonNull(CapacityConstraint), required=True)
    loads = graphene.List(graphene.NonNull(SpreadingFactorLoad), required=True)
    bands = graphene.List(graphene.NonNull(BandUse), required=True)
    offered_erlang = graphene.Float(required=True)
    demodulator_blocking = graphene.Float(required=True)
    high_sf_blocking = graphene.Float()
    collision_free = graphene.Float(required=True)
    delivery = graphene.Float(required=True)
    assumptions = graphene.List(graphene.NonNull(plain_enum(Assumption)), required=True)


class GatewayCapacityQueries:
    gateway_capacity = graphene.Field(
        GatewayCapacity,
        gateway=graphene.ID(required=True, description="Id or code."),
        traffic=TrafficInput(required=True),
        quality=QualityInput(),
        on=graphene.Date(description="Default: today."),
        description="What a gateway makes of a traffic, and what binds first.",
    )

    @staticmethod
    def resolve_gateway_capacity(
        _root: Any,
        info: GraphQLResolveInfo,
        gateway: str,
        traffic: Mapping[str, Any],
        quality: Mapping[str, Any] | None = None,
        on: Any = None,
    ) -> Assessment:
        return service.answer(
            gateway=find(Gateway, info.context.viewer, gateway, "gateway"),
            traffic=_traffic(traffic),  # type: ignore[arg-type]
            quality=_given(quality or {}),  # type: ignore[arg-type]
            on=on,
        )


def _traffic(given: Mapping[str, Any]) -> dict[str, Any]:
    mix = {part["spreading_factor"]: part["share"] for part in given["sf_mix"]}
    return {**_given(given), "sf_mix": mix}


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
