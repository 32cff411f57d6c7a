"""What tokens leave of a role: every mutation and every list, by role and by scopes."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from accounts.scopes import Scope
from accounts.services import token as tokens
from registry_api.schema import schema
from tests.api.test_visibility import (
    EVERYTHING,
    GRANTED_NORTH,
    LISTS,
    MUTATIONS,
    Ground,
    _snapshot,
    ground,
)

__all__ = ["ground"]

pytestmark = pytest.mark.django_db

NEEDED = {
    "reserveStrands": {"reserve"},
    "confirmReservation": {"confirm"},
    "startUse": {"confirm"},
    "releaseReservation": {"reserve", "confirm"},
}
"""One of these; all other mutations of the matrix edit plant."""

SETS = [
    ("read",),
    ("edit",),
    ("telemetry",),
    ("read", "telemetry"),
    ("read", "reserve"),
    ("read", "edit"),
    ("read", "confirm"),
    ("reserve", "edit", "confirm"),
    ("read", "reserve", "edit", "confirm", "telemetry"),
]
WRITING = {"reserve", "edit", "confirm", "telemetry"}


def machine(user: User, scopes: Collection[str]) -> Client:
    issued = tokens.make(person=user, name="x", scopes=scopes, lifetime=timedelta(days=1))
    return Client(headers={"Authorization": f"Bearer {issued.text}"})


def post(client: Client, query: str) -> tuple[int, dict[str, Any]]:
    answer = client.post("/graphql/", {"query": query}, content_type="application/json")
    assert "Traceback" not in answer.content.decode()
    if answer.status_code == 403:
        assert answer["WWW-Authenticate"] == 'Bearer error="insufficient_scope"'
        assert answer.json()["errors"][0]["extensions"]["code"] == "INSUFFICIENT_SCOPE"
    return answer.status_code, json.loads(answer.content)


def _may(name: str, who: str, scopes: Collection[str]) -> bool:
    """Role and scopes; what is not one's own is released by those who confirm."""
    if who not in MUTATIONS[name][1] or "read" not in scopes:
        return False
    needed = NEEDED.get(name, {"edit"})
    if name == "releaseReservation":
        needed = {"reserve"} if who == "south" else {"confirm"}
    return bool(needed & set(scopes))


@pytest.mark.parametrize("scopes", SETS, ids="+".join)
@pytest.mark.parametrize("who", ["editor", "planner", "access_officer", "south"])
def test_mutations_need_role_and_scope(ground: Ground, who: str, scopes: Any) -> None:
    user = ground.user(who)
    assert user is not None
    client = machine(user, scopes)
    before = _snapshot()
    for name, (given, _roles) in MUTATIONS.items():
        text = given.replace("R-HELD", f"R-{ground.held.pk}")
        text = text.replace("R-CONFIRMED", f"R-{ground.confirmed.pk}")
        with transaction.atomic():
            query = f"mutation {{ {name}(input: {text}) {{ errors {{ code }} }} }}"
            status, answer = post(client, query)
            errors = answer.get("data", {}).get(name, {}).get("errors")
            assert (status != 403) is bool(set(scopes) & WRITING), name
            assert (errors == []) is _may(name, who, scopes), (name, answer)
            if errors != []:
                assert _snapshot() == before, name
            transaction.set_rollback(True)


def test_a_mutation_says_which_scope_is_missing(ground: Ground) -> None:
    client = machine(ground.user("planner"), ["read", "reserve"])
    query = 'mutation { changeSite(input: {id: "C", name: "x"}) { errors { code details } } }'
    (error,) = post(client, query)[1]["data"]["changeSite"]["errors"]
    assert error == {"code": "INSUFFICIENT_SCOPE", "details": {"scopes": ["edit"]}}
    client = machine(ground.user("viewer"), ["read", "edit"])
    (error,) = post(client, query)[1]["data"]["changeSite"]["errors"]
    assert error["code"] == "NOT_PERMITTED", "no scope would help"


def _listed(client: Client, name: str) -> Any:
    field = "number" if name == "reservations" else "code"
    status, answer = post(client, f"{{ {name} {{ totalCount nodes {{ {field} }} }} }}")
    if status == 403:
        assert "data" not in answer
        return 403
    nodes = answer["data"][name]["nodes"]
    assert answer["data"][name]["totalCount"] == len(nodes)
    return sorted(node[field] for node in nodes)


@pytest.mark.parametrize("scopes", SETS, ids="+".join)
@pytest.mark.parametrize("who", ["planner", "north"])
def test_lists_need_the_scope_to_read(ground: Ground, who: str, scopes: Any) -> None:
    client = machine(ground.user(who), scopes)
    seen = {name: _listed(client, name) for name in LISTS}
    if "read" not in scopes:
        assert seen == dict.fromkeys(LISTS, 403)
        return
    claims = [ground.confirmed, ground.held] if who == "planner" else [ground.confirmed]
    plant = EVERYTHING if who == "planner" else GRANTED_NORTH
    assert seen == {**plant, "reservations": sorted(f"R-{claim.pk}" for claim in claims)}


def test_a_contractors_token_reads_inside_the_area(ground: Ground) -> None:
    client = machine(ground.user("contractor_editor"), ["read"])
    assert _listed(client, "sites") == ["A", "B"]


def test_without_reading_nothing_is_seen_behind_the_door_either(ground: Ground) -> None:
    """What `visible_to` answers, where a door forgot to ask for the scope."""
    for who in ("planner", "north", "contractor_editor"):
        user = ground.user(who)
        assert user is not None
        user.scopes = frozenset({Scope.RESERVE, Scope.EDIT, Scope.CONFIRM})
        for name in LISTS:
            assert not _concept(name).visible(user).exists(), (who, name)


def _concept(name: str) -> Any:
    kind = schema.graphql_schema.query_type.fields[name].type.of_type.fields["nodes"].type
    while hasattr(kind, "of_type"):
        kind = kind.of_type
    return kind.graphene_type


def test_tiles_panels_and_search_need_the_scope(ground: Ground) -> None:
    place = f"/panel/segment/{ground.network['A-B'].public_id}/"
    reads, writes = (
        machine(ground.user("planner"), scopes) for scopes in (["read"], ["edit", "reserve"])
    )
    for path in (place, "/search/?q=RV", "/tiles/segments/17/68135/43735.mvt"):
        assert reads.get(path).status_code == 200
        answer = writes.get(path)
        assert answer.status_code == 403
        assert b"RV" not in answer.content
