"""Time on air of a LoRa frame.

Source: Semtech AN1200.13 "LoRa Modem Designer's Guide". The result equals Semtech's own
``loragw_aux.c`` (sx1302_hal) to the microsecond.
"""

from dataclasses import dataclass

from .errors import CapacityInputError, require_whole

SPREADING_FACTORS = range(7, 13)
BANDWIDTHS_HZ = (125_000, 250_000, 500_000)
MAX_PHY_BYTES = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Modulation:
    """How a frame is sent.

    ``coding_rate`` 1…4 stands for 4/5…4/8. ``crc`` is on for uplinks and off for downlinks.
    ``low_data_rate`` None means what LoRaWAN prescribes: on for SF11 and SF12 at 125 kHz.
    """

    spreading_factor: int
    bandwidth_hz: int = 125_000
    coding_rate: int = 1
    preamble_symbols: int = 8
    explicit_header: bool = True
    crc: bool = True
    low_data_rate: bool | None = None

    def __post_init__(self) -> None:
        sf = SPREADING_FACTORS
        require_whole("spreading_factor", self.spreading_factor, sf[0], sf[-1])
        if self.bandwidth_hz not in BANDWIDTHS_HZ:
            raise CapacityInputError(
                "bandwidth_hz", "not_offered", value=self.bandwidth_hz, offered=BANDWIDTHS_HZ
            )
        require_whole("coding_rate", self.coding_rate, 1, 4)
        require_whole("preamble_symbols", self.preamble_symbols, 6, 65_535)

    @property
    def optimised_for_low_data_rate(self) -> bool:
        """Whether two bits per symbol are given up against clock drift (DE)."""
        if self.low_data_rate is None:
            return self.spreading_factor >= 11 and self.bandwidth_hz == 125_000
        return self.low_data_rate


def uplink(spreading_factor: int, bandwidth_hz: int = 125_000) -> Modulation:
    """A LoRaWAN uplink: CRC on."""
    return Modulation(spreading_factor=spreading_factor, bandwidth_hz=bandwidth_hz, crc=True)


def downlink(spreading_factor: int, bandwidth_hz: int = 125_000) -> Modulation:
    """A LoRaWAN downlink: CRC off (some network servers count it; the frame carries none)."""
    return Modulation(spreading_factor=spreading_factor, bandwidth_hz=bandwidth_hz, crc=False)


def payload_symbols(phy_bytes: int, modulation: Modulation) -> int:
    """Symbols after the preamble, the first eight of them always sent.

    ``8 + max(ceil((8PL - 4SF + 28 + 16CRC - 20H) / (4(SF - 2DE))) * (CR + 4), 0)``
    """
    require_whole("phy_bytes", phy_bytes, 0, MAX_PHY_BYTES)
    sf = modulation.spreading_factor
    bits = 8 * phy_bytes - 4 * sf + 28
    bits += 16 if modulation.crc else 0
    bits -= 0 if modulation.explicit_header else 20
    bits_per_block = 4 * (sf - (2 if modulation.optimised_for_low_data_rate else 0))
    blocks = -(-bits // bits_per_block)
    return 8 + max(blocks * (modulation.coding_rate + 4), 0)


def time_on_air(phy_bytes: int, modulation: Modulation) -> float:
    """Seconds on air of a frame of ``phy_bytes``.

    LoRaWAN adds 13 bytes to the application payload when it sends no frame options.

    ``(n + 4.25 + Nsym) * 2^SF / BW``, in whole quarter symbols up to the one division.
    """
    symbols = modulation.preamble_symbols + payload_symbols(phy_bytes, modulation)
    quarter_chips = (4 * symbols + 17) << modulation.spreading_factor
    return quarter_chips / (4 * modulation.bandwidth_hz)
