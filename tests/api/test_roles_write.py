"""Every mutation for every role: who may is in `examples.py`; a refusal changes nothing.

Besides the roles of staff: nobody, a carrier with a grant (north), a foreign carrier without one
(south), and a contractor outside of whose area everything lies.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from accounts.roles import Role
from tests.api.door import Door
from tests.api.examples import Example, Plant, all_examples, document
from tests.api.ground import EVERYBODY
from tests.api.snapshot import snapshot

pytestmark = pytest.mark.django_db

WITHOUT_SIGHT = {"north", "south", "partner_administrator", "contractor_editor"}
"""They must not learn from a refusal whether there is such a thing."""

TELL_NOTHING = {"NOT_FOUND", "NOT_PERMITTED"}


@pytest.fixture(scope="module")
def plant(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plant]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Plant()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def no_rate(settings) -> None:
    settings.GRAPHQL_POINTS_PER_MINUTE = 10**9


def test_every_role_takes_part() -> None:
    assert {*EVERYBODY, "partner"} - {"nobody", "north", "south"} == set(Role.values)


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_may_do_what(plant, who) -> None:
    door = Door(plant.user(who))
    before = snapshot()
    wrong = []
    for example in all_examples(plant, door.user or plant.south).values():
        with transaction.atomic():
            codes = _codes(door, example)
            changed = snapshot() != before
            transaction.set_rollback(True)
        if not _as_declared(who, example, codes, changed):
            wrong.append((example.name, codes, changed))
    assert wrong == []


def _codes(door: Door, example: Example) -> list[str]:
    answer = door(document(example.name), input=example.input)
    if "errors" in answer:
        assert answer.get("data") is None
        return [error["extensions"]["code"] for error in answer["errors"]]
    payload = answer["data"][example.name]
    errors = payload.pop("errors")
    assert bool(errors) is not any(payload.values()), payload
    return [error["code"] for error in errors]


def _as_declared(who: str, example: Example, codes: list[str], changed: bool) -> bool:
    if who in example.allowed:
        return not codes and changed
    if changed or not codes:
        return False
    if who == "nobody":
        return codes == ["UNAUTHENTICATED"]
    return who not in WITHOUT_SIGHT or set(codes) <= TELL_NOTHING
