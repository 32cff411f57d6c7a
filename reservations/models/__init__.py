from reservations.models.access_request import ROAD_KINDS, AccessRequest
from reservations.models.case_event import CaseEvent
from reservations.models.claim import LIVE_STATES, Claim, ClaimState
from reservations.models.clock_rule import ClockRule, LawBasis, LegalStep, RequestKind, StartEvent
from reservations.models.deadline import Deadline
from reservations.models.decision import Decision, DecisionGround, DecisionOutcome
from reservations.models.offer import Offer, OfferLine
from reservations.models.refusal_ground import RefusalGround
from reservations.models.tariff import PricedUnit, Tariff

__all__ = [
    "LIVE_STATES",
    "ROAD_KINDS",
    "AccessRequest",
    "CaseEvent",
    "Claim",
    "ClaimState",
    "ClockRule",
    "Deadline",
    "Decision",
    "DecisionGround",
    "LawBasis",
    "Offer",
    "OfferLine",
    "DecisionOutcome",
    "PricedUnit",
    "RefusalGround",
    "RequestKind",
    "StartEvent",
    "LegalStep",
    "Tariff",
]
