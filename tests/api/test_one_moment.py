"""What one request reads belongs together, whoever writes between its statements."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from accounts.models import Organisation
from assets.models import Site
from registry_api.nodes import NodeLookup
from registry_api.schema import schema
from tests.api.walking import node_of, selection
from tests.builders import make_line_network, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def _rename() -> None:
    def write() -> None:
        Site.objects.filter(code="A").update(name="new")
        Site.objects.filter(code="B").update(code="A2")
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    writer.join()


@contextmanager
def between(about: str, work: Callable[[], None]) -> Iterator[list[str]]:
    """Do it behind the first statement about this table; yields what was sent."""
    sent: list[str] = []

    def watch(execute: Any, sql: str, *call: Any) -> Any:
        first = about in sql and not any(about in one for one in sent)
        sent.append(sql)
        found = execute(sql, *call)
        if first:
            work()
        return found

    with connection.execute_wrapper(watch):
        yield sent


@pytest.mark.parametrize(
    "query",
    [
        '{ a: sites(filter: {code: "A"}) { nodes { name } }'
        ' b: sites(filter: {code: "A"}) { nodes { name } } }',
        # By graphql-core, as lengths of cables are computed: the ends of a segment in two levels.
        "{ a: segments { nodes { code startSite { name } capacity { tubesFree } } }"
        " b: segments { nodes { code startSite { name } capacity { tubesFree } } } }",
    ],
)
def test_a_writer_between_two_statements_is_not_seen(ask, query) -> None:
    make_line_network("A-B")
    viewer = make_user("viewer")
    with between('"assets_site"', _rename) as sent:
        data = ask(viewer, query)["data"]
    assert sum('"assets_site"' in one for one in sent) >= 2
    assert data["a"] == data["b"]
    assert "new" not in str(data)
    assert "new" in str(ask(viewer, query)["data"])


def test_a_list_and_its_count_belong_together(ask) -> None:
    make_line_network("A-B")

    def remove() -> None:
        def write() -> None:
            make_line_network("X-Y")
            connection.close()

        writer = threading.Thread(target=write)
        writer.start()
        writer.join()

    with between('"assets_site"', remove):
        listed = ask(make_user("viewer"), "{ sites { nodes { code } totalCount } }")
    assert len(listed["data"]["sites"]["nodes"]) == listed["data"]["sites"]["totalCount"] == 2


def test_the_payload_of_a_change_shows_one_moment(ask) -> None:
    make_line_network("A-B")
    query = """mutation { changeSite(input: {id: "A", remarks: "x"}) {
        a: site { name version } b: site { name version } errors { code } } }"""
    changed: list[bool] = []

    def watch(execute: Any, sql: str, *call: Any) -> Any:
        found = execute(sql, *call)
        if sql.startswith("SET TRANSACTION") or (changed and changed.pop()):
            changed.append(not changed)
            if not changed[-1]:
                _rename()
        return found

    with connection.execute_wrapper(watch):
        payload = ask(make_user("editor"), query)["data"]["changeSite"]
    assert payload["errors"] == []
    assert payload["a"] == payload["b"]


def test_a_query_cannot_write(ask, monkeypatch) -> None:
    make_line_network("A-B")

    def write(*_arguments: Any) -> int:
        Site.objects.update(name="written by a query")
        return 0

    monkeypatch.setattr("registry_api.connections.count", write)
    answer = ask(make_user("viewer"), "{ sites { nodes { code } totalCount } }")
    assert answer["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert not Site.objects.filter(name="written by a query").exists()


def test_one_statement_needs_no_transaction(ask) -> None:
    make_line_network("A-B")
    with between('"assets_site"', lambda: None) as sent:
        ask(make_user("viewer"), "{ sites { nodes { code segments { code } } } }")
    assert not any(one.startswith("SET TRANSACTION") for one in sent)


def test_behind_a_failed_statement_nothing_more_is_read(ask, codes, monkeypatch) -> None:
    def too_slow(*_arguments: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 20")
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr(NodeLookup, "one", too_slow)
    answer = ask(make_user("viewer"), '{ a: node(id: "x") { id } b: node(id: "x") { id } }')
    assert answer["data"] == {"a": None, "b": None}
    assert codes(answer) == ["TIMEOUT", "NOT_READ"]
    assert connection.is_usable()


SPECIAL = {
    "node": 'node(id: "x") { id }',
    "nodes": "nodes(ids: []) { id }",
    "viewer": "viewer { name organisations { code } }",
    "addresses": 'addresses(search: "Neumarkt") { street }',
    "corridor": "corridor(inBox: {west: 7, south: 51.1, east: 7.4, north: 51.4}) { geometry }",
    "routes": """routes(from: {site: "S-0001"}, to: {site: "S-0003"}, requirement: {tubes: 1}) {
        routes { token } }""",
    "gatewayCapacity": """gatewayCapacity(gateway: "GW-001", traffic: {devices: 5,
        uplinksPerDeviceDay: 4, phyBytes: 20, sfMix: [{spreadingFactor: 7, share: 1}]}) {
        binding { kind } }""",
    "checklist": 'checklist(request: "A-1") { code answer }',
    "competingClaims": """competingClaims(request: "A-1") { units reservation { number
        request { number organisation { code } } } }""",
    "letters": 'letters(request: "A-1") { kind day url }',
    "informationFiles": 'informationFiles(request: "A-1") { url }',
    "ductsInArea": """ductsInArea(area: {type: "Polygon", coordinates: [[[7.14, 51.25],
        [7.16, 51.25],
        [7.16, 51.26], [7.14, 51.26], [7.14, 51.25]]]}) { stretches { duct { code } state }
        cells { cells } }""",
    "statistics": """statistics(period: {from: "2026-01-01", until: "2026-12-31"}) { name unit
        rows { label parts } }""",
    "keptShare": 'keptShare(place: {bundle: "RV-0001"}) { due kept }',
    "reserveShares": "reserveShares { percent valid { from } reserves ducts }",
    "changes": "changes { nodes { id object { id } fields { name } } }",
}


def _questions() -> dict[str, str]:
    """One for each field of Query; of lists all that takes no argument, and how many."""
    fields = schema.graphql_schema.query_type.fields
    return {
        name: SPECIAL.get(name)
        or f"{name}(first: 20) {{ totalCount nodes {{ {selection(node_of(name), 1)} }} }}"
        for name in fields
    }


def test_whatever_is_asked_answers_in_a_transaction_that_only_reads(ask, codes) -> None:
    with transaction.atomic():
        call_command("load_reference_data", verbosity=0)
        call_command("generate_city", stdout=StringIO())
    wuppertal = Organisation.objects.get(code="WUP")
    for role in ("planner", "administrator", "partner"):
        user = make_user(role, wuppertal)
        for name, question in _questions().items():
            found = codes(ask(user, f"{{ {question} a: {question} }}"))
            assert not {"INTERNAL", "NOT_READ", "GRAPHQL_INVALID"} & set(found), (role, name)
