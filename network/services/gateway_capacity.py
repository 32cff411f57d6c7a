"""What a gateway can carry of a stated traffic, by its record and its frequency plan."""

from collections.abc import Mapping
from datetime import date
from typing import NotRequired, TypedDict

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from assets import models
from gis.refusals import Refusal
from network.capacity.airtime import SPREADING_FACTORS
from network.capacity.assessment import GatewayCapacity
from network.capacity.downlink import DutyBand
from network.capacity.errors import CapacityInputError
from network.capacity.gateway import Targets, assess
from network.capacity.plan import Channel, RadioPlan, concentrator_for
from network.capacity.traffic import TrafficProfile
from network.capacity_texts import refusal_of


class Traffic(TypedDict):
    """The questioner's side: fields of ``TrafficProfile``."""

    devices: int
    uplinks_per_device_day: float
    phy_bytes: int
    sf_mix: Mapping[int, float]
    downlinks_per_device_day: NotRequired[float]
    downlink_phy_bytes: NotRequired[int]
    rx2_share: NotRequired[float]


class Quality(TypedDict, total=False):
    """Fields of ``Targets``; what is not given keeps its default."""

    delivery: float
    blocking: float
    half_duplex_loss: float
    duty_ceiling: float


def answer(
    *,
    gateway: models.Gateway,
    traffic: Traffic,
    quality: Quality | None = None,
    on: date | None = None,
) -> GatewayCapacity:
    """Loads, limits, headroom and assumptions on one day (default today).

    Raises ``Refusal`` with the field at fault; the caller has checked that the gateway may be seen.
    """
    plan = _plan_in_force(gateway, on or localdate())
    try:
        return assess(
            concentrator_for(
                gateway.chip,
                gateway.demodulators,
                full_duplex=gateway.full_duplex,
                in_service=gateway.life_cycle == models.LifeCycle.IN_SERVICE,
            ),
            _radio_plan(plan),
            TrafficProfile(**traffic),
            Targets(**(quality or {})),
        )
    except CapacityInputError as error:
        raise refusal_of(error) from error


def _plan_in_force(gateway: models.Gateway, day: date) -> models.FrequencyPlan:
    plan = gateway.frequency_plan
    if plan is None:
        raise Refusal(
            "NO_FREQUENCY_PLAN", _("The gateway has no frequency plan."), "frequency_plan"
        )
    too_early = plan.valid_from is not None and day < plan.valid_from
    too_late = plan.valid_to is not None and plan.valid_to < day
    if too_early or too_late:
        message = _("The frequency plan %(plan)s is not in force on %(day)s.")
        raise Refusal(
            "FREQUENCY_PLAN_NOT_IN_FORCE",
            message % {"plan": plan.code, "day": date_format(day, "SHORT_DATE_FORMAT")},
            "frequency_plan",
        )
    return plan


def _radio_plan(plan: models.FrequencyPlan) -> RadioPlan:
    channels = [channel for channel in plan.channels.all() if channel.modulation == "lora"]
    second_window = next((channel for channel in channels if channel.downlink_only), None)
    if second_window is None:
        raise Refusal(
            "NO_SECOND_WINDOW",
            _("The frequency plan has no channel for the second receive window."),
            "frequency_plan",
        )
    return RadioPlan(
        channels=tuple(_channel(channel) for channel in channels if not channel.downlink_only),
        bands=tuple(
            DutyBand(
                code=band.name,
                low_hz=band.low_hz,
                high_hz=band.high_hz,
                duty_cycle=band.duty_cycle,
                max_erp_dbm=band.max_erp_dbm,
            )
            for band in plan.duty_bands.all()
        ),
        rx2_frequency_hz=second_window.frequency_hz,
        rx2_spreading_factor=_spreading_factors(second_window)[1],
    )


def _channel(channel: models.Channel) -> Channel:
    low, high = _spreading_factors(channel)
    return Channel(
        frequency_hz=channel.frequency_hz,
        bandwidth_hz=channel.bandwidth_khz * 1_000,
        min_sf=low,
        max_sf=high,
    )


def _spreading_factors(channel: models.Channel) -> tuple[int, int]:
    """Lowest and highest; a channel that states none offers all."""
    low, high = SPREADING_FACTORS[0], SPREADING_FACTORS[-1]
    return channel.min_sf or low, channel.max_sf or high
