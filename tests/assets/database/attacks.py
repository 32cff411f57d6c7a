"""One raw SQL attack for every named rule of the tables of accounts, assets and history.

`{site}`, `{segment}` and so on stand for the ids of the rows that the test made (see
`tests/assets/database/test_constraints.py`): A--B--C with a bundle of two tubes, a cable in the
first one, and a gateway.
"""

from __future__ import annotations


def _update(table: str, column: str, value: str, row: str) -> str:
    return f"UPDATE assets_{table} SET {column} = {value} WHERE id = {{{row}}}"


def _of_every_asset() -> dict[str, str]:
    attacks = {}
    for concept in ("site", "segment", "duct", "cable", "gateway"):
        attacks |= {
            f"{concept}_code_given": _update(concept, "code", "''", concept),
            f"{concept}_life_cycle_known": _update(concept, "life_cycle", "'lost'", concept),
            f"{concept}_validity_in_order": (
                f"UPDATE assets_{concept} SET valid_from = '2026-05-01', valid_to = '2026-05-01'"
                f" WHERE id = {{{concept}}}"
            ),
            f"{concept}_source_once": (
                f"UPDATE assets_{concept} SET source_system = 'GIS', source_id = '7'"
                f" WHERE id IN ({{{concept}}}, {{other_{concept}}})"
            ),
        }
    return attacks


SITES_AND_SEGMENTS = {
    "site_kind_known": _update("site", "kind", "'hole'", "site"),
    "site_power_known": _update("site", "power", "'some'", "site"),
    "site_accuracy_known": _update("site", "accuracy", "'mm'", "site"),
    "site_place_given": _update("site", "geom", "'SRID=25832;POINT EMPTY'", "site"),
    "segment_kind_known": _update("segment", "kind", "'airway'", "segment"),
    "segment_surface_known": _update("segment", "surface", "'lava'", "segment"),
    "segment_accuracy_known": _update("segment", "accuracy", "'mm'", "segment"),
    "segment_funding_known": _update("segment", "funding", "'maybe'", "segment"),
    "segment_riser_states_length": _update("segment", "kind", "'riser'", "segment"),
    "segment_stated_length_positive": _update("segment", "stated_length_m", "0", "segment"),
    "segment_cover_within_depth": (
        "UPDATE assets_segment SET depth_cm = 60, cover_cm = 61 WHERE id = {segment}"
    ),
    "segment_built_year_plausible": _update("segment", "built_year", "1799", "segment"),
    "segment_line_valid": _update("segment", "geom", "'SRID=25832;LINESTRING EMPTY'", "segment"),
    "segment_line_simple": _update(
        "segment", "geom", "'SRID=25832;LINESTRING(0 0,10 10,10 0,0 10)'", "segment"
    ),
    "segment_line_has_length": _update(
        "segment", "geom", "'SRID=25832;LINESTRING(0 0,0.0005 0)'", "segment"
    ),
    "segment_ends_on_sites": (
        "UPDATE assets_site SET geom = ST_Translate(geom, 0.002, 0) WHERE id = {site}"
    ),
    "address_street_given": "UPDATE assets_address SET street = ''",
    "address_postcode_format": "UPDATE assets_address SET postcode = '4210A'",
    "address_place_given": "UPDATE assets_address SET geom = 'SRID=25832;POINT EMPTY'",
    "project_code_given": "UPDATE assets_project SET code = ''",
    "project_dates_in_order": (
        "UPDATE assets_project SET starts_on = '2026-02-01', ends_on = '2026-01-01'"
    ),
}

