"""What holds for every mutation of the schema, seen on an example of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from graphql import GraphQLNonNull, get_named_type, is_list_type, is_non_null_type

from tests.api.case_examples import CASE_OTHERWISE
from tests.api.door import Door
from tests.api.examples import (
    Example,
    Plant,
    all_examples,
    bulk_rows,
    document,
    input_of,
    mutations,
)
from tests.api.snapshot import snapshot

pytestmark = pytest.mark.django_db


def _facts_of(name: str) -> set[str]:
    """What is said of one object, in a bulk form in its rows."""
    fields = input_of(name).fields
    return set(get_named_type(fields["rows"].type).fields if name in bulk_rows() else fields)


NAMES = sorted(mutations())
WITH_VERSION = [name for name in NAMES if "version" in _facts_of(name)]
WITHOUT_VERSION = {
    "pingWebhook",
    "readNotice",
    "readNotices",
    "replayWebhook",
    "replayWebhookDelivery",
    "uncoupleDucts",
    "uncoupleManyDucts",
    "writeMessage",
}
"""They name what exists, but say nothing that another change of it could make wrong."""

_HALF_A_YEAR = {"period": {"from": "2031-01-01", "until": "2031-06-30"}}
OTHERWISE: dict[str, dict[str, Any]] = {
    **CASE_OTHERWISE,
    "reserveRoute": _HALF_A_YEAR,
    "reserveStrands": _HALF_A_YEAR,
    "reportGateway": {"state": "ONLINE"},
    "reportGateways": {"rows": []},
}
"""What makes another request of it, where no reason can be given."""

SHOWN_ONCE = {"secret"}
"""Fields that neither a repeated request nor a dry run shows."""


@pytest.fixture(scope="module")
def plant(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plant]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Plant()
        transaction.set_rollback(True)


class Sender:
    """Sends the example of a mutation, changed if so asked, by somebody who may do it."""

    def __init__(self, plant: Plant) -> None:
        self._officer = Door(plant.user("access_officer"))
        self._administrator = Door(plant.user("administrator"))
        self._applicant = Door(plant.user("north"))
        self.examples = all_examples(plant, self._officer.user)

    def __call__(self, name: str, **changes: Any) -> dict[str, Any]:
        example = self.examples[name]
        door = self._door_of(example)
        answer = door(document(name), input={**example.input, **changes})
        assert "errors" not in answer, answer
        return answer["data"][name]

    def _door_of(self, example: Example) -> Door:
        if "access_officer" in example.allowed:
            return self._officer
        return self._administrator if "administrator" in example.allowed else self._applicant


@pytest.fixture(scope="module")
def send(plant) -> Sender:
    """Logged in once: each test takes back what it sent."""
    return Sender(plant)


def test_every_mutation_has_an_example(plant) -> None:
    assert sorted(all_examples(plant, plant.user("planner"))) == NAMES


ALL_OR_NOTHING = {"setAsideReserve"}
"""Mutations that change several things in one step and have no bulk form."""


@pytest.mark.parametrize("name", NAMES)
def test_one_shape_everywhere(name) -> None:
    """One argument `input`; a payload of nullable objects (or lists of them) and `errors`."""
    field = mutations()[name]
    assert list(field.args) == ["input"]
    assert is_non_null_type(field.args["input"].type)
    title = f"{name[0].upper()}{name[1:]}"
    assert input_of(name).name == f"{title}Input"
    assert {"idempotencyKey", "dryRun"} <= set(input_of(name).fields)
    payload = get_named_type(field.type)
    assert payload.name == f"{title}Payload"
    changed = {key: one.type for key, one in payload.fields.items() if key != "errors"}
    assert changed
    assert not [key for key, kind in changed.items() if isinstance(kind, GraphQLNonNull)]
    several = name in bulk_rows() or name in ALL_OR_NOTHING
    assert [is_list_type(kind) for kind in changed.values()] == [several] * len(changed)
    assert str(payload.fields["errors"].type) == "[Problem!]!"


def test_errors_have_one_shape() -> None:
    problem = get_named_type(get_named_type(mutations()["createSite"].type).fields["errors"].type)
    assert {key: str(field.type) for key, field in problem.fields.items()} == {
        "code": "String!",
        "field": "String",
        "message": "String!",
        "details": "Details",
    }


def test_every_change_of_what_exists_takes_a_version() -> None:
    naming = {name for name in NAMES if "id" in _facts_of(name)}
    assert naming - set(WITH_VERSION) == WITHOUT_VERSION


@pytest.mark.parametrize("name", NAMES)
def test_a_dry_run_shows_the_result_and_leaves_nothing(send, name) -> None:
    before = snapshot()
    tried = send(name, dryRun=True)
    assert tried["errors"] == []
    assert snapshot() == before
    shown = {key: tried[key] for key in tried.keys() - SHOWN_ONCE - {"errors"}}
    assert all(map(_something, shown.values()))
    assert send(name, dryRun=False).keys() == tried.keys()
    assert snapshot() != before


def _something(shown: Any) -> bool:
    return bool(shown) and (not isinstance(shown, list) or None not in shown)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_key_is_carried_out_once(send, name) -> None:
    first = send(name, idempotencyKey="k-1")
    assert first["errors"] == []
    after = snapshot()
    again = send(name, idempotencyKey="k-1")
    assert again == {**first, **{key: None for key in SHOWN_ONCE & first.keys()}}
    assert snapshot() == after


@pytest.mark.parametrize("name", NAMES)
def test_the_same_key_with_another_request_is_a_conflict(send, name) -> None:
    assert send(name, idempotencyKey="k-1")["errors"] == []
    after = snapshot()
    refused = send(name, idempotencyKey="k-1", **OTHERWISE.get(name, {"reason": "another"}))
    assert [(e["code"], e["field"]) for e in refused["errors"]] == [
        ("IDEMPOTENCY_CONFLICT", "idempotencyKey")
    ]
    assert snapshot() == after


@pytest.mark.parametrize("name", WITH_VERSION)
def test_a_stale_version_is_refused_with_the_present_one(send, name) -> None:
    def at(version: int) -> dict[str, Any]:
        if name not in bulk_rows():
            return {"version": version}
        (row,) = send.examples[name].input["rows"]
        return {"rows": [{**row, "version": version}]}

    before = snapshot()
    (error,) = send(name, **at(999))["errors"]
    field = "rows.0.version" if name in bulk_rows() else "version"
    assert (error["code"], error["field"]) == ("STALE_VERSION", field)
    assert snapshot() == before
    assert send(name, **at(error["details"]["current"]))["errors"] == []
