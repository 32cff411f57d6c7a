"""No rule of a case yields to raw SQL: one set of cases in every state, attacked over and over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from network.services.settle import settle
from tests.network.ledger.attacks import run
from tests.refused import refused_by
from tests.reservations.access import attacks
from tests.reservations.access.later_attacks import LATER, LATER_INDEXES
from tests.reservations.clocks.attacks import ROW
from tests.reservations.conftest import make_scene

pytestmark = pytest.mark.django_db

CASES = {
    **attacks.CASES,
    **attacks.DECISIONS,
    **attacks.OFFERS,
    **attacks.CHECKLISTS,
    **LATER,
}
WITH_INDEXES = {**CASES, **attacks.INDEXES, **LATER_INDEXES}


@pytest.fixture(scope="module")
def cases(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, int]]:
    with django_db_blocker.unblock(), transaction.atomic():
        run(ROW, {})
        rows = attacks.rows(make_scene())
        settle()
        yield rows
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", sorted(WITH_INDEXES))
def test_the_rules_of_cases_hold_against_raw_sql(cases: dict[str, int], name: str) -> None:
    with refused_by(name):
        run(WITH_INDEXES[name], cases)
