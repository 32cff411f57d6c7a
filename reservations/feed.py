"""What of this room can be followed in the change feed."""

from typing import Any

from history.feed import Followed, by_organisation, follow, keep_inside, part_of
from history.feed.registry import Part, Was
from network.models import HeldUnit, Holder
from reservations.models import (
    AccessRequest,
    AsBuiltLine,
    AsBuiltReport,
    CheckedItem,
    ChecklistItem,
    CityReserve,
    Claim,
    ClockRule,
    Deadline,
    Decision,
    DecisionGround,
    DeemedConsent,
    Dispute,
    Exemption,
    FulfilledDuty,
    LegalRemedy,
    Offer,
    OfferLine,
    PeriodExtension,
    RefusalGround,
    ReserveShare,
    Tariff,
)

UNIT = "holder__units"


def declare() -> None:
    follow(
        Followed(
            "Reservation",
            Claim,
            refers=tuple(
                f"{UNIT}__{to}" for to in ("duct", "from_site", "to_site", "strand__cable")
            ),
            judged_by=("organisation_id",),
            was_visible=by_organisation,
        )
    )
    via = (Claim, "holder_id", "pk")
    part_of(Claim, Part(Holder, Claim, "id", via=via), Part(HeldUnit, Claim, "holder_id", via=via))
    _declare_cases()


def _declare_cases() -> None:
    """A decision is told of by itself: the applicant hears of it once it is signed."""
    follow(
        Followed(
            "AccessRequest",
            AccessRequest,
            judged_by=("organisation_id",),
            was_visible=by_organisation,
        ),
        Followed(
            "Decision",
            Decision,
            "pk",
            judged_by=("request_id", "signed_at"),
            was_visible=_saw_decision,
        ),
        Followed("ClockRule", ClockRule, "pk"),
        Followed("RefusalGround", RefusalGround, "pk"),
        Followed("Tariff", Tariff, "pk"),
    )
    via = (Offer, "pk", "request_id")
    part_of(
        AccessRequest,
        (Deadline, "request_id"),
        (Offer, "request_id"),
        Part(OfferLine, AccessRequest, "offer_id", via=via),
        (PeriodExtension, "request_id"),
        (AsBuiltReport, "request_id"),
        Part(AsBuiltLine, AccessRequest, "report_id", via=(AsBuiltReport, "pk", "request_id")),
        (DeemedConsent, "request_id"),
        (FulfilledDuty, "request_id"),
        (Dispute, "request_id"),
    )
    part_of(Decision, (DecisionGround, "decision_id"))
    keep_inside("The desk's own list and notes.", ChecklistItem, CheckedItem)
    keep_inside("Seen in the letters.", LegalRemedy)
    keep_inside("Why something is protected or kept is told by nobody.", Exemption, ReserveShare)
    keep_inside("Told as the reservation that it is.", CityReserve)


def _saw_decision(viewer: Any, _pk: int, was: Was) -> bool:
    """One that is gone was not signed: those saw it who deal with its request."""
    cases = AccessRequest.objects.visible_to(viewer).filter(pk=was["request_id"] or 0)
    return cases.exclude(organisation_id__in=viewer.organisation_ids).exists()
