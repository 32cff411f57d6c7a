"""No rule that we named is left without an attack by raw SQL, in whatever room it is made."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from quality.rules import CONCEPTS
from tests.assets.database.attacks import ATTACKS as PLANT_AND_PEOPLE
from tests.database.catalogue import constraints, raised
from tests.database.file_attacks import RULES as FILES
from tests.database.message_attacks import RULES as MESSAGES
from tests.network.ledger.attacks import ATTACKS as LEDGER
from tests.network.ledger.attacks import RESERVATIONS
from tests.refused import refused_by
from tests.reservations.access.attacks import (
    CASES,
    CHECKLISTS,
    DECISIONS,
    INDEXES,
    OFFERS,
)
from tests.reservations.access.later_attacks import LATER, LATER_INDEXES
from tests.reservations.clocks.attacks import CLOCKS

pytestmark = pytest.mark.django_db

FINDINGS = {
    "overview_figure_once": "UPDATE network_overviewfigure SET kind = 'open_cut',"
    " district_id = (SELECT min(id) FROM citygis_district)",
    "check_run_one_at_a_time": "INSERT INTO quality_checkrun (started_at, concept, position,"
    " checked, began_behind) SELECT now(), 'site', 0, 0, 0 FROM generate_series(1, 2)",
    "finding_about_one_object": "UPDATE quality_finding SET site_id = (SELECT min(id) FROM"
    " assets_site), segment_id = (SELECT min(id) FROM assets_segment)",
    "finding_accepted_with_reason": "UPDATE quality_finding SET state = 'accepted'",
    "finding_solved_when": "UPDATE quality_finding SET state = 'solved'",
    "finding_state_known": "UPDATE quality_finding SET state = 'gone'",
    **{
        f"finding_{concept}": f"UPDATE quality_finding SET {concept}_id = -1"
        f" WHERE {concept}_id IS NOT NULL AND id = (SELECT max(id) FROM quality_finding"
        f" WHERE {concept}_id IS NOT NULL)"
        for concept in CONCEPTS
    },
    **{
        f"finding_once_{concept}": "INSERT INTO quality_finding (public_id, rule, state,"
        f" first_seen_at, last_seen_at, {concept}_id) SELECT gen_random_uuid(), rule, state,"
        f" now(), now(), {concept}_id FROM quality_finding WHERE {concept}_id IS NOT NULL"
        for concept in CONCEPTS
    },
}
DOORS = {
    "district_name_given": "UPDATE citygis_district SET name = ''",
    "export_state_known": "UPDATE citygis_export SET state = 'lost'",
    "answered_once_per_key": "UPDATE registry_api_answered SET key = 'same'",
    "answered_key_given": "UPDATE registry_api_answered SET key = '' WHERE key = '1'",
    "answered_request_is_sha256": "UPDATE registry_api_answered SET request = 'x'",
    "bookmark_address_is_of_the_map": "UPDATE accounts_bookmark SET address = '/admin/'",
    "bookmark_is_named": "UPDATE accounts_bookmark SET name = ' '",
    "bookmark_name_once_per_person": "UPDATE accounts_bookmark SET name = 'same'",
    "webhook_message_state_known": "UPDATE webhooks_message SET state = 'lost'",
    "webhook_paused_says_why": "UPDATE webhooks_subscription SET active = false",
    "webhook_url_shape": "UPDATE webhooks_subscription SET url = 'ftp://example.org'",
}


OTHERS = {**DOORS, **FINDINGS, **FILES, **MESSAGES}


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_the_rule_holds_against_raw_sql(city: None, name: str) -> None:
    with refused_by(name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(OTHERS[name])


def test_every_named_rule_is_attacked() -> None:
    """Checks, keys, references, exclusions and what triggers raise, as the database lists them."""
    named = {one.name for one in constraints() if not one.made_by_django} | raised()
    attacked = {*PLANT_AND_PEOPLE, *LEDGER, *RESERVATIONS, *CLOCKS, *OTHERS}
    attacked |= {*CASES, *CHECKLISTS, *DECISIONS, *OFFERS, *INDEXES, *LATER, *LATER_INDEXES}
    assert {one.kind for one in constraints()} == set("cfpux")
    assert named == attacked
