"""Gateway capacity: from hardware, frequency plan and traffic to what binds first.

Combines the formulas of ``airtime``, ``aloha``, ``erlang`` and ``downlink``. The answer is never
"N devices" but a load beside each limit, because the limits depend on spreading factors.
"""

from dataclasses import dataclass

from . import aloha, erlang
from .airtime import downlink, time_on_air, uplink
from .assessment import (
    Assumption,
    BandUse,
    Constraint,
    ConstraintKind,
    GatewayCapacity,
    SpreadingFactorLoad,
)
from .downlink import admissible_blind_load, airtime_budget, blind_load, loss_at
from .errors import CapacityInputError, require_range
from .plan import HIGH_SPREADING_FACTORS, Concentrator, RadioPlan
from .traffic import TrafficProfile, check_device_duty


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """The quality a gateway must keep: policy, not physics.

    Delivery 0.9 is what the community's fair use (30 s of airtime a device and day, 1,000 devices
    a gateway) comes to. The duty ceiling 0.7 is what The Things Stack leaves to normal traffic.
    """

    delivery: float = 0.9
    blocking: float = 0.01
    half_duplex_loss: float = 0.05
    duty_ceiling: float = 0.7

    def __post_init__(self) -> None:
        for field in ("delivery", "blocking", "half_duplex_loss"):
            if not 0 < getattr(self, field) < 1:
                raise CapacityInputError(field, "not_a_share", value=getattr(self, field))
        require_range("duty_ceiling", self.duty_ceiling, 1e-6, 1)


def assess(
    concentrator: Concentrator,
    plan: RadioPlan,
    traffic: TrafficProfile,
    targets: Targets | None = None,
) -> GatewayCapacity:
    """Loads, limits and headroom of one gateway for one traffic profile."""
    check_device_duty(traffic, plan)
    return _Calculation(concentrator, plan, traffic, targets or Targets()).result()


@dataclass(frozen=True, slots=True)
class _Downlinks:
    """Downlinks of one kind: how many a second, how long each."""

    rate: float
    airtime_s: float


