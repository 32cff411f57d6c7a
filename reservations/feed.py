"""What of this room can be followed in the change feed."""

from history.feed import Followed, by_organisation, follow, keep_inside, part_of
from history.feed.registry import Part
from network.models import HeldUnit, Holder
from reservations.models import (
    AccessRequest,
    AsBuiltLine,
    AsBuiltReport,
    CheckedItem,
    ChecklistItem,
    Claim,
    ClockRule,
    Deadline,
    Decision,
    DecisionGround,
    DeemedConsent,
    LegalRemedy,
    Letter,
    Offer,
    OfferLine,
    PeriodExtension,
    RefusalGround,
    RegulatorNotice,
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
    keep_inside(
        "Seen by what it makes of each case.",
        ChecklistItem,
        ClockRule,
        LegalRemedy,
        RefusalGround,
        Tariff,
    )
    keep_inside("The desk's own notes.", CheckedItem)
    keep_inside(
        "No door shows it yet.", AccessRequest, Deadline, Decision, DecisionGround, Offer, OfferLine
    )
    keep_inside(
        "Part of its case, read there.",
        AsBuiltLine,
        AsBuiltReport,
        DeemedConsent,
        Letter,
        PeriodExtension,
        RegulatorNotice,
    )
