"""The radio side of a gateway: channels, bands, demodulators.

The numbers come from the frequency plan and the gateway record; nothing here is a default of law.
"""

from dataclasses import dataclass

from .airtime import SPREADING_FACTORS
from .downlink import DutyBand, band_of
from .errors import CapacityInputError, require_whole

HIGH_SPREADING_FACTORS = (11, 12)
# Only these carry all data rates of ordinary devices; the 250 kHz and FSK extras add no room.
SHARED_BANDWIDTH_HZ = 125_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One LoRa channel and the spreading factors devices may use on it."""

    frequency_hz: int
    bandwidth_hz: int = SHARED_BANDWIDTH_HZ
    min_sf: int = SPREADING_FACTORS[0]
    max_sf: int = SPREADING_FACTORS[-1]

    def carries(self, spreading_factor: int) -> bool:
        """Whether ordinary uplinks of this spreading factor use the channel."""
        in_range = self.min_sf <= spreading_factor <= self.max_sf
        return in_range and self.bandwidth_hz == SHARED_BANDWIDTH_HZ


@dataclass(frozen=True, slots=True, kw_only=True)
class RadioPlan:
    """What a frequency plan says: channels, bands, and the second receive window."""

    channels: tuple[Channel, ...]
    bands: tuple[DutyBand, ...]
    rx2_frequency_hz: int
    rx2_spreading_factor: int

    def channels_for(self, spreading_factor: int) -> tuple[Channel, ...]:
        """Channels that share the uplinks of one spreading factor; none is an error."""
        found = tuple(channel for channel in self.channels if channel.carries(spreading_factor))
        if not found:
            raise CapacityInputError("channels", "none_for_sf", spreading_factor=spreading_factor)
        return found

    def band_shares(self, spreading_factor: int) -> dict[str, float]:
        """Share of the frames of one spreading factor that falls into each band."""
        channels = self.channels_for(spreading_factor)
        shares: dict[str, float] = {}
        for channel in channels:
            band = band_of(channel.frequency_hz, channel.bandwidth_hz, self.bands)
            shares[band.code] = shares.get(band.code, 0.0) + 1 / len(channels)
        return shares

    def rx2_band(self) -> DutyBand:
        """The band of the second receive window."""
        return band_of(self.rx2_frequency_hz, SHARED_BANDWIDTH_HZ, self.bands)

    def band(self, code: str) -> DutyBand:
        """A band of this plan by its code."""
        return next(band for band in self.bands if band.code == code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentrator:
    """The receiving hardware.

    ``high_sf_demodulators`` is how many of the demodulators also receive SF11 and SF12; None
    means all of them. What is not ``in_service`` gives no firm capacity yet.
    """

    demodulators: int
    high_sf_demodulators: int | None = None
    full_duplex: bool = False
    in_service: bool = True

    def __post_init__(self) -> None:
        require_whole("demodulators", self.demodulators, 1, 1_000)
        if self.high_sf_demodulators is not None:
            require_whole("high_sf_demodulators", self.high_sf_demodulators, 1, self.demodulators)


def concentrator_for(
    chip: str, demodulators: int, *, full_duplex: bool = False, in_service: bool = True
) -> Concentrator:
    """The hardware of a record that states its chip and its demodulators.

    Source: Semtech datasheets. SX1301: eight multi-SF paths for all spreading factors. SX1302:
    eight for SF5–12 and eight more for SF5–10 only, so SF11 and SF12 share eight. The SX1303 is
    taken for an SX1302, because its datasheet was not at hand.
    """
    high = _HIGH_SF_DEMODULATORS.get(chip.strip().upper(), demodulators)
    return Concentrator(
        demodulators=demodulators,
        high_sf_demodulators=high if high < demodulators else None,
        full_duplex=full_duplex,
        in_service=in_service,
    )


_HIGH_SF_DEMODULATORS = {"SX1302": 8, "SX1303": 8}
