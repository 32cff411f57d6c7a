"""Collisions of uplinks: pure ALOHA on each pair of channel and spreading factor.

Source: N. Abramson, "The ALOHA System" (1970). Two frames that overlap at all are both lost: no
capture (pessimistic), and spreading factors do not disturb each other (optimistic).
"""

from math import exp, log

from .errors import CapacityInputError, require_not_negative, require_positive, require_whole


def offered_load(frames_per_second: float, airtime_s: float, channels: int) -> float:
    """G in Erlang per channel: ``frames · T / C``; frames choose a channel at random."""
    require_not_negative("frames_per_second", frames_per_second)
    require_positive("airtime_s", airtime_s)
    require_whole("channels", channels, 1, 1_000)
    return frames_per_second * airtime_s / channels


def success_probability(load: float) -> float:
    """Share of frames that meet no other: ``exp(-2G)``."""
    require_not_negative("load", load)
    return exp(-2 * load)


def throughput(load: float) -> float:
    """Erlang of frames that get through: ``G·exp(-2G)``, at most 1/(2e) at G = 0.5."""
    return load * success_probability(load)


def admission_limit(delivery: float) -> float:
    """Largest G at which a share of ``delivery`` gets through: ``-ln(P) / 2``."""
    if not 0 < delivery < 1:
        raise CapacityInputError("delivery", "not_a_share", value=delivery)
    return -log(delivery) / 2


def admissible_rate(delivery: float, airtime_s: float, channels: int) -> float:
    """Frames per second of one spreading factor at which ``delivery`` still holds."""
    return admission_limit(delivery) / offered_load(1.0, airtime_s, channels)