class _Calculation:
    """One question; holds the inputs that every step needs."""

    def __init__(
        self, concentrator: Concentrator, plan: RadioPlan, traffic: TrafficProfile, targets: Targets
    ) -> None:
        self.concentrator = concentrator
        self.plan = plan
        self.traffic = traffic
        self.targets = targets
        self.airtimes = {
            sf: time_on_air(traffic.phy_bytes, uplink(sf)) for sf in traffic.spreading_factors
        }
        self.erlang = {sf: traffic.uplink_rate(sf) * time for sf, time in self.airtimes.items()}
        self.rx1 = self._rx1()
        self.rx2 = self._rx2()
        self.blocking = erlang.blocking(sum(self.erlang.values()), concentrator.demodulators)
        self.high_blocking = self._high_blocking()

    def result(self) -> GatewayCapacity:
        """Everything computed, put together."""
        loads = tuple(self._load(sf) for sf in self.airtimes)
        bands = self._bands()
        mix = self.traffic.sf_mix
        return GatewayCapacity(
            loads=loads,
            offered_erlang=sum(self.erlang.values()),
            demodulator_blocking=self.blocking,
            high_sf_blocking=self.high_blocking,
            collision_free=sum(mix[load.spreading_factor] * load.collision_free for load in loads),
            delivery=sum(mix[load.spreading_factor] * load.delivery for load in loads),
            bands=bands,
            constraints=self._constraints(loads, bands),
            assumptions=self._assumptions(),
        )

    def _rx1(self) -> dict[int, _Downlinks]:
        """First window: the uplink's own spreading factor."""
        rate = self.traffic.downlink_rate * (1 - self.traffic.rx2_share)
        size = self.traffic.downlink_phy_bytes
        return {
            sf: _Downlinks(rate * self.traffic.sf_mix[sf], time_on_air(size, downlink(sf)))
            for sf in self.airtimes
        }

    def _rx2(self) -> _Downlinks:
        """Second window: one frequency and spreading factor for all."""
        rate = self.traffic.downlink_rate * self.traffic.rx2_share
        modulation = downlink(self.plan.rx2_spreading_factor)
        return _Downlinks(rate, time_on_air(self.traffic.downlink_phy_bytes, modulation))

    def _high_erlang(self) -> float:
        return sum(load for sf, load in self.erlang.items() if sf in HIGH_SPREADING_FACTORS)

    def _high_blocking(self) -> float | None:
        servers = self.concentrator.high_sf_demodulators
        return None if servers is None else erlang.blocking(self._high_erlang(), servers)

    def _blind(self, spreading_factor: int) -> float:
        """Blind load that the gateway's sending puts on one spreading factor."""
        if self.concentrator.full_duplex:
            return 0.0
        airtime = self.airtimes[spreading_factor]
        return sum(
            blind_load(stream.rate, stream.airtime_s, airtime)
            for stream in (*self.rx1.values(), self.rx2)
        )

    def _load(self, spreading_factor: int) -> SpreadingFactorLoad:
        channels = len(self.plan.channels_for(spreading_factor))
        rate = self.traffic.uplink_rate(spreading_factor)
        airtime = self.airtimes[spreading_factor]
        load = aloha.offered_load(rate, airtime, channels)
        collision_free = aloha.success_probability(load)
        missed = loss_at(self._blind(spreading_factor))
        blocked = self.blocking
        if spreading_factor in HIGH_SPREADING_FACTORS and self.high_blocking is not None:
            blocked = max(blocked, self.high_blocking)
        return SpreadingFactorLoad(
            spreading_factor=spreading_factor,
            airtime_s=airtime,
            frames_per_hour=rate * 3600,
            load=load,
            load_limit=aloha.admission_limit(self.targets.delivery),
            collision_free=collision_free,
            half_duplex_loss=missed,
            delivery=collision_free * (1 - missed) * (1 - blocked),
        )

    def _bands(self) -> tuple[BandUse, ...]:
        """Seconds per hour sent in each band that downlinks use."""
        used: dict[str, float] = {}
        for sf, stream in self.rx1.items():
            for code, share in self.plan.band_shares(sf).items():
                used[code] = used.get(code, 0.0) + stream.rate * stream.airtime_s * share * 3600
        code = self.plan.rx2_band().code
        used[code] = used.get(code, 0.0) + self.rx2.rate * self.rx2.airtime_s * 3600
        return tuple(
            BandUse(code=code, used_s=seconds, budget_s=self._budget(code))
            for code, seconds in sorted(used.items())
        )

    def _budget(self, code: str) -> float:
        return airtime_budget(self.plan.band(code).duty_cycle, self.targets.duty_ceiling)

    def _constraints(
        self, loads: tuple[SpreadingFactorLoad, ...], bands: tuple[BandUse, ...]
    ) -> tuple[Constraint, ...]:
        found = [
            Constraint(
                kind=ConstraintKind.COLLISIONS,
                subject=f"SF{load.spreading_factor}",
                used=load.load,
                limit=load.load_limit,
            )
            for load in loads
        ]
        found += self._demodulator_constraints()
        found += self._half_duplex_constraint()
        found += [
            Constraint(
                kind=ConstraintKind.DUTY_CYCLE,
                subject=band.code,
                used=band.used_s,
                limit=band.budget_s,
            )
            for band in bands
        ]
        return tuple(found)

    def _demodulator_constraints(self) -> list[Constraint]:
        pools = [
            (
                ConstraintKind.DEMODULATORS,
                sum(self.erlang.values()),
                self.concentrator.demodulators,
            ),
            (
                ConstraintKind.HIGH_SF_DEMODULATORS,
                self._high_erlang(),
                self.concentrator.high_sf_demodulators,
            ),
        ]
        return [
            Constraint(
                kind=kind,
                subject="",
                used=load,
                limit=erlang.admissible_load(self.targets.blocking, servers),
            )
            for kind, load, servers in pools
            if servers is not None
        ]

    def _half_duplex_constraint(self) -> list[Constraint]:
        """The spreading factor with the longest frames misses most."""
        if self.concentrator.full_duplex:
            return []
        worst = self.traffic.spreading_factors[-1]
        return [
            Constraint(
                kind=ConstraintKind.HALF_DUPLEX,
                subject=f"SF{worst}",
                used=self._blind(worst),
                limit=admissible_blind_load(self.targets.half_duplex_loss),
            )
        ]

    def _assumptions(self) -> tuple[Assumption, ...]:
        conditional = {
            Assumption.RX1_AS_UPLINK: self.traffic.downlink_rate > 0,
            Assumption.HIGH_SF_POOL_APART: self.high_blocking is not None,
            Assumption.NOT_IN_SERVICE: not self.concentrator.in_service,
        }
        return tuple(item for item in Assumption if conditional.get(item, True))
