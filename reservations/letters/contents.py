"""What each letter says: from rows that nobody changes any more, in German."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone, translation
from django.utils.text import get_text_list

from reservations.access import granted
from reservations.access.states import RequestState
from reservations.clocks.counting import day_of
from reservations.clocks.rules import Due, due_steps
from reservations.models import (
    AccessRequest,
    CaseEvent,
    CaseMessage,
    ClockRule,
    Consequence,
    Deadline,
    Decision,
    DecisionOutcome,
    DeemedConsent,
    LawBasis,
    LegalRemedy,
    LegalStep,
    Letter,
    LetterKind,
    Offer,
    OfferLine,
    StartEvent,
)
from reservations.models.clock_rule import Duty
from reservations.tariffs.explain import price_in_words
from reservations.tariffs.granted import accepted_offer, positions_refused, price_of_part
from reservations.tariffs.quote import CENT, lengths_of

LANGUAGE = "de"
LAWS: dict[str, str] = {
    LawBasis.GIA: "Verordnung (EU) 2024/1309 (Gigabit-Infrastrukturverordnung, GIA)",
    LawBasis.TKG: "Telekommunikationsgesetz (TKG)",
}
"""What a letter calls a law that its reader has to find."""


@dataclass(frozen=True)
class Draft:
    """A letter before it goes out; `cause` is the row that it is about."""

    kind: LetterKind
    cause: int
    day: dt.date
    facts: dict[str, Any]
    template: str
    is_final: bool = True


def drafts(case: AccessRequest, kind: LetterKind) -> Draft | None:
    """The present letter of a kind; None where the case gives no reason for one."""
    with translation.override(LANGUAGE):
        return _WRITERS[kind](case)


def receipt(case: AccessRequest) -> Draft | None:
    if case.receipt is None or case.received_at is None:
        return None
    day = day_of(case.received_at)
    events = {StartEvent.RECEIVED: day, StartEvent.COMPLETE: day}
    due = _by_the_city(due_steps(_rules(case), events).values())
    facts = {"received_at": timezone.localtime(case.received_at), "due": due}
    return Draft(LetterKind.RECEIPT, case.receipt, day, facts, "receipt")


def missing(case: AccessRequest) -> Draft | None:
    """The last question; the one before is kept as it went out."""
    asked = CaseEvent.objects.filter(request=case, to_state=RequestState.INCOMPLETE)
    event = asked.order_by("-pk").first()
    if event is None:
        return None
    day = day_of(event.at)
    steps = due_steps(_rules(case), {StartEvent.ASKED_BACK: day})
    facts = {"missing": event.reason, "due": steps.get(LegalStep.COMPLETION)}
    return Draft(LetterKind.MISSING, event.pk, day, facts, "missing")


def extended(deadline: Deadline, told: CaseMessage) -> Draft:
    """That a deadline is extended, until when and why (Art. 4 (1) GIA), as the message says."""
    if deadline.extended_on is None:
        raise ValueError(f"{deadline} is not extended")
    facts = {"deadline": deadline, "signed_by": str(told.author)}
    return Draft(LetterKind.EXTENSION, told.pk, deadline.extended_on, facts, "extension")


def extension(case: AccessRequest) -> Draft | None:
    """The last notice, which was made when it was told: the deadline may have moved on since."""
    letters = Letter.objects.filter(request=case, kind=LetterKind.EXTENSION).defer("pdf")
    kept = letters.order_by("-pk").first()
    if kept is None:
        return None
    return Draft(LetterKind.EXTENSION, kept.cause, day_of(kept.issued_at), {}, "extension")


def quote(case: AccessRequest) -> Draft | None:
    offer = Offer.objects.open().filter(request=case).select_related("made_by").first()
    if offer is None:
        return None
    lines = list(offer.lines.select_related("tariff").order_by("position"))
    facts = {
        "offer": offer,
        "lines": [(line, price_in_words(line.per_metre_year)) for line in lines],
        "taxes": _taxes(lines),
        "minimum": get_text_list(sorted({one.tariff.minimum_months for one in lines}), "oder"),
        "signed_by": str(offer.made_by),
    }
    return Draft(LetterKind.QUOTE, offer.pk, day_of(offer.made_at), facts, "quote")


def decision(case: AccessRequest) -> Draft | None:
    """The decision, signed or still a draft; or that a consent counts as given."""
    deemed = DeemedConsent.objects.select_related("rule").filter(request=case).first()
    if deemed is not None:
        facts = {"deemed": deemed}
        day = day_of(deemed.recorded_at)
        return Draft(LetterKind.DECISION, case.pk, day, facts, "deemed")
    made = Decision.objects.select_related("signed_by").filter(request=case).first()
    if made is None:
        return None
    day = day_of(made.signed_at or made.prepared_at)
    is_consent, is_refusing = case.needs_consent_signature, made.outcome != DecisionOutcome.GRANTED
    offer = accepted_offer(case)
    remedies = LegalRemedy.objects.filter(kind=case.kind, valid__contains=day)
    facts = {
        "decision": made,
        "grounds": list(made.grounds.select_related("ground", "reserve").order_by("pk")),
        "units": [] if made.outcome == DecisionOutcome.REFUSED else _units(case, made),
        "refused_units": len(made.refused_units),
        "refused_positions": get_text_list(positions_refused(made, offer), "und"),
        "offer": offer,
        "part": _part(case, made, offer),
        "remedy": remedies.first() if is_consent or is_refusing else None,
        "signed_by": str(made.signed_by) if made.signed_by else "",
    }
    template = "consent" if is_consent else "decision"
    return Draft(LetterKind.DECISION, made.pk, day, facts, template, made.signed_at is not None)


_WRITERS = {
    LetterKind.RECEIPT: receipt,
    LetterKind.MISSING: missing,
    LetterKind.EXTENSION: extension,
    LetterKind.QUOTE: quote,
    LetterKind.DECISION: decision,
}


def _rules(case: AccessRequest) -> list[ClockRule]:
    return list(ClockRule.objects.filter(kind=case.kind))


def _by_the_city(found: Any) -> list[Due]:
    mine = [one for one in found if one.rule.duty == Duty.CITY and one.due is not None]
    silent = [one for one in mine if one.rule.consequence == Consequence.DEEMED_GRANTED]
    return sorted(mine, key=lambda one: (one.due, one not in silent))


def _taxes(lines: Sequence[OfferLine]) -> list[dict[str, Decimal]]:
    """VAT on the sum of each rate, as the offer counts it."""
    sums: dict[Decimal, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[line.vat_percent] += line.net
    return [
        {"rate": rate, "net": net, "tax": (net * rate / 100).quantize(CENT, ROUND_HALF_UP)}
        for rate, net in sorted(sums.items())
    ]


def _part(case: AccessRequest, made: Decision, offer: Offer | None) -> dict[str, Decimal] | None:
    """What a part of the offer costs: as it was signed, or would be now."""
    if offer is None or made.outcome != DecisionOutcome.PARTLY_GRANTED:
        return None
    if made.gross is not None:
        return {"net": made.net, "vat": made.vat, "gross": made.gross}
    return price_of_part(offer, list(granted.units(case).exclude(pk__in=made.refused_units)))


def _units(case: AccessRequest, made: Decision) -> list[dict[str, Any]]:
    """What is granted, by code, from where to where and how long."""
    rows = granted.units(case).exclude(pk__in=made.refused_units)
    found = list(rows.select_related("duct__type", "strand__cable"))
    lengths = lengths_of(found[0].holder_id) if found else {}
    return [
        {
            "code": unit.duct.code if unit.duct else f"{unit.strand.cable} / {unit.strand.number}",
            "start": unit.from_site or "",
            "end": unit.to_site or "",
            "length": lengths.get(unit.pk, Decimal(0)),
        }
        for unit in found
    ]
