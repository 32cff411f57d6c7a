"""By table and trigger: raw SQL against cases that the trigger keeps out; see `trigger_attacks`."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.models import Organisation, User
from reservations.models import (
    AccessRequest,
    ClockRule,
    Deadline,
    Decision,
    DecisionGround,
    Offer,
    OfferLine,
    RefusalGround,
    Tariff,
)


def fill_cases(person: User, number: str) -> None:
    """A case with an offer and a deadline, one that is refused, and one that has nothing yet."""
    case = _in_review(person, f"case {number}", "information")
    Deadline.objects.create(
        request=case, rule=ClockRule.objects.first(), step="answer", started_on=case.period.lower
    )
    _offer(case, person)
    _refused(_in_review(person, f"refused {number}", "information"), person)
    _in_review(person, f"bare {number}", "duct_access")


def _in_review(person: User, subject: str, kind: str) -> AccessRequest:
    case = AccessRequest.objects.create(
        kind=kind,
        organisation=Organisation.objects.first(),
        contact_name="x",
        contact_email="x@example.org",
        subject=subject,
        period=(dt.date(2030, 1, 1), dt.date(2031, 1, 1)),
        created_by=person,
    )
    now = timezone.now()
    case.state, case.legal_basis, case.received_at, case.complete_at = "submitted", "gia", now, now
    case.save()
    case.refresh_from_db()
    case.state = "in_review"
    case.save()
    return case


def _offer(case: AccessRequest, person: User) -> None:
    tariff = Tariff.objects.first()
    offer = Offer.objects.create(
        request=case,
        valid_until=dt.date(2030, 1, 1),
        currency="EUR",
        net=1,
        vat=0,
        gross=1,
        made_by=person,
        made_at=timezone.now(),
    )
    for position, net in ((1, 1), (2, 0)):
        OfferLine.objects.create(
            offer=offer,
            position=position,
            tariff=tariff,
            length_m=1,
            months=1,
            per_metre_year=1,
            one_off=0,
            net=net,
            vat_percent=0,
        )


def _refused(case: AccessRequest, person: User) -> None:
    now = timezone.now()
    decision = Decision.objects.create(
        request=case,
        outcome="refused",
        prepared_by=person,
        prepared_at=now,
        two_person=False,
        signed_by=person,
        signed_at=now,
    )
    ground = RefusalGround.objects.get(code="gia-3-5-a")
    DecisionGround.objects.create(decision=decision, ground=ground, evidence="x")
    case.state = "refused"
    case.save()


_CASE = "(SELECT id FROM reservations_accessrequest WHERE subject = '{}')"
_DECIDE = (
    "INSERT INTO reservations_decision (request_id, outcome, refused_units, reasons,"
    " prepared_by_id, prepared_at, two_person, signed_by_id, signed_at)"
    f" SELECT {_CASE.format('case 1')}, '{{}}', refused_units, '', prepared_by_id, now(), false,"
    " {}, {} FROM reservations_decision LIMIT 1"
)
_OFFER = (
    "INSERT INTO reservations_offer (request_id, valid_until, currency, net, vat, gross,"
    " made_by_id, made_at, accepted_name) SELECT {}, valid_until, currency, net, vat, gross,"
    " made_by_id, made_at, '' FROM reservations_offer LIMIT 1"
)
_LINE = (
    "INSERT INTO reservations_offerline (offer_id, position, tariff_id, length_m, months,"
    " per_metre_year, one_off, net, vat_percent) SELECT {}, 9, tariff_id, 1, 1, 1, 0, 1, 0"
    " FROM reservations_offerline LIMIT 1"
)

ATTACKS = {
    ("reservations_accessrequest", "case_begins_as_draft"): (
        "INSERT INTO reservations_accessrequest (public_id, kind, legal_basis, organisation_id,"
        " contact_name, contact_email, contact_phone, subject, description, period, state,"
        " state_at, out_of_turn_reason, created_by_id, created_at) SELECT gen_random_uuid(), kind,"
        " '', organisation_id, 'x', 'x', '', 'x', '', period, 'withdrawn', now(), '',"
        " created_by_id, now() FROM reservations_accessrequest LIMIT 1",
        "case_begins_as_draft",
    ),
    ("reservations_accessrequest", "case_steps"): (
        "UPDATE reservations_accessrequest SET state = 'submitted' WHERE subject = 'case 1'",
        "case_transition_known",
    ),
    ("reservations_accessrequest", "case_is_kept"): (
        "DELETE FROM reservations_accessrequest WHERE subject = 'bare 1';"
        " DELETE FROM reservations_caseevent e WHERE NOT EXISTS"
        " (SELECT FROM reservations_accessrequest a WHERE a.id = e.request_id)",
        "case_is_kept",
    ),
    ("reservations_accessrequest", "case_agrees"): (
        "UPDATE reservations_accessrequest SET state = 'granted' WHERE subject = 'case 1'",
        "case_agrees_with_its_decision",
    ),
    ("reservations_caseevent", "case_log_is_recorded"): (
        "UPDATE reservations_caseevent SET actor_label = 'somebody else'",
        "case_log_is_recorded",
    ),
    ("reservations_claim", "claim_agrees_with_its_case"): (
        f"UPDATE reservations_claim SET request_id = {_CASE.format('bare 1')} WHERE id ="
        " (SELECT min(id) FROM reservations_claim WHERE state = 'confirmed')",
        "case_agrees_with_its_claims",
    ),
    ("reservations_decision", "decision_stands"): (
        "UPDATE reservations_decision SET reasons = 'others'",
        "decision_stands",
    ),
    ("reservations_decision", "decision_agrees_with_its_case"): (
        _DECIDE.format("granted", "prepared_by_id", "now()"),
        "case_agrees_with_its_decision",
    ),
    ("reservations_decision", "refusal_has_grounds"): (
        _DECIDE.format("refused", "NULL", "NULL"),
        "refusal_has_grounds",
    ),
    ("reservations_decisionground", "ground_of_a_refusal"): (
        "DELETE FROM reservations_decisionground",
        "refusal_has_grounds",
    ),
    ("reservations_offer", "offer_stands"): (
        "UPDATE reservations_offer SET valid_until = valid_until + 1",
        "offer_stands",
    ),
    ("reservations_offer", "offer_agrees_with_its_case"): (
        f"WITH made AS ({_OFFER.format(_CASE.format('bare 1'))} RETURNING id)"
        f" {_LINE.format('(SELECT id FROM made)')}",
        "case_agrees_with_its_offer",
    ),
    ("reservations_offer", "offer_is_the_sum_of_its_lines"): (
        _OFFER.format(_CASE.format("refused 1")),
        "offer_is_the_sum_of_its_lines",
    ),
    ("reservations_offerline", "offer_line_stands"): (
        "UPDATE reservations_offerline SET net = net + 1",
        "offer_line_stands",
    ),
    ("reservations_offerline", "line_of_its_offer"): (
        _LINE.format("offer_id"),
        "offer_is_the_sum_of_its_lines",
    ),
}