DUCTS = {
    "duct_availability_known": _update("duct", "commercial_availability", "'gift'", "duct"),
    "duct_number_in_bundle": _update("duct", "number", "0", "tube"),
    "duct_not_its_own_bundle": _update("duct", "bundle_id", "id", "tube"),
    "duct_path_contiguous": _update("ductsection", "reversed", "true", "section"),
    "duct_section_level_of_parent": _update("ductsection", "level", "0", "tube_section"),
    "duct_section_position_positive": _update("ductsection", "position", "0", "tube_section"),
    "duct_section_position_once": _update("ductsection", "position", "2", "tube_section"),
    "duct_section_rank_once": _update("ductsection", "rank", "2", "section"),
    "duct_section_segment_once": _update("ductsection", "segment_id", "{other_segment}", "section"),
    "duct_section_within_parent": (
        "UPDATE assets_ductsection SET parent_id = {other_section}, position = NULL"
        " WHERE id = {tube_section}"
    ),
    "duct_section_segment_key": None,
    "duct_section_place_key": None,
    "duct_type_code_given": _update("ducttype", "code", "''", "duct_type"),
    "duct_type_kind_known": _update("ducttype", "kind", "'straw'", "duct_type"),
    "duct_type_outer_positive": (
        "UPDATE assets_ducttype SET outer_mm = -7, wall_mm = NULL WHERE id = {duct_type}"
    ),
    "duct_type_wall_positive": _update("ducttype", "wall_mm", "0", "duct_type"),
    "duct_type_inner_below_outer": _update("ducttype", "wall_mm", "3.5", "duct_type"),
    "bundle_number_once": "UPDATE assets_bundlemember SET number = 1",
    "bundle_number_positive": "UPDATE assets_bundlemember SET number = 0 WHERE number = 1",
    "bundle_not_in_itself": "UPDATE assets_bundlemember SET tube_type_id = bundle_type_id",
    "colour_number_once": "UPDATE assets_colourstep SET number = 1",
    "colour_number_positive": "UPDATE assets_colourstep SET number = 0 WHERE number = 1",
    "colour_hex_format": "UPDATE assets_colourstep SET hex = '#FF0000'",
}

CABLES = {
    "cable_route_quality_known": _update("cable", "route_quality", "'guessed'", "cable"),
    "cable_stated_length_positive": _update("cable", "stated_length_m", "-1", "cable"),
    "cable_fibres_of_type": _update("cable", "type_id", "{cable_type_24}", "cable"),
    "cable_fibre_count_fixed": _update("cable", "fibre_count", "24", "cable"),
    "cable_path_contiguous": _update("cablesection", "reversed", "true", "cable_section"),
    "cable_section_rank_once": _update("cablesection", "rank", "2", "cable_section"),
    "cable_section_duct_if_in_duct": _update("cablesection", "laying", "'buried'", "cable_section"),
    "cable_section_laying_known": (
        "UPDATE assets_cablesection SET laying = 'thrown', duct_section_id = NULL"
        " WHERE id = {cable_section}"
    ),
    "cable_section_slack_sign": _update("cablesection", "slack_m", "-0.1", "cable_section"),
    "cable_section_within_duct": _update(
        "cablesection", "duct_section_id", "{other_tube_section}", "cable_section"
    ),
    "cable_type_code_given": _update("cabletype", "code", "''", "cable_type"),
    "cable_type_fibres_plausible": _update("cabletype", "fibre_count", "0", "cable_type_24"),
    "cable_type_tubes_plausible": _update("cabletype", "tube_count", "25", "cable_type_24"),
    "cable_type_outer_positive": _update("cabletype", "outer_mm", "0", "cable_type"),
    "cable_type_fibre_key": None,
    "tube_number_once": ("INSERT INTO assets_tube (cable_id, number) SELECT {cable}, 1"),
    "tube_number_positive": "INSERT INTO assets_tube (cable_id, number) SELECT {cable}, 0",
    "tube_cable_key": None,
    "strand_number_once": "UPDATE assets_strand SET number = 1 WHERE number = 2",
    "strand_number_in_tube_once": "UPDATE assets_strand SET number_in_tube = 1 WHERE number = 2",
    "strand_number_positive": "UPDATE assets_strand SET number = 0 WHERE number = 1",
    "strand_number_within_cable": "UPDATE assets_strand SET number = 13 WHERE number = 12",
    "strand_tube_of_cable": (
        "UPDATE assets_strand SET tube_id = {other_cable_tube}, number_in_tube = 99"
        " WHERE cable_id = {cable} AND number = 1"
    ),
}

