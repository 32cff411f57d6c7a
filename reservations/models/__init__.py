from reservations.models.access_request import AccessRequest
from reservations.models.as_built import AsBuiltLine, AsBuiltReport
from reservations.models.calendar_address import CalendarAddress
from reservations.models.case_event import CaseEvent
from reservations.models.checklist import Answer, CheckedItem, ChecklistItem
from reservations.models.claim import LIVE_STATES, RESERVED_STATES, Claim, ClaimState
from reservations.models.clock_rule import (
    ClockRule,
    Consequence,
    LawBasis,
    LegalStep,
    StartEvent,
)
from reservations.models.deadline import Deadline
from reservations.models.decision import Decision, DecisionGround, DecisionOutcome
from reservations.models.deemed_consent import DeemedConsent
from reservations.models.dispute import Dispute
from reservations.models.exemption import ExemptConcept, Exemption, ExemptReason
from reservations.models.fulfilled_duty import FulfilledDuty
from reservations.models.legal_remedy import LegalRemedy
from reservations.models.letter import Letter, LetterKind
from reservations.models.message import AttachmentDownload, CaseAttachment, CaseMessage
from reservations.models.notice import Mail, MailKind, MailState, MailWishes, Notice
from reservations.models.offer import Offer, OfferLine
from reservations.models.period_extension import ExtensionAnswer, PeriodExtension
from reservations.models.refusal_ground import RefusalGround
from reservations.models.request_kind import ROAD_KINDS, Procedure, RequestKind
from reservations.models.reserve_share import CityReserve, ReserveShare
from reservations.models.tariff import PricedUnit, Tariff

__all__ = [
    "LIVE_STATES",
    "RESERVED_STATES",
    "ROAD_KINDS",
    "AccessRequest",
    "AsBuiltLine",
    "AsBuiltReport",
    "Answer",
    "AttachmentDownload",
    "CalendarAddress",
    "CaseAttachment",
    "CaseEvent",
    "CaseMessage",
    "CheckedItem",
    "ChecklistItem",
    "CityReserve",
    "Claim",
    "ClaimState",
    "ClockRule",
    "Consequence",
    "Deadline",
    "Decision",
    "DecisionGround",
    "DeemedConsent",
    "Dispute",
    "ExemptConcept",
    "ExemptReason",
    "Exemption",
    "ExtensionAnswer",
    "FulfilledDuty",
    "LawBasis",
    "Mail",
    "MailKind",
    "MailState",
    "MailWishes",
    "Notice",
    "Offer",
    "OfferLine",
    "DecisionOutcome",
    "PeriodExtension",
    "PricedUnit",
    "Procedure",
    "RefusalGround",
    "RequestKind",
    "ReserveShare",
    "StartEvent",
    "LegalRemedy",
    "LegalStep",
    "Letter",
    "LetterKind",
    "Tariff",
]
