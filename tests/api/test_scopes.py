"""What tokens leave of a role: every mutation and every list, by role and by scopes."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import ApiToken, User
from accounts.roles import CAPABILITIES, Capability
from accounts.scopes import Scope
from accounts.services import token as tokens
from registry_api.nodes import to_global_id
from tests.api.called import seen_by
from tests.api.examples import Example, Plant, all_examples, document
from tests.api.snapshot import snapshot
from tests.api.test_roles_read import plant
from tests.api.walking import node_of

__all__ = ["plant"]

pytestmark = pytest.mark.django_db

LISTS = ["sites", "segments", "ducts", "cables", "gateways", "projects", "reservations"]
MUTATIONS = [
    "createSite",
    "changeSite",
    "removeGateway",
    "deleteCable",
    "removeCable",
    "changeDuct",
    "cutDuct",
    "layDuct",
    "splitSegment",
    "reportGateway",
    "reserveStrands",
    "confirmReservation",
    "releaseReservation",
    "startUse",
]
NEEDED = {
    "reportGateway": {"telemetry"},
    "reserveStrands": {"reserve"},
    "confirmReservation": {"confirm"},
    "startUse": {"confirm"},
    "releaseReservation": {"reserve", "confirm"},
}
"""One of these; all other mutations above edit plant."""

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


def post(client: Client, query: str, **variables: Any) -> tuple[int, dict[str, Any]]:
    asked = {"query": query, "variables": variables}
    answer = client.post("/graphql/", asked, content_type="application/json")
    assert "Traceback" not in answer.content.decode()
    if answer.status_code == 403:
        assert answer["WWW-Authenticate"] == 'Bearer error="insufficient_scope"'
        assert answer.json()["errors"][0]["extensions"]["code"] == "INSUFFICIENT_SCOPE"
    return answer.status_code, json.loads(answer.content)


def _may(example: Example, who: str, scopes: Collection[str]) -> bool:
    """Role and scopes; what is not one's own is released by those who confirm."""
    needed = NEEDED.get(example.name, {"edit"})
    if who not in example.allowed or not ("read" in scopes or example.name == "reportGateway"):
        return False
    if example.name == "releaseReservation":
        needed = {"reserve"} if who == "south" else {"confirm"}
    return bool(needed & set(scopes))


@pytest.mark.parametrize("scopes", SETS, ids="+".join)
@pytest.mark.parametrize("who", ["editor", "planner", "access_officer", "south"])
def test_mutations_need_role_and_scope(plant: Plant, who: str, scopes: Any) -> None:
    user = plant.user(who)
    assert user is not None
    client = machine(user, scopes)
    examples = all_examples(plant, user)
    for name in MUTATIONS:
        example = examples[name]
        before = _rows()
        with transaction.atomic():
            status, answer = post(client, document(name), input=example.input)
            errors = answer.get("data", {}).get(name, {}).get("errors")
            assert (status != 403) is bool(set(scopes) & WRITING), name
            assert (errors == []) is _may(example, who, scopes), (name, answer)
            if errors != []:
                assert _rows() == before, name
            transaction.set_rollback(True)


def _rows() -> str:
    """All but the moment at which a token was used last."""
    with transaction.atomic():
        ApiToken.objects.update(last_used_at=None)
        found = snapshot()
        transaction.set_rollback(True)
    return found


AT_DESK = """query($r: ID!, $i: ID!, $y: Date!, $z: Date!) {
    checklist(request: $r) { code }
    competingClaims(request: $r) { earlier }
    letters(request: $r) { isDraft }
    statistics(period: {from: $y, until: $z}) { name }
    node(id: $i) { ... on AccessRequest { messages { nodes { internal } } } } }"""


def _desk_file(plant: Plant, who: str, scopes: Collection[str]) -> dict[str, Any]:
    case = plant.cases["prepared"]
    asked = {"r": str(case), "i": to_global_id("AccessRequest", case.public_id)}
    client = machine(plant.user(who), scopes)
    return post(client, AT_DESK, y="2020-01-01", z="2040-12-31", **asked)[1]


