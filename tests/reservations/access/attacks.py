"""One raw SQL attack for every named rule of cases, offers, tariffs and decisions.

`{draft}`, `{waiting}`, `{later}`, `{refused}`, `{accepted}`, `{granted}` and `{consent}` stand for
cases in these states; `{ground}`, `{old}`, `{full}` for grounds, of which the old one is over.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from reservations.access import holding
from reservations.models import (
    AccessRequest,
    Claim,
    ClockRule,
    Deadline,
    DecisionOutcome,
    Dispute,
)
from reservations.services import as_built, case_calendar, decide, decision, period_extension
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve
from tests.builders import make_duct, make_line_network, make_user
from tests.reservations.access.cases import (
    accepted,
    clocks_set_aside,
    drafted,
    granted,
    ground,
    laid,
    reviewed,
    submitted,
    tariff,
)
from tests.reservations.conftest import Scene


def rows(scene: Scene) -> dict[str, int]:
    refused = reviewed(scene, 4)
    shown = [decision.Shown(ground(), "gequetscht")]
    decision.decide(
        request=refused, outcome=DecisionOutcome.REFUSED, grounds=shown, by=scene.officer
    )
    Dispute.objects.create(
        request=refused,
        filed_on=timezone.localdate(),
        by_applicant=False,
        recorded_by=scene.officer,
        recorded_at=timezone.now(),
    )
    over = (dt.date(2015, 1, 1), dt.date(2016, 1, 1))
    cases = {
        "granted": granted(scene, 1, 3),
        "accepted": accepted(scene, 2),
        "refused": refused,
        "waiting": reviewed(scene, 4),
        "later": reviewed(scene, 4, hold=False),
        "consent": reviewed(scene),
        "handed_in": submitted(scene),
        "draft": drafted(scene),
    }
    after_the_grant(scene, cases["granted"])
    return {
        **{name: case.pk for name, case in cases.items()},
        **consents(scene),
        "officer": scene.officer.pk,
        "other": make_user("access_officer").pk,
        "road": make_user("road_officer").pk,
        "south": scene.south.memberships.get().organisation_id,
        "held": holding.claim_of(cases["waiting"]).pk,
        "confirmed": holding.claim_of(cases["granted"]).pk,
        "elsewhere": elsewhere(scene).pk,
        "tariff": tariff().pk,
        "ground": ground().pk,
        "full": ground(shows_capacity=True).pk,
        "old": ground(code="alt", valid=over).pk,
    }


def after_the_grant(scene: Scene, case: AccessRequest) -> None:
    """A report and an extension that wait for the desk."""
    day = timezone.localdate()
    as_built.report(request=case, laid=[laid(scene)], laid_on=day, by=scene.north)
    longer = case.period.upper + dt.timedelta(days=30)
    period_extension.ask(request=case, last=longer, reason="Ausbau dauert", by=scene.north)


def consents(scene: Scene) -> dict[str, int]:
    """One that is recorded as deemed given, one whose time has passed, one whose time runs."""
    rule = ClockRule.objects.create(
        code="still",
        name="still",
        name_en="silent",
        basis="tkg",
        paragraph="§ 127",
        kind="road_consent",
        step="decision",
        duty="city",
        start="complete",
        amount=1,
        unit="months",
        incompleteness="restarts",
        consequence="deemed_granted",
        valid=(dt.date(2021, 12, 1), None),
        source="test",
        verified=True,
    )
    past = timezone.localdate() - dt.timedelta(days=1)
    cases = [reviewed(scene), reviewed(scene), reviewed(scene)]
    with clocks_set_aside():
        Deadline.objects.filter(request=cases[0], rule=rule).update(due_on=past)
    case_calendar.note_the_day()
    with clocks_set_aside():
        Deadline.objects.filter(request=cases[1], rule=rule).update(due_on=past)
    names = dict(zip(("deemed", "overdue", "silent"), (case.pk for case in cases), strict=True))
    return {**names, "silence": rule.pk}


def elsewhere(scene: Scene) -> Claim:
    """A reserve of the city where nobody asked for anything."""
    network = make_line_network("X-Y")
    duct = make_duct(network, "X-Y", code="WEIT-WEG")
    kept = reserve(
        units=[Stretch(duct.pk, network["X"].pk, network["Y"].pk)],
        period=scene.period,
        idempotency_key="elsewhere",
        by=make_user("planner"),
    )
    return decide.confirm(claim=kept, by=scene.officer)


CASE = "UPDATE reservations_accessrequest SET {} WHERE id = {{{}}}"
_NEW_CASE = (
    "INSERT INTO reservations_accessrequest (public_id, kind, legal_basis, organisation_id,"
    " contact_name, contact_email, contact_phone, subject, description, period, state, state_at,"
    " out_of_turn_reason, created_by_id, created_at)"
    " VALUES (gen_random_uuid(), 'information', '', {south}, 'x', 'x@x', '', 'x', '',"
    " '[2027-01-01,2028-01-01)', 'withdrawn', now(), '', {officer}, now())"
)


def deciding(case: str, outcome: str, by: str = "officer", two: bool = False) -> str:
    return (
        "INSERT INTO reservations_decision (request_id, outcome, refused_units, reasons,"
        " prepared_by_id, prepared_at, two_person, signed_by_id, signed_at)"
        f" VALUES ({{{case}}}, '{outcome}', ARRAY[]::bigint[], '', {{officer}}, now(), {two},"
        f" {{{by}}}, now())"
    )


def _unsigned(decide: str) -> str:
    """With a time and nobody who signed then."""
    return decide.replace("{officer}, now())", "NULL, now())")


def _ground(name: str, evidence: str = "x") -> str:
    return (
        " INSERT INTO reservations_decisionground (decision_id, ground_id, evidence,"
        f" investment_plan) SELECT id, {{{name}}}, '{evidence}', '' FROM reservations_decision"
        " WHERE request_id = {waiting};"
    )


def _prepared(outcome: str, two: bool = False) -> str:
    """A decision that nobody has signed yet."""
    signed = deciding("waiting", outcome, two=two)
    return signed.replace("{officer}, now())", "NULL, NULL)") + ";"


def _refuse(name: str, evidence: str = "x") -> str:
    return (
        _prepared("refused")
        + _ground(name, evidence)
        + " UPDATE reservations_decision SET signed_by_id = {officer}, signed_at = now()"
        " WHERE request_id = {waiting};"
        + " UPDATE reservations_accessrequest SET state = 'refused' WHERE id = {waiting};"
        " UPDATE reservations_claim SET state = 'released' WHERE id = {held};"
        " UPDATE network_holder SET period = 'empty', expires_at = NULL WHERE id ="
        " (SELECT holder_id FROM reservations_claim WHERE id = {held})"
    )


_OFFER = "UPDATE reservations_offer SET {} WHERE request_id = {{accepted}}"
_NEW_OFFER = (
    "INSERT INTO reservations_offer (request_id, valid_until, currency, net, vat, gross,"
    " made_by_id, made_at, accepted_name) VALUES ({waiting}, '2030-01-01', 'EUR', 1, 0, {gross},"
    " {officer}, now(), '')"
)
_LINE = (
    "INSERT INTO reservations_offerline (offer_id, position, tariff_id, length_m, months,"
    " per_metre_year, one_off, net, vat_percent) SELECT offer_id, {position}, tariff_id, 1, 1, 1,"
    " 1, 1, 19 FROM reservations_offerline LIMIT 1"
)
_TARIFF = "UPDATE reservations_tariff SET {}"

_DEADLINE = (
    "INSERT INTO reservations_deadline (request_id, rule_id, step, started_on, due_on,"
    " extension_reason) SELECT id, {{silence}}, '{1}', day, (day + {2})::date, '' FROM"
    " (SELECT id, (complete_at AT TIME ZONE 'Europe/Berlin')::date AS day"
    " FROM reservations_accessrequest WHERE id = {0}) a"
)
CASES = {
    "case_kind_known": CASE.format("kind = 'wish'", "draft"),
    "kind_reports_what_it_holds": "UPDATE reservations_requestkind SET reported = true"
    " WHERE kind = 'survey'",
    "case_state_known": "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE reservations_accessrequest"
    " DISABLE TRIGGER case_steps; " + CASE.format("state = 'lost'", "waiting"),
    "case_time_frame_ahead": CASE.format(
        "state = 'submitted', received_at = now(), complete_at = now(), legal_basis = 'tkg',"
        " period = '[2020-01-01,2020-02-01)'",
        "draft",
    ),
    "case_period_in_bounds": CASE.format("period = '[2030-01-01,2091-01-02)'", "draft"),
    "case_period_not_empty": CASE.format("period = 'empty'", "draft"),
    "case_says_who_and_what": CASE.format("subject = ''", "draft"),
    "case_receipt_is_whole": CASE.format("received_at = now()", "draft"),
    "case_receipt_once_submitted": CASE.format(
        "receipt = 999, received_at = now(), legal_basis = 'tkg'", "draft"
    ),
    "case_receipt_fixed": CASE.format("received_at = received_at - interval '1 day'", "waiting"),
    "case_complete_unless_asked_back": CASE.format("state = 'incomplete'", "handed_in"),
    "case_begins_as_draft": _NEW_CASE,
    "case_transition_known": CASE.format("state = 'granted'", "draft"),
    "case_answered_once": CASE.format("answered_at = now()", "granted"),
    "case_answered_in_turn": CASE.format("answered_at = now()", "later"),
    "case_log_is_recorded": "UPDATE reservations_caseevent SET actor_label = 'somebody else'",
    "case_expires_after_its_day": CASE.format(
        "state = 'incomplete', complete_at = NULL, place = NULL", "handed_in"
    )
    + "; "
    + CASE.format("state = 'expired'", "handed_in"),
    "case_is_kept": "DELETE FROM reservations_accessrequest WHERE id = {consent}",
    "case_agrees_with_its_claims": "UPDATE reservations_claim SET request_id = {draft}"
    " WHERE id = {confirmed}",
    "case_agrees_with_its_decision": CASE.format("state = 'granted'", "consent"),
    "case_agrees_with_its_offer": CASE.format("state = 'offered'", "waiting"),
    "deadline_once_a_step": _DEADLINE.format("{silent}", "decision", "interval '1 month'"),
    "deadline_step_known": "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE reservations_deadline"
    " DISABLE TRIGGER deadline_follows_its_clock; "
    + _DEADLINE.format("{consent}", "dance", "interval '1 month'"),
    "deadline_extended_with_notice": "UPDATE reservations_deadline SET extension_reason = 'x'",
    "dispute_of_a_request": "INSERT INTO reservations_dispute (request_id, filed_on, reference,"
    " by_applicant, recorded_by_id, recorded_at, ruling) VALUES ({granted}, CURRENT_DATE, '',"
    " false, {officer}, now(), '')",
    "dispute_stands": "DELETE FROM reservations_dispute",
    "dispute_ruling_is_whole": "UPDATE reservations_dispute SET ruled_on = filed_on",
    "deadline_is_kept": "DELETE FROM reservations_deadline WHERE request_id = {silent}",
    "deadline_by_its_rule": _DEADLINE.format("{consent}", "decision", "interval '2 months'"),
    "deadline_moves_with_its_case": "UPDATE reservations_deadline SET due_on = due_on + 1"
    " WHERE request_id = {silent}",
    "deadline_met_by_a_step": "UPDATE reservations_deadline SET met_on = started_on"
    " WHERE request_id = {silent}",
    "deadline_extended_in_time": "UPDATE reservations_deadline SET extended_on = due_on + 1,"
    " extension_reason = 'x' WHERE request_id = {silent}",
}
_ITEM = (
    "INSERT INTO reservations_checklistitem (code, name, name_en, kind, position, required, valid,"
    " source) VALUES ('x', 'x', 'x', '{}', 1, true, '{}', 'x')"
)
_ALWAYS = "[2020-01-01,)"
_CHECK = (
    _ITEM + "; INSERT INTO reservations_checkeditem (request_id, item_id, answer, checked_by_id,"
    " checked_at) SELECT {{{}}}, id, '{}', {{officer}}, now() FROM reservations_checklistitem"
)
CHECKLISTS = {
    "checklist_kind_known": _ITEM.format("wish", _ALWAYS),
    "checklist_valid_not_empty": _ITEM.format("information", "empty"),
    "checked_item_once": _CHECK.format("road_consent", _ALWAYS, "consent", "there")
    + ", generate_series(1, 2)",
    "checked_answer_known": _CHECK.format("road_consent", _ALWAYS, "consent", "perhaps"),
    "checked_item_on_the_list": _CHECK.format("survey", _ALWAYS, "consent", "there"),
    "checked_item_needed": _CHECK.format("road_consent", _ALWAYS, "consent", "not_needed"),
    "case_complete_by_checklist": _CHECK.format("road_consent", _ALWAYS, "handed_in", "missing")
    + "; UPDATE reservations_accessrequest SET state = 'in_review' WHERE id = {handed_in}",
    "calendar_digest_whole": "INSERT INTO reservations_calendaraddress (person_id, digest,"
    " created_at) VALUES ({officer}, 'x', now())",
}
DECISIONS = {
    "ground_law_known": "UPDATE reservations_refusalground SET basis = 'xyz'",
    "ground_valid_not_empty": "UPDATE reservations_refusalground SET valid = 'empty'",
    "decision_outcome_known": deciding("waiting", "perhaps"),
    "decision_signature_is_whole": _unsigned(deciding("waiting", "granted")),
    "decision_signed_by_another": deciding("waiting", "granted", two=True),
    "decision_adds_up": _unsigned(deciding("accepted", "partly_granted"))
    .replace("NULL, now())", "NULL, NULL, 1, 1, 1)")
    .replace("signed_at)", "signed_at, net, vat, gross)"),
    "decision_priced": deciding("accepted", "partly_granted"),
    "decision_prepared_stands": _prepared("granted", two=True)
    + " UPDATE reservations_decision SET two_person = false WHERE request_id = {waiting}",
    "decision_stands": "DELETE FROM reservations_decision WHERE request_id = {granted}",
    "consent_signed_independently": "INSERT INTO accounts_membership (user_id, organisation_id,"
    " role) SELECT {road}, min(id), 'editor' FROM accounts_organisation; "
    + deciding("consent", "granted", by="road"),
    "decision_in_own_matter": "INSERT INTO accounts_membership (user_id, organisation_id, role)"
    " SELECT {officer}, organisation_id, 'partner' FROM reservations_accessrequest"
    " WHERE id = {waiting}; " + _prepared("granted"),
    "decision_ground_once": _prepared("refused") + _ground("ground") * 2,
    "decision_ground_has_evidence": _refuse("ground", ""),
    "refusal_has_grounds": _prepared("refused"),
    "refusal_ground_in_force": _refuse("old"),
    "refusal_ground_of_its_kind": "UPDATE reservations_refusalground SET signed_by ="
    " 'road_officer'; " + _refuse("ground"),
    "ground_signer_known": "UPDATE reservations_refusalground SET signed_by = 'auditor'",
    "refusal_shows_capacity": _refuse("full"),
    "refusal_reserve_on_the_way": _refuse("full")
    .replace("investment_plan) SELECT", "investment_plan, reserve_id) SELECT")
    .replace("'x', ''", "'x', '', {elsewhere}"),
}
OFFERS = {
    "tariff_unit_known": _TARIFF.format("unit_kind = 'cloud'"),
    "tariff_not_negative": _TARIFF.format("one_off = -1"),
    "tariff_currency_code": _TARIFF.format("currency = 'eur'"),
    "tariff_valid_not_empty": _TARIFF.format("valid = 'empty'"),
    "tariff_one_at_a_time": "INSERT INTO reservations_tariff (code, name, name_en, unit_kind,"
    " per_metre_year, one_off, minimum_months, currency, vat_percent, valid, source)"
    " SELECT 'two', name, name_en, unit_kind, per_metre_year, one_off, minimum_months, currency,"
    " vat_percent, valid, source FROM reservations_tariff",
    "offer_accepted_by_name": _NEW_OFFER.replace("{gross}", "1")
    + "; UPDATE reservations_offer SET accepted_at = now() WHERE request_id = {waiting}",
    "offer_stands_when_made": _NEW_OFFER.replace("{gross}", "1").replace("2030-", "2020-"),
    "offer_adds_up": _NEW_OFFER.replace("{gross}", "2"),
    "offer_stands": _OFFER.format("valid_until = '2050-01-01'"),
    "offer_accepted_in_time": _NEW_OFFER.replace("{gross}", "1")
    + "; UPDATE reservations_offer SET accepted_at = '2060-01-01', accepted_by_id = {officer},"
    " accepted_name = 'x' WHERE request_id = {waiting}",
    "offer_line_once": _LINE.format(position="position"),
    "offer_line_stands": "UPDATE reservations_offerline SET net = 0",
    "offer_is_the_sum_of_its_lines": _LINE.format(position="9"),
}
INDEXES = {
    "deadline_one_leads": "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE reservations_deadline"
    " DISABLE TRIGGER deadline_follows_its_clock; INSERT INTO reservations_deadline (request_id,"
    " rule_id, step, started_on, extension_reason, leads) SELECT {waiting}, r.id, step, now(), '',"
    " true FROM (SELECT min(id) AS id FROM reservations_clockrule) r,"
    " unnest(ARRAY['offer', 'answer']) step",
    "offer_one_open": _NEW_OFFER.replace("{waiting}", "{accepted}").replace("{gross}", "1"),
}
"""Rules that the database keeps by an index, which it does not list with the constraints."""
