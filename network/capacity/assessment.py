"""The answer to a gateway capacity question: loads, limits, and what it rests on."""

from dataclasses import dataclass
from enum import StrEnum


class ConstraintKind(StrEnum):
    """What can run out first."""

    COLLISIONS = "collisions"
    DEMODULATORS = "demodulators"
    HIGH_SF_DEMODULATORS = "high_sf_demodulators"
    HALF_DUPLEX = "half_duplex"
    DUTY_CYCLE = "duty_cycle"


class Assumption(StrEnum):
    """What the numbers rest on; shown beside them, never left out."""

    NO_CAPTURE = "no_capture"
    ORTHOGONAL_SF = "orthogonal_sf"
    FOREIGN_TRAFFIC_UNKNOWN = "foreign_traffic_unknown"
    SINGLE_GATEWAY = "single_gateway"
    RANDOM_ARRIVALS = "random_arrivals"
    EVEN_CHANNELS = "even_channels"
    RX1_AS_UPLINK = "rx1_as_uplink"
    HIGH_SF_POOL_APART = "high_sf_pool_apart"
    NOT_A_RADIO_RIGHT = "not_a_radio_right"
    NOT_IN_SERVICE = "not_in_service"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadingFactorLoad:
    """Uplinks of one spreading factor. Loads are Erlang per channel."""

    spreading_factor: int
    airtime_s: float
    frames_per_hour: float
    load: float
    load_limit: float
    collision_free: float
    half_duplex_loss: float
    delivery: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BandUse:
    """Downlink seconds per hour in one band, against what the class of traffic may use."""

    code: str
    used_s: float
    budget_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """One thing that can run out.

    ``used`` and ``limit`` share a unit and grow in proportion with the traffic, so that
    ``limit / used`` is the factor by which the same traffic may still grow. ``subject`` says
    where: a spreading factor ("SF12"), a band ("P"), or nothing for the whole gateway.
    """

    kind: ConstraintKind
    subject: str
    used: float
    limit: float

    @property
    def growth(self) -> float | None:
        """Factor by which the traffic may grow (below 1: too much already); None if unused."""
        return self.limit / self.used if self.used > 0 else None

    @property
    def headroom(self) -> float:
        """Share of the limit that is left; negative when exceeded."""
        return 1 - self.used / self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayCapacity:
    """What one gateway makes of one traffic profile.

    ``collision_free`` and ``delivery`` are means over the uplinks; ``delivery`` also counts busy
    demodulators and the gateway's own sending. ``offered_erlang`` is the mean number of frames on
    air at once.
    """

    loads: tuple[SpreadingFactorLoad, ...]
    offered_erlang: float
    demodulator_blocking: float
    high_sf_blocking: float | None
    collision_free: float
    delivery: float
    bands: tuple[BandUse, ...]
    constraints: tuple[Constraint, ...]
    assumptions: tuple[Assumption, ...]

    @property
    def binding(self) -> Constraint:
        """The constraint that is reached first when the traffic grows."""
        return min(self.constraints, key=lambda constraint: constraint.headroom)

    @property
    def fits(self) -> bool:
        """Whether every constraint holds."""
        return self.binding.headroom >= 0
