"""By table and trigger: raw SQL against cases that the trigger keeps out; see `trigger_attacks`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from accounts.models import Grant, Organisation, User
from reservations.models import (
    AccessRequest,
    AsBuiltLine,
    AsBuiltReport,
    CalendarAddress,
    CheckedItem,
    ChecklistItem,
    Claim,
    ClockRule,
    Deadline,
    Decision,
    DecisionGround,
    DeemedConsent,
    Letter,
    Offer,
    OfferLine,
    PeriodExtension,
    RefusalGround,
    RegulatorNotice,
    Tariff,
)


def fill_cases(person: User, number: str) -> None:
    """A case with an offer and a deadline, one that is refused, and one that has nothing yet."""
    case = _in_review(person, f"case {number}", "information")
    Deadline.objects.create(
        request=case, rule=ClockRule.objects.first(), step="answer", started_on=case.period.lower
    )
    _offer(case, person)
    asked = _submitted(person, f"asked {number}", "information")
    CheckedItem.objects.create(
        request=asked,
        item=ChecklistItem.objects.filter(kind="information").order_by("pk")[int(number) - 1],
        answer="missing",
        checked_by=person,
        checked_at=timezone.now(),
    )
    _refused(_in_review(person, f"refused {number}", "information"), person)
    _in_review(person, f"bare {number}", "duct_access")
    _granted(person, number)
    _consents(person, number)


@transaction.atomic
def _granted(person: User, number: str) -> None:
    """Access to what a reservation of the demo city holds, with a report and an extension."""
    several = Claim.objects.annotate(ducts=Count("holder__units__duct")).filter(ducts__gt=1)
    claim = several.filter(state="confirmed", request=None).order_by("-pk").first()
    facts = {"organisation": claim.organisation, "period": claim.period}
    case = _in_review(person, f"granted {number}", "duct_access", **facts)
    now = timezone.now()
    _offer(case, person)
    _step(case, "offered")
    Offer.objects.filter(request=case).update(
        accepted_at=now, accepted_by=person, accepted_name="x"
    )
    _step(case, "accepted")
    _signed(case, person, "granted")
    claim.grant = claim.grant or Grant.objects.create(
        organisation=claim.organisation, case_reference="x", valid=claim.period
    )
    claim.request = case
    claim.save()
    for unit in claim.holder.units.exclude(duct=None):
        unit.duct.grants.add(claim.grant)
    last = claim.period.upper - dt.timedelta(days=1)
    money = {"months": 1, "currency": "EUR", "net": 1, "vat": 0, "gross": 1}
    PeriodExtension.objects.create(
        request=case,
        until=last,
        last=last + dt.timedelta(days=30),
        asked_by=person,
        asked_at=now,
        reason="x",
        **money,
    )
    report = AsBuiltReport.objects.create(
        request=case, laid_on=now.date(), reported_by=person, reported_at=now
    )
    AsBuiltLine.objects.create(report=report, duct="x", cable="x", outer_mm=1, fibres=1, length_m=1)
    Letter.objects.create(request=case, kind="quote", cause=1, pdf=b"%PDF", issued_at=now)
    RegulatorNotice.objects.create(
        request=case, told_on=now.date(), reference="x", recorded_by=person, recorded_at=now
    )


@transaction.atomic
def _consents(person: User, number: str) -> None:
    """One that counts as given because nobody decided, and one of which that is not noted yet."""
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    rule = ClockRule.objects.get(code="tkg-127-consent")
    for subject in ("deemed", "overdue"):
        case = _in_review(person, f"{subject} {number}", "road_consent")
        Deadline.objects.create(
            request=case, rule=rule, step="decision", started_on=yesterday, due_on=yesterday
        )
        if subject == "deemed":
            now = timezone.now()
            DeemedConsent.objects.create(
                request=case, rule=rule, since=timezone.localdate(), recorded_at=now
            )
            _step(case, "granted")


def _step(case: AccessRequest, state: str) -> None:
    case.state = state
    case.save()


def fill_calendars() -> None:
    for number, person in enumerate(User.objects.order_by("pk")[:2]):
        CalendarAddress.objects.create(person=person, digest=f"{number}" * 64)


def _submitted(person: User, subject: str, kind: str, **facts: Any) -> AccessRequest:
    usual = {
        "organisation": Organisation.objects.first(),
        "period": (dt.date(2030, 1, 1), dt.date(2031, 1, 1)),
    }
    case = AccessRequest.objects.create(
        kind=kind,
        contact_name="x",
        contact_email="x@example.org",
        subject=subject,
        created_by=person,
        **{**usual, **facts},
    )
    now = timezone.now()
    case.state, case.legal_basis, case.received_at, case.complete_at = "submitted", "gia", now, now
    case.save()
    case.refresh_from_db()
    return case


def _in_review(person: User, subject: str, kind: str, **facts: Any) -> AccessRequest:
    case = _submitted(person, subject, kind, **facts)
    _step(case, "in_review")
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
    decision = _signed(case, person, "refused")
    ground = RefusalGround.objects.get(code="gia-3-5-a")
    DecisionGround.objects.create(decision=decision, ground=ground, evidence="x")


def _signed(case: AccessRequest, person: User, outcome: str) -> Decision:
    now = timezone.now()
    decision = Decision.objects.create(
        request=case,
        outcome=outcome,
        prepared_by=person,
        prepared_at=now,
        two_person=False,
        signed_by=person,
        signed_at=now,
    )
    _step(case, outcome)
    return decision


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

_GRANTED = _CASE.format("granted 1")
_GRANTED_CLAIM = f"(SELECT id FROM reservations_claim WHERE request_id = {_GRANTED})"
_GRANTED_HOLDER = f"(SELECT holder_id FROM reservations_claim WHERE request_id = {_GRANTED})"
_INDEPENDENT = (
    "(SELECT min(u.id) FROM accounts_user u WHERE NOT u.is_superuser AND NOT EXISTS"
    " (SELECT FROM accounts_membership m WHERE m.user_id = u.id AND m.role NOT IN ('road_officer',"
    " 'viewer', 'auditor', 'partner')))"
)

AFTER = {
    ("reservations_accessrequest", "case_period_is_extended"): (
        "UPDATE reservations_accessrequest SET period = '[2030-02-01,2031-01-01)'"
        " WHERE subject = 'case 1'",
        "case_period_is_extended",
    ),
    ("reservations_accessrequest", "case_agrees_with_its_period"): (
        "WITH answered AS (UPDATE reservations_periodextension SET answer = 'granted',"
        f" answered_by_id = asked_by_id, answered_at = now() WHERE request_id = {_GRANTED})"
        " SELECT; UPDATE reservations_accessrequest SET period = daterange(lower(period),"
        " upper(period) + 30) WHERE subject = 'granted 1'",
        "case_agrees_with_its_period",
    ),
    ("reservations_claim", "claim_agrees_with_its_period"): (
        "UPDATE reservations_claim SET period = daterange(lower(period), upper(period) + 1)"
        f" WHERE id = {_GRANTED_CLAIM}",
        "case_agrees_with_its_period",
    ),
    ("network_holder", "holder_agrees_with_its_period"): (
        "UPDATE network_holder SET period = daterange(lower(period), upper(period) - 1)"
        f" WHERE id = {_GRANTED_HOLDER}",
        "case_agrees_with_its_period",
    ),
    ("accounts_grant", "grant_agrees_with_its_period"): (
        "UPDATE accounts_grant SET valid = daterange(lower(valid), upper(valid) + 1) WHERE id ="
        f" (SELECT grant_id FROM reservations_claim WHERE id = {_GRANTED_CLAIM})",
        "case_agrees_with_its_period",
    ),
    ("reservations_periodextension", "extension_stands"): (
        "UPDATE reservations_periodextension SET net = 2, gross = 2",
        "extension_stands",
    ),
    ("network_heldunit", "grant_shrinks_with_its_claim"): (
        "UPDATE network_heldunit SET holder_id = c.holder_id FROM reservations_claim c WHERE"
        f" c.request_id = {_CASE.format('granted 2')} AND network_heldunit.id ="
        f" (SELECT min(id) FROM network_heldunit WHERE holder_id = {_GRANTED_HOLDER})",
        "grant_shrinks_with_its_claim",
    ),
    ("reservations_asbuiltreport", "as_built_stands"): (
        "UPDATE reservations_asbuiltreport SET remarks = 'others'",
        "as_built_stands",
    ),
    ("reservations_asbuiltline", "as_built_line_stands"): (
        "UPDATE reservations_asbuiltline SET fibres = 96",
        "as_built_line_stands",
    ),
    ("reservations_accessrequest", "case_in_use_as_reported"): (
        "UPDATE reservations_accessrequest SET state = 'in_use' WHERE subject = 'granted 1'",
        "case_in_use_as_reported",
    ),
    ("reservations_letter", "letter_is_kept"): (
        "DELETE FROM reservations_letter",
        "letter_is_kept",
    ),
    ("reservations_regulatornotice", "notice_stands"): (
        "UPDATE reservations_regulatornotice SET reference = 'others'",
        "notice_stands",
    ),
    ("reservations_deemedconsent", "deemed_consent_stands"): (
        "UPDATE reservations_deemedconsent SET since = since - 1",
        "deemed_consent_stands",
    ),
    ("reservations_deemedconsent", "deemed_consent_agrees_with_its_case"): (
        "INSERT INTO reservations_deemedconsent (request_id, rule_id, since, recorded_at)"
        " SELECT request_id, rule_id, CURRENT_DATE, now() FROM reservations_deadline"
        f" WHERE request_id = {_CASE.format('overdue 1')}",
        "case_agrees_with_its_decision",
    ),
    ("reservations_decision", "decided_before_deemed_given"): (
        "INSERT INTO reservations_decision (request_id, outcome, refused_units, reasons,"
        " prepared_by_id, prepared_at, two_person, signed_by_id, signed_at)"
        f" SELECT {_CASE.format('overdue 1')}, 'granted', refused_units, '', prepared_by_id,"
        f" now(), false, {_INDEPENDENT}, now() FROM reservations_decision LIMIT 1;"
        " UPDATE reservations_accessrequest SET state = 'granted' WHERE subject = 'overdue 1'",
        "decided_before_deemed_given",
    ),
}
ATTACKS = {
    **AFTER,
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
    ("reservations_accessrequest", "case_complete_by_checklist"): (
        "UPDATE reservations_accessrequest SET state = 'in_review' WHERE subject = 'asked 1'",
        "case_complete_by_checklist",
    ),
    ("reservations_checkeditem", "checked_item_on_the_list"): (
        "UPDATE reservations_checkeditem SET answer = 'not_needed'",
        "checked_item_needed",
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
        "UPDATE reservations_offer SET valid_until = valid_until + 1 WHERE accepted_at IS NULL",
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
