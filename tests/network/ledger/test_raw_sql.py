"""No rule of the ledger, the joints and the fill policies yields to raw SQL; none is left out."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from gis.refusals import Refusal, refusal_from, worded_constraints
from tests.network.ledger.attacks import ATTACKS, rows, run
from tests.network.ledger.completeness import named_rules

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", sorted(name for name, attack in ATTACKS.items() if attack))
def test_the_rule_holds_against_raw_sql(name: str) -> None:
    values = rows()
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        run(ATTACKS[name], values)  # type: ignore[arg-type]
    assert refused.value.__cause__.diag.constraint_name == name
    assert isinstance(refusal_from(refused.value), Refusal)


def test_only_claims_expire() -> None:
    """The check behind the trigger that keeps the holders of cables: as the derivation sees it."""
    values = rows()
    with (
        pytest.raises(DatabaseError) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("ALTER TABLE network_holder DISABLE TRIGGER holder_follows_its_object_u")
        cursor.execute(
            "UPDATE network_holder SET expires_at = now() WHERE cable_id = %s", [values["cable"]]
        )
    assert refused.value.__cause__.diag.constraint_name == "holder_only_claims_expire"


def test_every_rule_is_attacked_and_put_into_words() -> None:
    assert named_rules("network") >= set(ATTACKS)
    assert set(ATTACKS) - worded_constraints() == set()
