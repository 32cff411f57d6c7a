from reservations.models.claim import LIVE_STATES, Claim, ClaimState
from reservations.models.clock_rule import ClockRule, LawBasis, RequestKind, StartEvent, Step

__all__ = [
    "LIVE_STATES",
    "Claim",
    "ClaimState",
    "ClockRule",
    "LawBasis",
    "RequestKind",
    "StartEvent",
    "Step",
]
