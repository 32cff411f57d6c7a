"""What a gateway may send, and what it misses while it sends.

Duty cycle limits the gateway's downlinks and each device, never the gateway's receiving. Bands
come from the frequency plan (dated data); both common LoRaWAN stacks count over a rolling hour.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import expm1, log1p

from .errors import CapacityInputError, require_not_negative, require_positive, require_range

WINDOW_S = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyBand:
    """A part of the spectrum with its share of time and its ERP (not EIRP) limit."""

    code: str
    low_hz: int
    high_hz: int
    duty_cycle: float
    max_erp_dbm: float

    def __post_init__(self) -> None:
        require_positive("low_hz", self.low_hz)
        if self.high_hz <= self.low_hz:
            raise CapacityInputError("high_hz", "empty_band", low=self.low_hz, high=self.high_hz)
        require_range("duty_cycle", self.duty_cycle, 1e-6, 1)

    def holds(self, frequency_hz: int, bandwidth_hz: int) -> bool:
        """Whether a channel lies in the band with its whole width."""
        half = bandwidth_hz / 2
        return self.low_hz <= frequency_hz - half and frequency_hz + half <= self.high_hz


def band_of(frequency_hz: int, bandwidth_hz: int, bands: Iterable[DutyBand]) -> DutyBand:
    """The band a channel may be used in; the strictest where bands overlap.

    Raises ``CapacityInputError`` ("no_band") in the gaps, where sending is not allowed.
    """
    fitting = [band for band in bands if band.holds(frequency_hz, bandwidth_hz)]
    if not fitting:
        raise CapacityInputError("frequency_hz", "no_band", value=frequency_hz)
    return min(fitting, key=lambda band: (band.duty_cycle, band.max_erp_dbm))


def airtime_budget(duty_cycle: float, ceiling: float = 1.0, window_s: float = WINDOW_S) -> float:
    """Seconds a band may be used within the window.

    ``ceiling`` is the part that a class of traffic may use: The Things Stack gives normal traffic
    0.7, so that urgent downlinks still find room.
    """
    require_range("duty_cycle", duty_cycle, 1e-6, 1)
    require_range("ceiling", ceiling, 1e-6, 1)
    require_positive("window_s", window_s)
    return duty_cycle * ceiling * window_s


def blind_load(downlinks_per_second: float, downlink_s: float, uplink_s: float) -> float:
    """λd · (Td + Tu): a downlink spoils every uplink that starts up to Tu before it ends."""
    require_not_negative("downlinks_per_second", downlinks_per_second)
    require_not_negative("downlink_s", downlink_s)
    require_not_negative("uplink_s", uplink_s)
    return downlinks_per_second * (downlink_s + uplink_s)


def half_duplex_loss(downlinks_per_second: float, downlink_s: float, uplink_s: float) -> float:
    """Share of uplinks a half-duplex gateway misses: ``1 - exp(-λd (Td + Tu))``."""
    return loss_at(blind_load(downlinks_per_second, downlink_s, uplink_s))


def loss_at(blind: float) -> float:
    """Share of uplinks missed at a blind load, which several streams of downlinks add up to."""
    require_not_negative("blind", blind)
    return -expm1(-blind)


def admissible_blind_load(loss: float) -> float:
    """The blind load at which ``loss`` is reached: ``-ln(1 - loss)``."""
    if not 0 < loss < 1:
        raise CapacityInputError("loss", "not_a_share", value=loss)
    return -log1p(-loss)
