"""Sentences for what the capacity formulas report as keys."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gis.refusals import Refusal

from .capacity.assessment import Assumption, ConstraintKind
from .capacity.errors import CapacityInputError

CONSTRAINTS: Mapping[ConstraintKind, Promise] = {
    ConstraintKind.COLLISIONS: _("Collisions of uplinks"),
    ConstraintKind.DEMODULATORS: _("Demodulators"),
    ConstraintKind.HIGH_SF_DEMODULATORS: _("Demodulators for SF11 and SF12"),
    ConstraintKind.HALF_DUPLEX: _("Uplinks missed while the gateway sends"),
    ConstraintKind.DUTY_CYCLE: _("Duty cycle of downlinks"),
}

ASSUMPTIONS: Mapping[Assumption, Promise] = {
    Assumption.NO_CAPTURE: _(
        "Two frames that overlap are both lost, even if one is much stronger (pessimistic)."
    ),
    Assumption.ORTHOGONAL_SF: _(
        "Frames of different spreading factors do not disturb each other (optimistic)."
    ),
    Assumption.FOREIGN_TRAFFIC_UNKNOWN: _(
        "Other people's traffic in the 868 MHz band is unknown and not counted."
    ),
    Assumption.SINGLE_GATEWAY: _(
        "Only this gateway listens; neighbouring gateways raise delivery."
    ),
    Assumption.RANDOM_ARRIVALS: _("Devices send at random, not at the full hour."),
    Assumption.EVEN_CHANNELS: _("Devices spread evenly over the channels."),
    Assumption.RX1_AS_UPLINK: _(
        "Downlinks in the first window use channel and spreading factor of the uplink."
    ),
    Assumption.HIGH_SF_POOL_APART: _(
        "SF11 and SF12 are counted against their own demodulators, as if no other used them."
    ),
    Assumption.NOT_A_RADIO_RIGHT: _(
        "The spectrum is free for all: an admission is a promise, not a radio right."
    ),
    Assumption.NOT_IN_SERVICE: _(
        "The gateway is not in service: this capacity is not firm until it is."
    ),
}

ERRORS: Mapping[str, Promise] = {
    "out_of_range": _("Must be between %(low)s and %(high)s."),
    "not_positive": _("Must be greater than 0."),
    "negative": _("Must not be negative."),
    "not_whole": _("Must be a whole number."),
    "not_a_share": _("Must be a share between 0 and 1."),
    "not_offered": _("Must be one of %(offered)s."),
    "shares_not_one": _("The shares must add up to 1; they add up to %(value)s."),
    "device_duty_cycle": _(
        "The duty cycle of band %(band)s lets a device at SF%(spreading_factor)s send such a frame"
        " at most %(most)s times a day."
    ),
    "none_for_sf": _("The frequency plan has no channel for SF%(spreading_factor)s."),
    "no_band": _("The frequency plan has no band in which %(value)s Hz may be sent."),
    "empty_band": _("The band ends at %(high)s Hz, not above its start at %(low)s Hz."),
}


def refusal_of(error: CapacityInputError) -> Refusal:
    """The sentence for a value no capacity can be computed from."""
    return Refusal(error.code.upper(), ERRORS[error.code] % error.values, error.field)
