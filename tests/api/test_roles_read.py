"""The whole schema read by every role: lists, counts, orders, filters, edges and ids.

`SEEN` declares what each of them may see. Whatever comes back from anywhere must be in it, and by
its id an object is found exactly where it is in it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from graphql import (
    GraphQLEnumType,
    get_named_type,
)

from registry_api.limits import Limit
from registry_api.nodes import to_global_id
from registry_api.schema import NODES
from reservations.models import Deadline
from tests.api.called import seen_by, things_of
from tests.api.door import Door
from tests.api.examples import Plant
from tests.api.ground import EVERYBODY, STAFF
from tests.api.seen_by_role import CLIENTS, SECRETS, SEEN
from tests.api.walking import node_of, roots, selection

pytestmark = pytest.mark.django_db

ELSEWHERE = {
    "node": "by id, below",
    "nodes": "by id, below",
    "viewer": "only oneself",
    "addresses": "open data, searched for",
    "routes": "test_visibility.py",
    "corridor": "test_visibility.py",
    "gatewayCapacity": "below",
    "changes": "test_changes.py",
    "checklist": "test_desk_questions.py",
    "competingClaims": "test_desk_questions.py",
    "ductsInArea": "test_area_and_reserve.py",
    "informationFiles": "test_letters_and_messages.py",
    "keptShare": "test_area_and_reserve.py",
    "letters": "test_letters_and_messages.py",
    "reserveShares": "test_area_and_reserve.py",
    "statistics": "test_desk_questions.py",
}
"""Roots that are no plain lists, and where they are tested."""


@pytest.fixture(scope="module")
def plant(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plant]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Plant()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def boundless(settings, monkeypatch) -> None:
    settings.GRAPHQL_POINTS_PER_MINUTE = 10**9
    for limit in ("CHARACTERS", "TOKENS", "FIELDS", "COST"):
        monkeypatch.setattr(f"registry_api.limits.{limit}", Limit("TOO_LARGE", 10**9, limit, ""))


# --- the roots
LISTS = sorted(set(roots()) - set(ELSEWHERE))


def _waiting(plant: Plant, seen: dict[str, set[str]]) -> set[str]:
    waiting = {"in_review", "prepared", "waiting", "consent", "by_area", "works"}
    ids = {to_global_id("AccessRequest", plant.cases[name].public_id) for name in waiting}
    return ids & seen["AccessRequest"]


def _running(plant: Plant) -> set[str]:
    """All but those that are done or paused."""
    rows = Deadline.objects.filter(met_on__isnull=True, due_on__isnull=False)
    return {to_global_id("Deadline", pk) for pk in rows.values_list("pk", flat=True)}


def _expected(plant: Plant, name: str, seen: dict[str, set[str]], who: str) -> set[str]:
    own = {"north", "south", "partner_administrator"}
    if name in {"myReservations", "myCases"} and who not in own:
        return set()
    if name == "queue":
        return _waiting(plant, seen) if who in {"access_officer", "road_officer"} else set()
    if name == "deadlines":
        return {one for one in seen["Deadline"] if one in _running(plant)}
    return seen[node_of(name).name]


def test_every_root_is_looked_at() -> None:
    assert set(ELSEWHERE) <= set(roots())
    assert all("nodes" in get_named_type(roots()[name].type).fields for name in LISTS)
    assert {kind for who in SEEN.values() for kind in who} == {one._meta.name for one in NODES}


@pytest.mark.parametrize("who", EVERYBODY)
def test_lists_counts_and_orders(plant, who) -> None:
    door, seen = Door(plant.user(who)), seen_by(plant, who)
    for name in LISTS:
        for order in _orders(name):
            answer = door(f"{{ {name}(first: 100{order}) {{ totalCount nodes {{ id }} }} }}")
            if who == "nobody":
                assert [e["extensions"]["code"] for e in answer["errors"]] == ["UNAUTHENTICATED"]
                continue
            listed = answer["data"][name]
            assert {node["id"] for node in listed["nodes"]} == _expected(plant, name, seen, who), (
                name
            )
            assert listed["totalCount"] == len(listed["nodes"]), name


def _orders(name: str) -> list[str]:
    argument = roots()[name].args.get("orderBy")
    if argument is None:
        return [""]
    kind = get_named_type(argument.type)
    assert isinstance(kind, GraphQLEnumType)
    return ["", *(f", orderBy: {value}" for value in kind.values)]


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who not in {"nobody", *STAFF}])
def test_pages_do_not_tell_what_is_left_out(plant, who) -> None:
    """Forwards and backwards, one at a time: the same objects, and an end where theirs is."""
    door, seen = Door(plant.user(who)), seen_by(plant, who)
    for name in ("sites", "segments", "ducts", "reservations", "accessRequests"):
        for size, start, end, more in (
            ("first", "after", "endCursor", "hasNextPage"),
            ("last", "before", "startCursor", "hasPreviousPage"),
        ):
            query = f"""query($c: String) {{ {name}({size}: 1, {start}: $c) {{
                nodes {{ id }} pageInfo {{ {end} {more} }} }} }}"""
            found, cursor, left = [], None, True
            while left:
                page = door(query, c=cursor)["data"][name]
                found += [node["id"] for node in page["nodes"]]
                cursor, left = page["pageInfo"][end], page["pageInfo"][more]
            assert len(found) == len(set(found))
            assert set(found) == seen[node_of(name).name]


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who != "nobody"])
def test_filters_find_only_what_may_be_seen(plant, who) -> None:
    """Every text filter with every name there is; what is found is seen, and counted as found."""
    door, seen = Door(plant.user(who)), seen_by(plant, who)
    words = ["stadt", "nord", "Projekt-X", "A", "C", "S", "RV", "RV.01", "7x1.5", "K", "GW-1"]
    for name in LISTS:
        argument = roots()[name].args.get("filter")
        fields = {} if argument is None else get_named_type(argument.type).fields
        texts = [key for key, field in fields.items() if str(field.type) == "String"]
        for key in texts:
            parts = [
                f'w{n}: {name}(filter: {{{key}: "{word}"}}) {{ totalCount nodes {{ id }} }}'
                for n, word in enumerate(words)
            ]
            for listed in door(f"{{ {' '.join(parts)} }}")["data"].values():
                assert {node["id"] for node in listed["nodes"]} <= seen[node_of(name).name]
                assert listed["totalCount"] == len(listed["nodes"])


@pytest.mark.parametrize("who", EVERYBODY)
def test_ids_open_what_may_be_seen_and_nothing_else(plant, who) -> None:
    door, seen, things = Door(plant.user(who)), seen_by(plant, who), things_of(plant)
    for kind, ids in things.items():
        assert ids, kind
        asked = list(ids)[:100]
        answer = door("query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", ids=asked)
        if who == "nobody":
            assert [e["extensions"]["code"] for e in answer["errors"]] == ["UNAUTHENTICATED"]
            continue
        expected = [{"__typename": kind, "id": one} if one in seen[kind] else None for one in asked]
        assert answer["data"]["nodes"] == expected, kind


# --- edges
@pytest.mark.parametrize("who", [who for who in EVERYBODY if who != "nobody"])
def test_no_edge_leads_to_what_may_not_be_seen(plant, who) -> None:
    """Every field of every list, two edges deep; for carriers also word by word."""
    door, seen = Door(plant.user(who)), seen_by(plant, who)
    met: dict[str, set[str]] = defaultdict(set)
    for name in LISTS:
        answer = door(f"{{ {name} {{ nodes {{ {selection(node_of(name), 2)} }} }} }}")
        assert "errors" not in answer, answer["errors"]
        _collect(answer["data"], met)
        told = json.dumps(answer["data"], ensure_ascii=False)
        for secret in SECRETS.get(who, ()):
            assert f'"{secret}"' not in told, (name, secret)
    assert {kind for kind, ids in met.items() if not ids <= seen[kind]} == set()
    if who == "access_officer":  # who sees all must have met all kinds, or the walk goes nowhere
        others = {*CLIENTS, "Notice"}  # and a new officer was told of nothing yet
        assert set(met) == {one._meta.name for one in NODES} - others


def _collect(value: Any, met: dict[str, set[str]]) -> None:
    if isinstance(value, list):
        for one in value:
            _collect(one, met)
    elif isinstance(value, dict):
        if "id" in value and "__typename" in value:
            met[value["__typename"]].add(value["id"])
        for one in value.values():
            _collect(one, met)


@pytest.mark.parametrize("who", [who for who in EVERYBODY if who != "nobody"])
def test_the_capacity_of_a_gateway_is_as_hidden_as_the_gateway(plant, who) -> None:
    query = """{ gatewayCapacity(gateway: "GW-1", traffic: {devices: 5, uplinksPerDeviceDay: 4,
        phyBytes: 20, sfMix: [{spreadingFactor: 7, share: 1}]}) { binding { kind } } }"""
    answer = Door(plant.user(who))(query)
    codes = [error["extensions"]["code"] for error in answer.get("errors", [])]
    assert ("NOT_FOUND" in codes) is (who not in STAFF), answer
