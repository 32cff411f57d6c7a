"""However long the lists are that a cheap operation meets: an answer has an end, and its price."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from django.test import Client

from gis.rate import Buckets
from registry_api import listing_text, metered
from registry_api.context import Context
from registry_api.execution import run
from registry_api.limits import Limit
from registry_api.schema import schema
from tests.builders import make_bundle, make_line_network, make_user

pytestmark = pytest.mark.django_db

SPOKES = 30
HUB = ", ".join(f"H-X{number}" for number in range(SPOKES))
ROUND = "segments { startSite { code … } }"


def _most(monkeypatch: Any, number: int) -> None:
    monkeypatch.setattr("registry_api.limits.OBJECTS", Limit("TOO_EXPENSIVE", number, "x", ""))


def _run(query: str, **how: Any) -> tuple[dict[str, Any], Context]:
    context = Context(SimpleNamespace(user=make_user("viewer")), **how)  # type: ignore[arg-type]
    answer, status = run(schema.graphql_schema, context, query, None, None, read_only=True)
    assert status == 200
    return orjson.loads(orjson.dumps(answer)), context


def _circles(rounds: int) -> str:
    inner = ""
    for _round in range(rounds):
        inner = ROUND.replace("…", inner)
    return f'{{ sites(filter: {{code: "H"}}, first: 1) {{ nodes {{ {inner} }} }} }}'


def test_circles_through_a_hub_end(monkeypatch, ask, codes) -> None:
    """Each round multiplies by the hub's spokes, whatever lists have on average."""
    make_line_network(HUB)
    _most(monkeypatch, 5_000)
    begun = time.process_time()
    answer = ask(make_user("viewer"), _circles(4))
    assert codes(answer) == ["TOO_EXPENSIVE"]
    assert answer["data"] is None
    assert time.process_time() - begun < 5
    assert "errors" not in ask(make_user("viewer"), _circles(2))


def test_a_list_of_stated_length_is_counted_before(ask, codes) -> None:
    """The same circles, each as long as it may be: refused by their price."""
    make_line_network("A-B")
    query = _circles(4).replace("segments {", "segments(first: 100) {")
    assert codes(ask(make_user("viewer"), query)) == ["TOO_EXPENSIVE"]


@pytest.mark.parametrize(
    "name", ["ductSections { position }", "ductSections { occupancy { state } }"]
)
def test_both_ways_count(monkeypatch, name) -> None:
    """What one statement answers, and what graphql-core does."""
    make_bundle(make_line_network("A-B-C"), "A-B-C", tubes=3)
    query = f"{{ segments {{ nodes {{ code {name} }} }} }}"
    _answer, context = _run(query)
    assert context.objects >= 5, "the page, two segments and the bundle's section in each"
    _most(monkeypatch, context.objects - 1)
    refused, _context = _run(query)
    assert refused["data"] is None
    assert refused["errors"][0]["extensions"]["code"] == "TOO_EXPENSIVE"


def test_values_are_counted_where_each_costs_memory(monkeypatch) -> None:
    """Fifty fields of every object; one statement makes them in 16 MB at most."""
    make_bundle(make_line_network("A-B-C"), "A-B-C", tubes=3)
    aliases = " ".join(f"a{number}: code" for number in range(29))
    query = f"{{ segments {{ nodes {{ {aliases} capacity {{ tubesFree }} }} }} }}"
    assert "errors" not in _run(query)[0]
    few = Limit("TOO_EXPENSIVE", 60, "x", "")
    monkeypatch.setattr("registry_api.limits.ANSWERED", few)
    assert "errors" not in _run(query)[0]
    monkeypatch.setattr(listing_text, "MOST_BYTES", 0)
    refused, _context = _run(query)
    assert refused["errors"][0]["extensions"]["code"] == "TOO_EXPENSIVE"


def test_rows_are_not_even_loaded_beyond(monkeypatch) -> None:
    make_bundle(make_line_network("A-B-C"), "A-B-C", tubes=3)
    _most(monkeypatch, 3)
    answer, _context = _run("{ segments { nodes { ductSections { occupancy { state } } } } }")
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "TOO_EXPENSIVE"
    assert error["path"] == ["segments", "nodes"]


def test_a_very_long_answer_is_left_to_graphql_core_and_stays_the_same(monkeypatch) -> None:
    make_bundle(make_line_network("A-B-C-D"), "A-B-C-D", tubes=3)
    query = "{ segments { nodes { code ductSections { position duct { code } } } totalCount } }"
    plain, _context = _run(query)
    monkeypatch.setattr(listing_text, "MOST_BYTES", 100)
    assert _run(query)[0] == plain


def test_an_answer_takes_no_longer_than_a_request_may(monkeypatch) -> None:
    monkeypatch.setattr(metered, "LOOKS_AT_THE_CLOCK_EVERY", 1)
    query = "{ __schema { types { name } } }"
    assert "errors" not in _run(query)[0]
    late, _context = _run(query, started=time.monotonic() - 21)
    assert late["data"] is None
    assert late["errors"][0]["extensions"]["code"] == "TIMEOUT"


def test_what_is_beyond_the_price_is_paid_afterwards(settings, tmp_path) -> None:
    settings.GRAPHQL_POINTS_PER_MINUTE = 600
    settings.RATE_LIMIT_FILE = tmp_path / "buckets"
    make_line_network(HUB)
    client = Client(headers={"X-Trassenbuch-Debug": "1"})
    client.force_login(make_user("viewer"))
    answered = client.get("/graphql/", {"query": _circles(2)})
    cost = answered.json()["extensions"]["cost"]
    assert cost["points"] == 100 < 2 * SPOKES * SPOKES < cost["objects"]
    assert answered["RateLimit"].startswith('"points";r=0;')
    refused = client.get("/graphql/", {"query": "{ viewer { name } }"})
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 60 * 2 * SPOKES * SPOKES / 600 - 70


def test_a_debt_is_taken_although_there_is_not_enough(settings, tmp_path) -> None:
    settings.GRAPHQL_POINTS_PER_MINUTE = 600
    buckets = Buckets(tmp_path / "buckets")
    now = 1_800_000_000.0
    owed = buckets.take("a", 1_500, now, in_debt=True)
    assert (owed.left, owed.enough) == (0, True)
    assert buckets.take("a", 100, now).seconds == 100
