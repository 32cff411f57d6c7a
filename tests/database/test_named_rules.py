"""No rule that we named is left without an attack by raw SQL, in whatever room it is made."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from tests.assets.database.attacks import ATTACKS as PLANT_AND_PEOPLE
from tests.database.catalogue import constraints, raised
from tests.network.ledger.attacks import ATTACKS as LEDGER
from tests.network.ledger.attacks import RESERVATIONS
from tests.refused import refused_by

pytestmark = pytest.mark.django_db

DOORS = {
    "answered_once_per_key": "UPDATE registry_api_answered SET key = 'same'",
    "answered_key_given": "UPDATE registry_api_answered SET key = '' WHERE key = '1'",
    "answered_request_is_sha256": "UPDATE registry_api_answered SET request = 'x'",
    "webhook_message_state_known": "UPDATE webhooks_message SET state = 'lost'",
    "webhook_paused_says_why": "UPDATE webhooks_subscription SET active = false",
    "webhook_url_shape": "UPDATE webhooks_subscription SET url = 'ftp://example.org'",
}


@pytest.mark.parametrize("name", sorted(DOORS))
def test_the_rule_holds_against_raw_sql(city: None, name: str) -> None:
    with refused_by(name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(DOORS[name])


def test_every_named_rule_is_attacked() -> None:
    """Checks, keys, references, exclusions and what triggers raise, as the database lists them."""
    named = {one.name for one in constraints() if not one.made_by_django} | raised()
    attacked = {*PLANT_AND_PEOPLE, *LEDGER, *RESERVATIONS, *DOORS}
    assert {one.kind for one in constraints()} == set("cfpux")
    assert named == attacked
