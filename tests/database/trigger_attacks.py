"""By table and trigger: raw SQL that this trigger keeps out, and the rule in whose name it does.

Written for the demo city. Triggers that only take notes are the eyes of the checks at the end of
the transaction: without them the attack would go unseen.
"""

from __future__ import annotations

from tests.database.case_attacks import ATTACKS as CASES
from tests.database.decision_attacks import ATTACKS as DECISIONS
from tests.database.file_attacks import TRIGGERS as FILES
from tests.database.message_attacks import TRIGGERS as MESSAGES

_CABLE = """(
    SELECT k.id FROM assets_cable k JOIN assets_cablesection s ON s.cable_id = k.id
    WHERE k.route_quality = 'surveyed' GROUP BY k.id HAVING count(*) > 2 ORDER BY 1 LIMIT 1)"""
"""A cable whose way is known and has several sections."""

_DUCT = """(
    SELECT d.id FROM assets_duct d JOIN assets_ductsection s ON s.duct_id = d.id
    WHERE NOT EXISTS (SELECT FROM assets_ductsection c JOIN assets_ductsection p
                      ON p.id = c.parent_id WHERE p.duct_id = d.id)
      AND NOT EXISTS (SELECT FROM network_claimline l JOIN assets_ductsection p
                      ON p.id = l.section_id WHERE p.duct_id = d.id)
      AND NOT EXISTS (SELECT FROM network_ductjointend e WHERE e.duct_id = d.id)
    GROUP BY d.id HAVING count(*) > 1 ORDER BY 1 LIMIT 1)"""
"""A duct of several sections with nothing in it, on it or at its ends."""

_CLAIM = "(SELECT min(id) FROM reservations_claim WHERE state = 'confirmed')"
_HOLDER = f"(SELECT holder_id FROM reservations_claim WHERE id = {_CLAIM})"

