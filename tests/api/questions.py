"""Questions about requests, areas and bundles, as each of everybody asks them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.api.door import Door
from tests.api.examples import Plant
from tests.api.ground import EVERYBODY

APPLICANTS = {"north", "partner_administrator"}
PEOPLE = [who for who in EVERYBODY if who != "nobody"]


@pytest.fixture(scope="module")
def plant(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plant]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Plant()
        transaction.set_rollback(True)


def ask(plant: Plant, who: str, query: str, **variables: Any) -> tuple[Any, list[str]]:
    """The value of the only field, and the codes of errors."""
    answer = Door(plant.user(who))(query, **variables)
    codes = [error["extensions"]["code"] for error in answer.get("errors", [])]
    data = answer.get("data")
    return (next(iter(data.values())) if data else None), codes