GATEWAYS = {
    "gateway_id_once_per_network": "UPDATE assets_gateway SET network_gateway_id = 'same'",
    "gateway_eui_once_per_network": "UPDATE assets_gateway SET eui = 'a84041ffff1e10b4'",
    "gateway_eui_format": _update("gateway", "eui", "'A84041FFFF1E10B4'", "gateway"),
    "gateway_id_given": _update("gateway", "network_gateway_id", "''", "gateway"),
    "gateway_demodulators_plausible": _update("gateway", "demodulators", "129", "gateway"),
    "gateway_backhaul_known": _update("gateway", "backhaul", "'pigeon'", "gateway"),
    "gateway_strand_means_fibre": _update("gateway", "backhaul_strand_id", "{strand}", "gateway"),
    "antenna_number_once": (
        "INSERT INTO assets_antenna (gateway_id, number, indoor) VALUES ({gateway}, 1, false)"
    ),
    "antenna_number_up_to_eight": "UPDATE assets_antenna SET number = 9",
    "antenna_azimuth_in_circle": "UPDATE assets_antenna SET azimuth_deg = 360",
    "gateway_report_state_known": "UPDATE assets_gatewayreport SET state = 'asleep'",
    "gateway_report_seen_before": "UPDATE assets_gatewayreport SET last_seen_at = NULL",
    "gateway_report_not_of_the_future": (
        "UPDATE assets_gatewayreport SET observed_at = received_at + interval '6 minutes'"
    ),
    "antenna_loss_not_negative": "UPDATE assets_antenna SET cable_loss_db = -0.5",
    "channel_once": (
        "INSERT INTO assets_channel"
        " (plan_id, frequency_hz, bandwidth_khz, modulation, downlink_only)"
        " SELECT plan_id, frequency_hz, bandwidth_khz, modulation, true FROM assets_channel"
    ),
    "channel_spreading_factors": "UPDATE assets_channel SET min_sf = 12, max_sf = 7",
    "duty_band_once": (
        "INSERT INTO assets_dutyband"
        " (plan_id, name, low_hz, high_hz, duty_cycle, max_erp_dbm, source)"
        " SELECT plan_id, name, low_hz, high_hz, duty_cycle, max_erp_dbm, '' FROM assets_dutyband"
    ),
    "duty_band_in_order": "UPDATE assets_dutyband SET high_hz = low_hz",
    "duty_band_share": "UPDATE assets_dutyband SET duty_cycle = 1.01",
}

