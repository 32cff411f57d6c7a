"""What devices send: the traffic profile a capacity question starts from."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isclose

from .airtime import MAX_PHY_BYTES, SPREADING_FACTORS, time_on_air, uplink
from .errors import CapacityInputError, require_range, require_whole
from .plan import RadioPlan

DAY_S = 86_400
MAX_DEVICES = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficProfile:
    """Equal devices that send at random, spread over spreading factors.

    ``sf_mix`` maps spreading factor to its share of the devices (sum 1). PHY bytes count the
    whole frame. ``rx2_share`` is the part of the downlinks that is sent in the second window.
    The default downlink of 12 bytes is an acknowledgement without payload.
    """

    devices: int
    uplinks_per_device_day: float
    phy_bytes: int
    sf_mix: Mapping[int, float]
    downlinks_per_device_day: float = 0.0
    downlink_phy_bytes: int = 12
    rx2_share: float = 0.0

    def __post_init__(self) -> None:
        require_whole("devices", self.devices, 1, MAX_DEVICES)
        require_range("uplinks_per_device_day", self.uplinks_per_device_day, 1e-6, DAY_S)
        require_whole("phy_bytes", self.phy_bytes, 1, MAX_PHY_BYTES)
        require_range("downlinks_per_device_day", self.downlinks_per_device_day, 0, DAY_S)
        require_whole("downlink_phy_bytes", self.downlink_phy_bytes, 1, MAX_PHY_BYTES)
        require_range("rx2_share", self.rx2_share, 0, 1)
        self._check_mix()

    def _check_mix(self) -> None:
        for spreading_factor, share in self.sf_mix.items():
            require_whole("sf_mix", spreading_factor, SPREADING_FACTORS[0], SPREADING_FACTORS[-1])
            require_range("sf_mix", share, 0, 1)
        total = sum(self.sf_mix.values())
        if not isclose(total, 1, abs_tol=1e-6):
            raise CapacityInputError("sf_mix", "shares_not_one", value=total)

    @property
    def spreading_factors(self) -> tuple[int, ...]:
        """Spreading factors in use, ascending."""
        return tuple(sorted(sf for sf, share in self.sf_mix.items() if share > 0))

    def uplink_rate(self, spreading_factor: int) -> float:
        """Uplinks per second at one spreading factor, all devices together."""
        share = self.sf_mix.get(spreading_factor, 0.0)
        return self.devices * self.uplinks_per_device_day / DAY_S * share

    @property
    def downlink_rate(self) -> float:
        """Downlinks per second, both windows together."""
        return self.devices * self.downlinks_per_device_day / DAY_S


def check_device_duty(traffic: TrafficProfile, plan: RadioPlan) -> None:
    """Refuse a profile no device may lawfully send: the duty cycle binds each device too.

    The slowest devices and their tightest band are looked at first, so that "most" holds for all.
    """
    for spreading_factor in reversed(traffic.spreading_factors):
        airtime = time_on_air(traffic.phy_bytes, uplink(spreading_factor))
        seconds, band = min(
            (plan.band(code).duty_cycle * DAY_S / share, code)
            for code, share in plan.band_shares(spreading_factor).items()
        )
        if airtime * traffic.uplinks_per_device_day > seconds:
            raise CapacityInputError(
                "uplinks_per_device_day",
                "device_duty_cycle",
                spreading_factor=spreading_factor,
                band=band,
                most=int(seconds / airtime),
            )
