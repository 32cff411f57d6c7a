"""No list asks the database once for each of its objects, whatever is asked of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from django.db import connection, transaction
from graphql import get_named_type, is_leaf_type, is_object_type, is_required_argument

from registry_api.execution import run
from tests.api.both_ways import CORE, LISTS, context_of
from tests.api.examples import Plant
from tests.api.test_query_counts import as_in_a_request

pytestmark = pytest.mark.django_db

MOST_ALIKE = 4
"""Fields of one type may lead to the same table, such as both ends of a duct."""

LONG = {"accessRequests", "ducts", "qualityFindings", "segments", "sites"}
"""Lists with more objects than that, of which a statement for each would be noticed."""


@pytest.fixture(scope="module")
def plant(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plant]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Plant()
        transaction.set_rollback(True)


def _node_of(name: str) -> Any:
    assert CORE.query_type is not None
    listing: Any = get_named_type(CORE.query_type.fields[name].type)
    return get_named_type(listing.fields["nodes"].type)


def _everything_of(kind: Any, depth: int) -> str:
    """All values of a type, and of all that it refers to."""
    parts = ["__typename"]
    for name, field in kind.fields.items():
        named = get_named_type(field.type)
        if any(map(is_required_argument, field.args.values())):
            continue
        if is_leaf_type(named):
            parts.append(name)
        elif depth > 0 and is_object_type(named):
            parts.append(f"{name} {{ {_everything_of(named, depth - 1)} }}")
    return " ".join(parts)


def _statements_of(user: Any, name: str) -> tuple[Counter[str], int]:
    """How often each statement was sent, whatever values it had; and the objects listed."""
    sent: Counter[str] = Counter()

    def note(execute: Any, sql: str, *call: Any) -> Any:
        sent[re.sub(r"%s(, %s)+", "%s", sql)] += 1
        return execute(sql, *call)

    text = f"{{ {name}(first: 100) {{ nodes {{ {_everything_of(_node_of(name), 1)} }} }} }}"
    context = context_of(as_in_a_request(user))
    with connection.execute_wrapper(note):
        answer, _status = run(CORE, context, text, None, None, read_only=True)
    assert "errors" not in answer, answer
    data = orjson.loads(orjson.dumps(answer, default=str))["data"]
    return sent, len(data[name]["nodes"])


@pytest.mark.parametrize("who", ["access_officer", "north", "partner_administrator"])
def test_no_statement_is_sent_for_each_object(plant, who) -> None:
    long = set()
    for name in LISTS:
        sent, objects = _statements_of(plant.user(who), name)
        again = {sql: times for sql, times in sent.items() if times > MOST_ALIKE}
        assert not again, (name, again)
        long |= {name} if objects > MOST_ALIKE else set()
    if who == "access_officer":
        assert long >= LONG
