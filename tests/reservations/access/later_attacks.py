"""As `attacks`, for what comes after the grant: letters, exempt objects, reserves of the city."""

from __future__ import annotations

from tests.reservations.access.attacks import CASE, deciding

_EXTEND = (
    "INSERT INTO reservations_periodextension (request_id, until, last, months, currency, net,"
    " vat, gross, asked_by_id, asked_at, reason, answer, answer_reason) SELECT {request}, until,"
    " {last}, 1, 'EUR', 1, 0, 1, asked_by_id, now(), 'x', 'open', ''"
    " FROM reservations_periodextension"
)
_ANSWER = "UPDATE reservations_periodextension SET answer = '{}', {}"
_ANSWERED = "answered_by_id = {officer}, answered_at = now()"
_TODAY = "(now() AT TIME ZONE 'Europe/Berlin')::date"
_REPORT = (
    "INSERT INTO reservations_asbuiltreport (request_id, laid_on, remarks, reported_by_id,"
    f" reported_at, sent_back_reason) VALUES ({{{{{{}}}}}}, {_TODAY}, '', {{{{officer}}}}, now(),"
    " '')"
)
_CLAIM_USED = "UPDATE reservations_claim SET state = 'in_use' WHERE id = {confirmed}"
_NOTICE = (
    "INSERT INTO reservations_fulfilledduty (request_id, step, done_on, reference, recorded_by_id,"
    " recorded_at) VALUES ({{{}}}, 'notification', CURRENT_DATE, '{}', {{officer}}, now())"
)
_TOLD = _NOTICE.format("granted", "x")
_DEEM = (
    "INSERT INTO reservations_deemedconsent (request_id, rule_id, since, recorded_at)"
    " VALUES ({waiting}, {silence}, CURRENT_DATE, now())"
)
AFTER = {
    "case_period_is_extended": CASE.format("period = '[2030-01-01,2031-01-01)'", "waiting"),
    "case_agrees_with_its_period": "UPDATE accounts_grant SET"
    " valid = daterange(lower(valid), upper(valid) + 1)",
    "extension_answer_known": _ANSWER.format("perhaps", _ANSWERED),
    "extension_is_longer": _EXTEND.format(request="request_id", last="until"),
    "extension_adds_up": "UPDATE reservations_periodextension SET gross = gross + 1",
    "extension_answer_is_whole": _ANSWER.format("granted", "answered_at = now()"),
    "extension_refused_with_reason": _ANSWER.format("refused", _ANSWERED),
    "extension_of_what_is_granted": _EXTEND.format(request="{waiting}", last="last"),
    "extension_stands": "DELETE FROM reservations_periodextension",
    "as_built_confirmed_by_somebody": "UPDATE reservations_asbuiltreport SET confirmed_at = now()",
    "as_built_sent_back_with_reason": "UPDATE reservations_asbuiltreport SET sent_back_at = now(),"
    " sent_back_by_id = {officer}",
    "as_built_once_granted": _REPORT.format("waiting"),
    "as_built_laid_by_then": _REPORT.format("granted").replace(_TODAY, "'2160-01-01'"),
    "as_built_laid_once_granted": _REPORT.format("granted").replace(_TODAY, "'2020-01-01'"),
    "as_built_stands": "DELETE FROM reservations_asbuiltreport",
    "as_built_line_says_what": "INSERT INTO reservations_asbuiltline (report_id, duct, cable,"
    " outer_mm, fibres, length_m) SELECT id, 'x', '', 1, 1, 1 FROM reservations_asbuiltreport",
    "as_built_line_stands": "UPDATE reservations_asbuiltline SET fibres = 96",
    "case_agrees_with_its_use": _CLAIM_USED,
    "case_in_use_as_reported": f"{_CLAIM_USED}; UPDATE network_holder SET effect = 'occupied'"
    " WHERE id = (SELECT holder_id FROM reservations_claim WHERE id = {confirmed}); "
    + CASE.format("state = 'in_use'", "granted"),
    "fulfilled_duty_stands": _TOLD + "; DELETE FROM reservations_fulfilledduty",
    "duty_fulfilled_once": _TOLD + "; " + _TOLD,
    "duty_step_known": _TOLD.replace("notification", "answer"),
    "duty_has_reference": _NOTICE.format("granted", ""),
    "duty_reference_fits": _NOTICE.format("granted", "x" * 101),
    "publication_of_works": _TOLD.replace("notification", "publication"),
    "notice_of_an_agreement": _NOTICE.format("waiting", "x"),
    "deemed_consent_stands": "UPDATE reservations_deemedconsent SET since = since - 1",
    "deemed_once_the_time_passed": _DEEM,
    "decided_before_deemed_given": deciding("overdue", "granted", by="road"),
}
_LETTER = (
    "INSERT INTO reservations_letter (request_id, kind, cause, pdf, issued_at)"
    " VALUES ({granted}, '{kind}', 1, '', now())"
)
_REMEDY = (
    "INSERT INTO reservations_legalremedy (code, name, name_en, kind, text, valid, source,"
    " verified) VALUES ('x', 'x', 'x', '{kind}', '{text}', '{valid}', 'x', true)"
)