PLANT = {
    ("assets_segment", "segment_made"): (
        "INSERT INTO assets_segment (code, start_site_id, end_site_id, owner_id, kind, surface,"
        " accuracy, funding, public_id, geom, life_cycle)"
        " SELECT 'X', start_site_id, end_site_id, owner_id, kind, surface, accuracy, funding,"
        " gen_random_uuid(), ST_Translate(geom, 5, 0), life_cycle FROM assets_segment"
        " WHERE kind = 'open_cut' LIMIT 1",
        "segment_ends_on_sites",
    ),
    ("assets_segment", "segment_edited"): (
        "UPDATE assets_segment SET geom = ST_Reverse(geom) WHERE id ="
        " (SELECT min(id) FROM assets_segment WHERE kind = 'open_cut')",
        "segment_ends_on_sites",
    ),
    ("assets_segment", "segment_claimed_stands"): (
        "UPDATE assets_segment SET life_cycle = 'abandoned' WHERE id IN (SELECT s.segment_id"
        " FROM assets_ductsection s JOIN network_claimline l ON l.section_id = s.id"
        f" WHERE l.holder_id = {_HOLDER})",
        "claimed_segment_stands",
    ),
    ("assets_site", "site_moved"): (
        "UPDATE assets_site SET geom = ST_Translate(geom, 0.002, 0) WHERE id ="
        " (SELECT min(start_site_id) FROM assets_segment)",
        "segment_ends_on_sites",
    ),
    ("assets_pendingcheck", "assets_checks_at_end"): (
        "UPDATE assets_site SET geom = ST_Translate(geom, 0, 0.002) WHERE id ="
        " (SELECT min(start_site_id) FROM assets_segment)",
        "segment_ends_on_sites",
    ),
    ("assets_duct", "duct_ends_edited"): (
        f"UPDATE assets_duct SET start_site_id = end_site_id WHERE id = {_DUCT}",
        "duct_path_contiguous",
    ),
    ("assets_ductsection", "duct_sections_made"): (
        "INSERT INTO assets_ductsection (duct_id, segment_id, rank, reversed, level)"
        f" SELECT {_DUCT}, max(id), 1000, false, 0 FROM assets_segment",
        "duct_path_contiguous",
    ),
    ("assets_ductsection", "duct_sections_edited"): (
        f"UPDATE assets_ductsection SET reversed = NOT reversed WHERE duct_id = {_DUCT}",
        "duct_path_contiguous",
    ),
    ("assets_ductsection", "duct_sections_gone"): (
        "DELETE FROM assets_ductsection WHERE id ="
        f" (SELECT min(id) FROM assets_ductsection WHERE duct_id = {_DUCT})",
        "duct_path_contiguous",
    ),
    ("assets_cable", "cable_ends_edited"): (
        f"UPDATE assets_cable SET start_site_id = end_site_id WHERE id = {_CABLE}",
        "cable_path_contiguous",
    ),
    ("assets_cablesection", "cable_sections_made"): (
        "INSERT INTO assets_cablesection (cable_id, segment_id, rank, reversed, laying, slack_m)"
        f" SELECT {_CABLE}, max(id), 1000, false, 'buried', 0 FROM assets_segment",
        "cable_path_contiguous",
    ),
    ("assets_cablesection", "cable_sections_edited"): (
        f"UPDATE assets_cablesection SET reversed = NOT reversed WHERE cable_id = {_CABLE}",
        "cable_path_contiguous",
    ),
    ("assets_cablesection", "cable_sections_gone"): (
        "DELETE FROM assets_cablesection WHERE id ="
        f" (SELECT min(id) FROM assets_cablesection WHERE cable_id = {_CABLE})",
        "cable_path_contiguous",
    ),
    ("assets_cable", "cable_fibre_count_fixed"): (
        "UPDATE assets_cable c SET type_id = t.id, fibre_count = t.fibre_count"
        f" FROM assets_cabletype t WHERE c.id = {_CABLE} AND t.fibre_count > c.fibre_count",
        "cable_fibre_count_fixed",
    ),
    ("assets_strand", "strand_number_within_cable_i"): (
        "INSERT INTO assets_strand (cable_id, tube_id, number, number_in_tube)"
        " SELECT cable_id, tube_id, 9999, 9999 FROM assets_strand LIMIT 1",
        "strand_number_within_cable",
    ),
    ("assets_strand", "strand_number_within_cable_u"): (
        "UPDATE assets_strand SET number = 9999 WHERE id = (SELECT min(id) FROM assets_strand)",
        "strand_number_within_cable",
    ),
}
LEDGER = {
    ("network_ductjointend", "joint_end_at_its_site"): (
        "UPDATE network_ductjointend"
        " SET \"end\" = CASE \"end\" WHEN 'start' THEN 'end' ELSE 'start' END WHERE id ="
        " (SELECT min(e.id) FROM network_ductjointend e JOIN assets_duct d ON d.id = e.duct_id"
        "  WHERE d.start_site_id <> d.end_site_id)",
        "joint_end_at_its_site",
    ),
    ("network_ductjoint", "joint_moves_with_ends"): (
        "UPDATE network_ductjoint SET site_id = (SELECT max(id) FROM assets_site)"
        " WHERE id = (SELECT min(id) FROM network_ductjoint)",
        "joint_end_at_its_site",
    ),
    ("assets_duct", "joint_follows_duct"): (
        # Turned round, its sections too: the path holds, the coupler at its end does not.
        "WITH turned AS (SELECT d.id FROM assets_duct d JOIN network_ductjointend e"
        " ON e.duct_id = d.id WHERE d.start_site_id <> d.end_site_id ORDER BY d.id LIMIT 1),"
        " sections AS (UPDATE assets_ductsection s SET rank = -rank, reversed = NOT reversed"
        " FROM turned WHERE s.duct_id = turned.id)"
        " UPDATE assets_duct d SET start_site_id = end_site_id, end_site_id = start_site_id"
        " FROM turned WHERE d.id = turned.id",
        "joint_end_at_its_site",
    ),
    ("network_holder", "holder_follows_its_object_i"): (
        "INSERT INTO network_holder (kind, effect, cable_id) SELECT 'cable', 'occupied', k.id"
        " FROM assets_cable k WHERE NOT EXISTS"
        " (SELECT FROM network_holder h WHERE h.cable_id = k.id) LIMIT 1",
        "holder_follows_its_object",
    ),
    ("network_holder", "holder_follows_its_object_u"): (
        "UPDATE network_holder SET effect = 'reserved' WHERE id ="
        " (SELECT min(id) FROM network_holder WHERE kind = 'cable')",
        "holder_follows_its_object",
    ),
    ("network_claimline", "claim_line_is_derived"): (
        "DELETE FROM network_claimline WHERE id = (SELECT min(id) FROM network_claimline)",
        "claim_line_is_derived",
    ),
    ("reservations_openedsection", "opened_section_is_derived"): (
        "DELETE FROM reservations_openedsection",
        "opened_section_is_derived",
    ),
    ("network_pendingderivation", "pending_work_is_done"): (
        "DELETE FROM network_pendingderivation",
        "pending_work_is_done",
    ),
    ("assets_pendingcheck", "pending_work_is_done"): (
        "DELETE FROM assets_pendingcheck",
        "pending_work_is_done",
    ),
    ("network_pendingderivation", "network_derive_at_end"): (
        "WITH h AS (INSERT INTO network_holder (kind, organisation_id, effect, period)"
        " SELECT 'claim', (SELECT max(id) FROM accounts_organisation), 'reserved', period"
        f" FROM network_holder WHERE id = {_HOLDER} RETURNING id)"
        " INSERT INTO network_heldunit (holder_id, duct_id, from_site_id, to_site_id, strand_id)"
        " SELECT h.id, duct_id, from_site_id, to_site_id, strand_id"
        f" FROM network_heldunit, h WHERE holder_id = {_HOLDER}",
        "section_not_booked_twice",
    ),
    ("reservations_claim", "claim_agrees_with_its_holder"): (
        f"UPDATE reservations_claim SET state = 'released' WHERE id = {_CLAIM}",
        "claim_agrees_with_its_holder",
    ),
    ("network_holder", "holder_agrees_with_its_claim"): (
        f"UPDATE network_holder SET expires_at = now() + interval '1 d' WHERE id = {_HOLDER}",
        "claim_agrees_with_its_holder",
    ),
}
_OTHER = "(SELECT max(id) FROM accounts_organisation WHERE id <> organisation_id)"
PEOPLE = {
    ("accounts_apiclient", "client_acts_for_its_organisation"): (
        f"UPDATE accounts_apiclient SET organisation_id = {_OTHER} WHERE code = '1'",
        "client_acts_for_its_organisation",
    ),
    ("accounts_membership", "membership_of_service_account"): (
        f"UPDATE accounts_membership SET organisation_id = {_OTHER}"
        " WHERE user_id = (SELECT user_id FROM accounts_apiclient WHERE code = '1')",
        "client_acts_for_its_organisation",
    ),
    ("accounts_user", "service_account_of_client"): (
        "UPDATE accounts_user SET is_service = false"
        " WHERE id = (SELECT user_id FROM accounts_apiclient WHERE code = '1')",
        "client_acts_for_its_organisation",
    ),
    ("accounts_apitoken", "personal_token_of_a_person"): (
        "UPDATE accounts_apitoken SET client_id = NULL, secret_id = NULL, name = 'x',"
        " person_id = (SELECT user_id FROM accounts_apiclient WHERE code = '1')"
        " WHERE digest = repeat('1', 64)",
        "personal_token_of_a_person",
    ),
}
ATTACKS = {**PLANT, **LEDGER, **PEOPLE, **CASES, **DECISIONS, **FILES, **MESSAGES}
