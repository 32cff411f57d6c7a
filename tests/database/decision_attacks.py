"""By table and trigger: raw SQL against decisions and offers; see `trigger_attacks`."""

from __future__ import annotations

CASE = "(SELECT id FROM reservations_accessrequest WHERE subject = '{}')"
_DECIDE = (
    "INSERT INTO reservations_decision (request_id, outcome, refused_units, reasons,"
    " prepared_by_id, prepared_at, two_person, signed_by_id, signed_at)"
    f" SELECT {CASE.format('case 1')}, '{{}}', refused_units, '', prepared_by_id, now(), false,"
    " {}, {} FROM reservations_decision LIMIT 1"
)
_OFFER = (
    "INSERT INTO reservations_offer (request_id, valid_until, currency, net, vat, gross,"
    " made_by_id, made_at, accepted_name) SELECT {}, valid_until, currency, net, vat, gross,"
    " made_by_id, made_at, '' FROM reservations_offer WHERE net = 1 LIMIT 1"
)
_LINE = (
    "INSERT INTO reservations_offerline (offer_id, position, tariff_id, length_m, months,"
    " per_metre_year, one_off, net, vat_percent) SELECT {}, 9, tariff_id, 1, 1, 1, 0, 1, 0"
    " FROM reservations_offerline LIMIT 1"
)
_PREPARED = CASE.format("prepared 1")

ATTACKS = {
    ("reservations_decision", "decision_signed_by_its_desk"): (
        "UPDATE accounts_membership SET role = 'auditor' WHERE role = 'access_officer'; "
        + _DECIDE.format("refused", "NULL", "NULL").replace("case 1", "bare 1")
        + "; INSERT INTO reservations_decisionground (decision_id, ground_id, evidence,"
        " investment_plan) SELECT max(d.id), min(g.id), 'x', '' FROM reservations_decision d,"
        " reservations_refusalground g WHERE g.code = 'gia-3-5-a';"
        " UPDATE reservations_decision SET signed_by_id = prepared_by_id, signed_at = now()"
        " WHERE id = (SELECT max(id) FROM reservations_decision);"
        " UPDATE reservations_accessrequest SET state = 'refused' WHERE subject = 'bare 1'",
        "decision_signed_by_its_desk",
    ),
    ("reservations_decision", "decision_priced"): (
        f"WITH made AS ({_OFFER.format(_PREPARED)} RETURNING id)"
        f" {_LINE.format('(SELECT id FROM made)')};"
        " UPDATE reservations_offer SET accepted_at = now(), accepted_by_id = made_by_id,"
        f" accepted_name = 'x' WHERE request_id = {_PREPARED};"
        f" DELETE FROM reservations_decisionground g USING reservations_decision d"
        f" WHERE d.id = g.decision_id AND d.request_id = {_PREPARED};"
        f" WITH gone AS (DELETE FROM reservations_decision WHERE request_id = {_PREPARED}"
        " RETURNING *) "
        + _DECIDE.format("partly_granted", "NULL", "NULL")
        .replace(CASE.format("case 1"), "request_id")
        .replace("reservations_decision LIMIT 1", "gone")
        + "; INSERT INTO reservations_decisionground (decision_id, ground_id, evidence,"
        " investment_plan) SELECT max(d.id), min(g.id), 'x', '' FROM reservations_decision d,"
        " reservations_refusalground g WHERE g.code = 'gia-3-5-a';"
        " UPDATE reservations_decision SET signed_by_id = prepared_by_id, signed_at = now()"
        " WHERE id = (SELECT max(id) FROM reservations_decision);"
        " UPDATE reservations_accessrequest SET state = 'partly_granted', answered_at = now(),"
        " out_of_turn_reason = 'x'"
        " WHERE subject = 'prepared 1'",
        "decision_priced",
    ),
    ("reservations_decisionground", "decision_ground_stands"): (
        "UPDATE reservations_decisionground SET evidence = 'others'",
        "decision_ground_stands",
    ),
    ("reservations_decisionground", "decision_ground_not_added"): (
        "INSERT INTO reservations_decisionground (decision_id, ground_id, evidence,"
        " investment_plan) SELECT max(d.id), min(g.id), 'x', '' FROM reservations_decision d,"
        " reservations_refusalground g WHERE g.code = 'gia-3-5-c' AND d.outcome = 'refused'"
        " AND d.signed_at IS NOT NULL",
        "decision_ground_stands",
    ),
    ("reservations_decision", "decision_stands"): (
        "UPDATE reservations_decision SET reasons = 'others' WHERE signed_at IS NOT NULL",
        "decision_stands",
    ),
    ("reservations_decision", "decision_in_own_matter"): (
        "INSERT INTO accounts_membership (user_id, organisation_id, role) SELECT d.prepared_by_id,"
        " a.organisation_id, 'partner' FROM reservations_decision d, reservations_accessrequest a"
        " WHERE a.subject = 'bare 1' LIMIT 1; "
        + _DECIDE.format("refused", "NULL", "NULL").replace("case 1", "bare 1")
        + "; INSERT INTO reservations_decisionground (decision_id, ground_id, evidence,"
        " investment_plan) SELECT max(d.id), min(g.id), 'x', '' FROM reservations_decision d,"
        " reservations_refusalground g WHERE g.code = 'gia-3-5-a'",
        "decision_in_own_matter",
    ),
    ("reservations_decision", "decision_prepared_stands"): (
        "UPDATE reservations_decision SET two_person = false WHERE signed_at IS NULL",
        "decision_prepared_stands",
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
        "DELETE FROM reservations_decisionground g USING reservations_decision d"
        " WHERE d.id = g.decision_id AND d.signed_at IS NULL",
        "refusal_has_grounds",
    ),
    ("reservations_offer", "offer_stands"): (
        "UPDATE reservations_offer SET valid_until = valid_until + 1 WHERE accepted_at IS NULL",
        "offer_stands",
    ),
    ("reservations_offer", "offer_agrees_with_its_case"): (
        f"WITH made AS ({_OFFER.format(CASE.format('bare 1'))} RETURNING id)"
        f" {_LINE.format('(SELECT id FROM made)')}",
        "case_agrees_with_its_offer",
    ),
    ("reservations_offer", "offer_is_the_sum_of_its_lines"): (
        _OFFER.format(CASE.format("refused 1")),
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