def test_to_read_at_the_desk_a_token_needs_to_read(plant: Plant) -> None:
    reading = _desk_file(plant, "access_officer", ["read"])
    assert reading == _desk_file(plant, "access_officer", ["read", "confirm"])
    assert "errors" not in reading
    told = reading["data"]
    assert told["checklist"] and told["statistics"]
    assert {"isDraft": True} in told["letters"]
    assert {"internal": True} in told["node"]["messages"]["nodes"]
    refused = _desk_file(plant, "planner", ["read"])
    assert refused["data"] is None
    assert [one["extensions"]["code"] for one in refused["errors"]] == ["NOT_FOUND"]


def test_who_sees_the_queue_acts_on_it() -> None:
    """A role that only looked would meet pages that offer steps: see reservations/desk/case.py."""
    acting = {Capability.CONFIRM, Capability.SIGN_CONSENT}
    assert {role for role, can in CAPABILITIES.items() if acting & can} == {
        role for role, can in CAPABILITIES.items() if Capability.SEE_QUEUE in can
    }
    assert {role for role, can in CAPABILITIES.items() if Capability.CONFIRM in can} == {
        role for role, can in CAPABILITIES.items() if Capability.SEE_ALL_CASES in can
    }


def test_to_act_at_the_desk_it_needs_to_confirm(plant: Plant) -> None:
    client = machine(plant.user("access_officer"), ["read", "reserve"])
    for name in ("reviewRequest", "writeMessage", "noteRuling"):
        given = all_examples(plant, plant.user("access_officer"))[name].input
        _status, answer = post(client, document(name), input=given)
        (error,) = answer["data"][name]["errors"]
        assert error["code"] == "INSUFFICIENT_SCOPE", name
        assert error["details"] == {"scopes": ["confirm"]}


def test_a_mutation_says_which_scope_is_missing(plant: Plant) -> None:
    client = machine(plant.user("planner"), ["read", "reserve"])
    query = 'mutation { changeSite(input: {id: "C", name: "x"}) { errors { code details } } }'
    (error,) = post(client, query)[1]["data"]["changeSite"]["errors"]
    assert error == {"code": "INSUFFICIENT_SCOPE", "details": {"scopes": ["edit"]}}
    client = machine(plant.user("viewer"), ["read", "edit"])
    (error,) = post(client, query)[1]["data"]["changeSite"]["errors"]
    assert error["code"] == "NOT_PERMITTED", "no scope would help"


def _listed(client: Client, name: str) -> Any:
    status, answer = post(client, f"{{ {name}(first: 100) {{ totalCount nodes {{ id }} }} }}")
    if status == 403:
        assert "data" not in answer
        return 403
    nodes = answer["data"][name]["nodes"]
    assert answer["data"][name]["totalCount"] == len(nodes)
    return {node["id"] for node in nodes}


@pytest.mark.parametrize("scopes", SETS, ids="+".join)
@pytest.mark.parametrize("who", ["planner", "north", "contractor_editor"])
def test_lists_need_the_scope_to_read(plant: Plant, who: str, scopes: Any) -> None:
    client = machine(plant.user(who), scopes)
    listed = {name: _listed(client, name) for name in LISTS}
    if "read" not in scopes:
        assert listed == dict.fromkeys(LISTS, 403)
        return
    seen = seen_by(plant, who)
    assert listed == {name: seen[node_of(name).name] for name in LISTS}


def test_without_reading_nothing_is_seen_behind_the_door_either(plant: Plant) -> None:
    """What `visible_to` answers, where a door forgot to ask for the scope."""
    for who in ("planner", "north", "contractor_editor"):
        user = plant.user(who)
        assert user is not None
        user.scopes = frozenset(Scope) - {Scope.READ}
        for name in LISTS:
            assert not node_of(name).graphene_type.visible(user).exists(), (who, name)


def test_tiles_panels_and_search_need_the_scope(plant: Plant) -> None:
    place = f"/panel/segment/{plant.network['A-B'].public_id}/"
    reads, writes = (
        machine(plant.user("planner"), scopes) for scopes in (["read"], ["edit", "reserve"])
    )
    for path in (place, "/search/?q=RV", "/tiles/segments/17/68135/43735.mvt"):
        assert reads.get(path).status_code == 200
        answer = writes.get(path)
        assert answer.status_code == 403
        assert b"RV" not in answer.content
