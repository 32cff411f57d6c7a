"""No rule of the reservations yields to raw SQL; none is left out."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from gis.refusals import Refusal, refusal_from, worded_constraints
from tests.database.message_attacks import CASE_RULES
from tests.network.ledger.attacks import RESERVATIONS, rows, run
from tests.network.ledger.completeness import named_rules
from tests.refused import refused_by
from tests.reservations.access.test_raw_sql import CASES
from tests.reservations.clocks.attacks import CLOCKS, ROW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", sorted(RESERVATIONS))
def test_the_rule_holds_against_raw_sql(name: str) -> None:
    values = rows()
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        run(RESERVATIONS[name], values)
    assert refused.value.__cause__.diag.constraint_name == name
    assert isinstance(refusal_from(refused.value), Refusal)


@pytest.mark.parametrize(
    "parting",
    [
        "UPDATE network_holder SET period = 'empty' WHERE id = {holder}",
        "UPDATE network_holder SET expires_at = now() WHERE id = {holder}",
        "UPDATE network_holder SET organisation_id = {south} WHERE id = {holder}",
        "UPDATE reservations_claim SET organisation_id = {south}",
        "UPDATE reservations_claim SET state = 'held'",
        "UPDATE reservations_claim SET holder_id = h.id FROM network_holder h"
        " WHERE h.cable_id = {cable}",
    ],
)
def test_a_reservation_and_what_it_holds_cannot_part(parting: str) -> None:
    values = rows()
    with refused_by("claim_agrees_with_its_holder"):
        run(parting, values)


@pytest.mark.parametrize("name", sorted(CLOCKS))
def test_the_rules_of_legal_clocks_hold_against_raw_sql(name: str) -> None:
    run(ROW, {})
    with refused_by(name):
        run(CLOCKS[name], {})


def test_every_rule_is_attacked_and_put_into_words() -> None:
    attacked = {*RESERVATIONS, *CLOCKS, *CASES, *CASE_RULES}
    assert named_rules("reservations") == attacked
    assert attacked - worded_constraints() == set()