PEOPLE = {
    "organisation_kind_known": "UPDATE accounts_organisation SET kind = 'club'",
    "organisation_name_given": "UPDATE accounts_organisation SET name = ''",
    "user_email_unique": (
        "INSERT INTO accounts_user (email, password, full_name, is_superuser, is_staff, is_active,"
        " is_service, date_joined)"
        " SELECT upper(email), '', '', false, false, true, false, now() FROM accounts_user"
    ),
    "membership_once": (
        "INSERT INTO accounts_membership (user_id, organisation_id, role)"
        " SELECT user_id, organisation_id, role FROM accounts_membership"
    ),
    "membership_role_known": "UPDATE accounts_membership SET role = 'king'",
    "contractor_has_area": "UPDATE accounts_membership SET role = 'contractor_editor'",
    "grant_names_its_case": "UPDATE accounts_grant SET case_reference = ''",
    "grant_valid_not_empty": "UPDATE accounts_grant SET valid = 'empty'",
    "look_says_where": "INSERT INTO accounts_look (person_id, organisation_id, cases, door, what)"
    " SELECT user_id, organisation_id, '{{}}', 'map', '' FROM accounts_membership LIMIT 1",
    "look_is_recorded": "INSERT INTO accounts_look (person_id, organisation_id, cases, door, what)"
    " SELECT user_id, organisation_id, '{{A-1}}', 'map', '' FROM accounts_membership LIMIT 1;"
    " DELETE FROM accounts_look",
    "service_account_is_no_staff": "UPDATE accounts_user SET is_staff = true WHERE is_service",
    "client_scopes_known": "UPDATE accounts_apiclient SET scopes = '{{read,rule}}'",
    "client_acts_for_its_organisation": (
        "INSERT INTO accounts_membership (user_id, organisation_id, role)"
        " SELECT c.user_id, o.id, 'partner' FROM accounts_apiclient c"
        " JOIN accounts_organisation o ON o.id <> c.organisation_id"
    ),
    "secret_digest_is_sha256": "UPDATE accounts_apisecret SET digest = 'plain text'",
    "secret_current_once": (
        "INSERT INTO accounts_apisecret (client_id, digest, hint)"
        " SELECT client_id, repeat('1', 64), 'tbs_' FROM accounts_apisecret"
    ),
    "secret_ends_after_creation": (
        "UPDATE accounts_apisecret SET valid_until = created_at - interval '1 s'"
    ),
    "secret_and_client": None,
    "token_digest_is_sha256": "UPDATE accounts_apitoken SET digest = 'plain text'",
    "token_scopes_known": "UPDATE accounts_apitoken SET scopes = '{{}}'",
    "token_of_client_or_person": "UPDATE accounts_apitoken SET client_id = NULL",
    "token_of_person_is_named": (
        "UPDATE accounts_apitoken SET client_id = NULL, secret_id = NULL,"
        " person_id = (SELECT min(id) FROM accounts_user WHERE NOT is_service)"
    ),
    "token_of_secret_and_client": (
        "WITH other AS (INSERT INTO accounts_apiclient (code, name, scopes, organisation_id,"
        " user_id) SELECT 'x', 'x', '{{read}}', organisation_id,"
        " (SELECT min(id) FROM accounts_user WHERE NOT is_service) FROM accounts_apiclient"
        " RETURNING id) UPDATE accounts_apitoken SET client_id = other.id FROM other"
    ),
    "token_name_once_per_person": (
        "INSERT INTO accounts_apitoken (person_id, name, scopes, digest, hint, expires_at)"
        " SELECT (SELECT min(id) FROM accounts_user WHERE NOT is_service), 'x', '{{read}}',"
        " repeat(n::text, 64), 'tb_', now() + interval '1 d' FROM generate_series(1, 2) n"
    ),
    "token_expires_after_creation": "UPDATE accounts_apitoken SET expires_at = created_at",
    "token_revoked_after_creation": (
        "UPDATE accounts_apitoken SET revoked_at = created_at - interval '1 s'"
    ),
    "personal_token_of_a_person": (
        "UPDATE accounts_apitoken SET client_id = NULL, secret_id = NULL, name = 'x',"
        " person_id = (SELECT id FROM accounts_user WHERE is_service)"
    ),
    "history_append_only": "UPDATE history_change SET reason = 'never mind'",
    "history_is_recorded": (
        "INSERT INTO history_change"
        " (at, transaction, table_name, object_id, operation, actor_label, reason)"
        " VALUES (now(), 1, 'assets_site', 1, 'D', 'somebody else', '')"
    ),
    "id_fixed": "UPDATE assets_cablesection SET id = id + 1000 WHERE id = {cable_section}",
}

ATTACKS: dict[str, str | None] = {
    **_of_every_asset(),
    **SITES_AND_SEGMENTS,
    **DUCTS,
    **CABLES,
    **GATEWAYS,
    **PEOPLE,
}
"""By rule. None: a key that only carries a foreign key over several columns, true by itself."""

SPOKEN_FOR = {"segment_line_valid": "segment_line_has_length"}
"""What is not valid has no length either, and PostgreSQL asks in the order of the names."""
