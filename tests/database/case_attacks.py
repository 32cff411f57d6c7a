"""By table and trigger: raw SQL against cases that the trigger keeps out; see `trigger_attacks`."""

from __future__ import annotations

from tests.database.decision_attacks import CASE

_GRANTED = CASE.format("granted 1")
_GRANTED_CLAIM = f"(SELECT id FROM reservations_claim WHERE request_id = {_GRANTED})"
_GRANTED_HOLDER = f"(SELECT holder_id FROM reservations_claim WHERE request_id = {_GRANTED})"
_INDEPENDENT = (
    "(SELECT min(u.id) FROM accounts_user u WHERE NOT u.is_superuser AND EXISTS (SELECT FROM"
    " accounts_membership m WHERE m.user_id = u.id AND m.role = 'road_officer') AND NOT EXISTS"
    " (SELECT FROM accounts_membership m WHERE m.user_id = u.id AND m.role NOT IN ('road_officer',"
    " 'viewer', 'auditor', 'partner')))"
)

_GIVEN_BACK = (
    "WITH h AS (INSERT INTO network_holder (kind, organisation_id, effect, period)"
    " SELECT kind, organisation_id, effect, 'empty' FROM network_holder"
    f" WHERE id = {_GRANTED_HOLDER}"
    " RETURNING id) INSERT INTO reservations_claim (public_id, holder_id, organisation_id, state,"
    " period, purpose, idempotency_key, request_digest, requested_by_id, requested_at, request_id)"
    " SELECT gen_random_uuid(), h.id, organisation_id, 'released', period, '', 'x', '',"
    " requested_by_id, now(), request_id FROM reservations_claim c, h"
    f" WHERE c.id = {_GRANTED_CLAIM}"
)
_ONE_UNIT = f"(SELECT min(id) FROM network_heldunit WHERE holder_id = {_GRANTED_HOLDER})"
STANDS = {
    ("network_heldunit", "granted_units_stand"): (
        f"DELETE FROM network_heldunit WHERE id = {_ONE_UNIT}",
        "granted_units_stand",
    ),
    ("network_heldunit", "unit_shown_as_held"): (
        f"{_GIVEN_BACK}; UPDATE network_heldunit SET holder_id = (SELECT max(holder_id) FROM"
        " reservations_claim WHERE idempotency_key = 'x' AND state = 'released') WHERE id ="
        " (SELECT min(u.id) FROM network_heldunit u JOIN reservations_claim c USING (holder_id)"
        f" WHERE c.state = 'confirmed' AND c.request_id = {_GRANTED})",
        "grant_shows_what_is_held",
    ),
    ("assets_duct_grants", "duct_shown_as_held"): (
        "INSERT INTO assets_duct_grants (duct_id, grant_id) SELECT d.id, c.grant_id FROM"
        " reservations_claim c, assets_duct d WHERE NOT EXISTS (SELECT FROM assets_duct_grants o"
        " WHERE o.grant_id = c.grant_id AND o.duct_id = d.id)"
        f" AND c.id = {_GRANTED_CLAIM} LIMIT 1",
        "grant_shows_what_is_held",
    ),
    ("assets_cable_grants", "cable_shown_as_held"): (
        "INSERT INTO assets_cable_grants (cable_id, grant_id) SELECT d.id, c.grant_id FROM"
        f" reservations_claim c, assets_cable d WHERE c.id = {_GRANTED_CLAIM} LIMIT 1",
        "grant_shows_what_is_held",
    ),
    ("reservations_claim", "claim_shown_as_held"): (
        f"UPDATE reservations_claim SET grant_id = NULL WHERE id = {_GRANTED_CLAIM}",
        "grant_shows_what_is_held",
    ),
    ("accounts_grant", "grant_of_its_claim"): (
        "UPDATE accounts_grant SET organisation_id = (SELECT max(id) FROM accounts_organisation"
        " WHERE id <> organisation_id) WHERE id ="
        f" (SELECT grant_id FROM reservations_claim WHERE id = {_GRANTED_CLAIM})",
        "grant_shows_what_is_held",
    ),
    ("reservations_accessrequest", "case_keeps_its_order"): (
        "UPDATE reservations_accessrequest SET place = 0 WHERE subject = 'case 1'",
        "case_place_given",
    ),
    ("reservations_deadline", "deadline_extended_once"): (
        "UPDATE reservations_deadline SET extended_on = started_on, extension_reason = 'x',"
        f" due_on = due_on + 7 WHERE request_id = {CASE.format('case 1')};"
        " UPDATE reservations_deadline SET extension_reason = 'y'"
        f" WHERE request_id = {CASE.format('case 1')}",
        "deadline_extended_once",
    ),
    ("reservations_deadline", "deadline_follows_its_clock"): (
        "UPDATE reservations_deadline SET due_on = due_on + 1"
        f" WHERE request_id = {CASE.format('case 1')}",
        "deadline_moves_with_its_case",
    ),
    ("reservations_dispute", "dispute_stands"): (
        "UPDATE reservations_dispute SET filed_on = filed_on - 1",
        "dispute_stands",
    ),
    ("reservations_cityreserve", "reserve_for_the_city"): (
        "UPDATE accounts_organisation SET kind = 'carrier';"
        " UPDATE reservations_cityreserve SET share_id = share_id",
        "reserve_for_the_city",
    ),
    ("reservations_cityreserve", "reserve_of_its_class"): (
        "INSERT INTO reservations_reserveshare (duct_class, percent, justification, valid, source)"
        " VALUES ('bundle', 1, 'x', '[2020-01-01,)', 'x');"
        " UPDATE reservations_cityreserve SET share_id ="
        " (SELECT max(id) FROM reservations_reserveshare)",
        "reserve_of_its_class",
    ),
}
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
    ("reservations_asbuiltreport", "as_built_stands"): (
        "UPDATE reservations_asbuiltreport SET remarks = 'others'",
        "as_built_stands",
    ),
    ("reservations_asbuiltreport", "as_built_laid_once_granted"): (
        "UPDATE reservations_asbuiltreport SET sent_back_at = now(), sent_back_reason = 'x',"
        f" sent_back_by_id = reported_by_id WHERE request_id = {_GRANTED};"
        " INSERT INTO reservations_asbuiltreport (request_id, laid_on, remarks, reported_by_id,"
        " reported_at, sent_back_reason) SELECT request_id, '2000-01-01', '', reported_by_id,"
        f" now(), '' FROM reservations_asbuiltreport WHERE request_id = {_GRANTED}",
        "as_built_laid_once_granted",
    ),
    ("reservations_asbuiltline", "as_built_line_stands"): (
        "UPDATE reservations_asbuiltline SET fibres = 96",
        "as_built_line_stands",
    ),
    ("reservations_asbuiltline", "as_built_line_not_added"): (
        "UPDATE reservations_asbuiltreport SET sent_back_at = now(), sent_back_reason = 'x',"
        f" sent_back_by_id = reported_by_id WHERE request_id = {_GRANTED};"
        " INSERT INTO reservations_asbuiltline (report_id, duct, cable, outer_mm, fibres,"
        " length_m) SELECT id, 'x', 'x', 1, 1, 1 FROM reservations_asbuiltreport"
        f" WHERE request_id = {_GRANTED}",
        "as_built_line_stands",
    ),
    ("reservations_claim", "claim_agrees_with_its_use"): (
        f"UPDATE reservations_claim SET state = 'in_use' WHERE id = {_GRANTED_CLAIM}",
        "case_agrees_with_its_use",
    ),
    ("network_holder", "holder_agrees_with_its_use"): (
        f"UPDATE network_holder SET effect = 'occupied' WHERE id = {_GRANTED_HOLDER}",
        "case_agrees_with_its_use",
    ),
    ("reservations_accessrequest", "case_agrees_with_its_use"): (
        "UPDATE reservations_asbuiltreport SET confirmed_at = now(), confirmed_by_id ="
        f" reported_by_id WHERE request_id = {_GRANTED};"
        " UPDATE reservations_accessrequest SET state = 'in_use' WHERE subject = 'granted 1'",
        "case_agrees_with_its_use",
    ),
    ("reservations_accessrequest", "case_in_use_as_reported"): (
        f"UPDATE reservations_claim SET state = 'in_use' WHERE id = {_GRANTED_CLAIM};"
        f" UPDATE network_holder SET effect = 'occupied' WHERE id = {_GRANTED_HOLDER};"
        " UPDATE reservations_accessrequest SET state = 'in_use' WHERE subject = 'granted 1'",
        "case_in_use_as_reported",
    ),
    ("accounts_look", "looks_are_not_emptied"): (
        "SET LOCAL trassenbuch.emptying = 'off'; TRUNCATE accounts_look",
        "look_is_recorded",
    ),
    ("accounts_look", "look_is_recorded"): (
        "DELETE FROM accounts_look",
        "look_is_recorded",
    ),
    ("reservations_exemption", "exemption_marks_its_object"): (
        "INSERT INTO reservations_exemption (concept, code, reason, explanation, source,"
        " added_by_id, added_at) SELECT 'site', 'NOWHERE', reason, 'x', 'x', added_by_id, now()"
        " FROM reservations_exemption LIMIT 1",
        "exemption_of_an_object",
    ),
    ("reservations_exemption", "exemption_names_one_object"): (
        "UPDATE reservations_exemption SET code = code || 'X'",
        "exemption_names_one_object",
    ),
    ("assets_segment", "exempt_segment_stays_protected"): (
        "UPDATE assets_segment SET publication = 'public' WHERE publication = 'protected'",
        "exempt_stays_protected",
    ),
    ("assets_site", "exempt_site_stays_protected"): (
        "INSERT INTO reservations_exemption (concept, code, reason, explanation, source,"
        " added_by_id, added_at) SELECT 'site', s.code, reason, 'x', 'x', added_by_id, now() FROM"
        " reservations_exemption, (SELECT min(code) AS code FROM assets_site) s LIMIT 1;"
        " UPDATE assets_site SET publication = 'public' WHERE publication = 'protected'",
        "exempt_stays_protected",
    ),
    ("reservations_letter", "letter_is_kept"): (
        "DELETE FROM reservations_letter",
        "letter_is_kept",
    ),
    ("reservations_fulfilledduty", "fulfilled_duty_stands"): (
        "UPDATE reservations_fulfilledduty SET reference = 'others'",
        "fulfilled_duty_stands",
    ),
    ("reservations_deemedconsent", "deemed_consent_stands"): (
        "UPDATE reservations_deemedconsent SET since = since - 1",
        "deemed_consent_stands",
    ),
    ("reservations_deemedconsent", "deemed_consent_agrees_with_its_case"): (
        "INSERT INTO reservations_deemedconsent (request_id, rule_id, since, recorded_at)"
        " SELECT request_id, rule_id, CURRENT_DATE, now() FROM reservations_deadline"
        f" WHERE request_id = {CASE.format('overdue 1')}",
        "case_agrees_with_its_decision",
    ),
    ("reservations_decision", "decided_before_deemed_given"): (
        "INSERT INTO reservations_decision (request_id, outcome, refused_units, reasons,"
        " prepared_by_id, prepared_at, two_person, signed_by_id, signed_at)"
        f" SELECT {CASE.format('overdue 1')}, 'granted', refused_units, '', prepared_by_id,"
        f" now(), false, {_INDEPENDENT}, now() FROM reservations_decision LIMIT 1;"
        " UPDATE reservations_accessrequest SET state = 'granted' WHERE subject = 'overdue 1'",
        "decided_before_deemed_given",
    ),
}
ATTACKS = {
    **STANDS,
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
    ("reservations_accessrequest", "case_time_is_over"): (
        "UPDATE reservations_accessrequest SET state = 'incomplete', complete_at = NULL,"
        " place = NULL WHERE subject = 'asked 1';"
        " UPDATE reservations_accessrequest SET state = 'expired' WHERE subject = 'asked 1'",
        "case_expires_after_its_day",
    ),
    ("reservations_accessrequest", "case_time_frame_ahead"): (
        "UPDATE reservations_accessrequest SET state = 'incomplete', complete_at = NULL,"
        " place = NULL WHERE subject = 'asked 1'; UPDATE reservations_accessrequest SET"
        " state = 'completed', complete_at = now(), state_at = '2199-01-01'"
        " WHERE subject = 'asked 1'",
        "case_time_frame_ahead",
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
        f"UPDATE reservations_claim SET request_id = {CASE.format('bare 1')} WHERE id ="
        " (SELECT min(id) FROM reservations_claim WHERE state = 'confirmed')",
        "case_agrees_with_its_claims",
    ),
}