def _with(statement: str, **values: str) -> str:
    for name, value in values.items():
        statement = statement.replace(f"{{{name}}}", value)
    return statement


_SOUND = {"kind": "survey", "text": "x", "valid": "[2020-01-01,)"}
LETTERS = {
    "letter_kind_known": _with(_LETTER, kind="poem"),
    "letter_once_for_its_cause": _with(_LETTER + "; " + _LETTER, kind="quote"),
    "letter_is_kept": _with(_LETTER, kind="quote") + "; DELETE FROM reservations_letter",
    "remedy_kind_known": _with(_REMEDY, **{**_SOUND, "kind": "wish"}),
    "remedy_says_something": _with(_REMEDY, **{**_SOUND, "text": ""}),
    "remedy_valid_not_empty": _with(_REMEDY, **{**_SOUND, "valid": "empty"}),
    "remedy_one_at_a_time": _with(_REMEDY, **_SOUND)
    + "; "
    + _with(_REMEDY, **_SOUND).replace("'x'", "'y'", 1),
}
_EXEMPT = (
    "INSERT INTO reservations_exemption (concept, code, reason, explanation, source, added_by_id,"
    " added_at) SELECT '{concept}', {code}, 'critical', '{why}', 'x', {{officer}}, now()"
    " FROM assets_segment ORDER BY id LIMIT 1"
)
_ONE = _EXEMPT.format(concept="segment", code="code", why="x")
_SHARE = (
    "INSERT INTO reservations_reserveshare (duct_class, percent, justification, valid, source)"
    " VALUES ('{kind}', {percent}, '{why}', '{valid}', 'x')"
)
_FAIR = {"kind": "tube", "percent": "15", "why": "x", "valid": "[2020-01-01,)"}
KEPT = {
    "exemption_once": f"{_ONE}; {_ONE}",
    "exemption_choices_known": _EXEMPT.format(concept="street", code="code", why="x"),
    "exemption_has_reason": _EXEMPT.format(concept="segment", code="code", why=""),
    "exemption_of_an_object": _EXEMPT.format(concept="site", code="'NOWHERE'", why="x"),
    "exemption_names_one_object": f"{_ONE}; UPDATE reservations_exemption SET code = 'OTHER'",
    "exempt_stays_protected": f"{_ONE}; UPDATE assets_segment SET publication = 'public'",
    "share_class_known": _with(_SHARE, **{**_FAIR, "kind": "strand"}),
    "share_is_a_part": _with(_SHARE, **{**_FAIR, "percent": "101"}),
    "share_is_justified": _with(_SHARE, **{**_FAIR, "why": ""}),
    "share_valid_not_empty": _with(_SHARE, **{**_FAIR, "valid": "empty"}),
    "share_one_at_a_time": f"{_with(_SHARE, **_FAIR)}; {_with(_SHARE, **_FAIR)}",
}
_A_GRANTED_UNIT = (
    "(SELECT max(u.id) FROM network_heldunit u JOIN reservations_claim c USING (holder_id)"
    " WHERE c.id = {confirmed})"
)
STANDS = {
    "granted_units_stand": f"DELETE FROM network_heldunit WHERE id = {_A_GRANTED_UNIT}",
    "grant_shows_what_is_held": "DELETE FROM assets_duct_grants WHERE grant_id ="
    " (SELECT grant_id FROM reservations_claim WHERE id = {confirmed})",
    "case_place_given": CASE.format("place = 0", "later"),
    "case_reason_stands": CASE.format("out_of_turn_reason = 'another'", "refused"),
    "decision_signed_by_its_desk": deciding("waiting", "refused", by="road"),
    "decision_ground_stands": "UPDATE reservations_decisionground SET evidence = 'others'",
    "deadline_extended_once": "UPDATE reservations_clockrule SET extension_amount = 1,"
    " extension_unit = 'months' WHERE id = {silence}; UPDATE reservations_deadline SET"
    " extended_on = started_on, extension_reason = 'x', due_on = (started_on + interval"
    " '2 months')::date WHERE request_id = {silent};"
    " UPDATE reservations_deadline SET extension_reason = 'y' WHERE request_id = {silent}",
    "reserve_for_the_city": _with(_SHARE, **_FAIR)
    + "; INSERT INTO reservations_cityreserve (claim_id, share_id)"
    " SELECT {confirmed}, max(id) FROM reservations_reserveshare",
    "reserve_of_its_class": _with(_SHARE, **{**_FAIR, "kind": "bundle"})
    + "; INSERT INTO reservations_cityreserve (claim_id, share_id)"
    " SELECT {elsewhere}, max(id) FROM reservations_reserveshare",
}
LATER = {**AFTER, **LETTERS, **KEPT, **STANDS}
LATER_INDEXES = {
    "extension_one_open": _EXTEND.format(request="request_id", last="last"),
    "as_built_one_report": _REPORT.format("granted"),
}
