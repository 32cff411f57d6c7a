"""Documents that hypothesis draws, answered by one statement and by graphql-core, and compared."""

from __future__ import annotations

import os
from collections import Counter
from types import SimpleNamespace
from typing import Any

import orjson
from graphql import get_named_type, parse, validate
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import User
from registry_api import execution
from registry_api.compiled import Document
from registry_api.context import Context
from registry_api.nodes import to_global_id
from registry_api.schema import schema
from tests.api.documents import Author, Drawn

CORE = schema.graphql_schema
assert CORE.query_type is not None
LISTS = [
    name
    for name, field in CORE.query_type.fields.items()
    if "nodes" in getattr(get_named_type(field.type), "fields", ())
]
OFTEN = [
    "sites",
    "segments",
    "ducts",
    "cables",
    "gateways",
    "projects",
    "organisations",
    "reservations",
]
"""Lists in which there is most to get wrong."""

EXAMPLES = int(os.environ.get("SAME_ANSWER_EXAMPLES", "50"))
"""Documents for each role."""

NOBODY = to_global_id("Site", "00000000-0000-4000-8000-000000000000")
WRONG: dict[str, list[Any]] = {
    "first": [0, -1, 1_000],
    "last": [1, 2],
    "after": ["abc", ""],
    "id": ["nonsense", NOBODY, to_global_id("Tube", 999)],
    "ids": [["nonsense"], [NOBODY] * 101],
    "SiteFilter": [{"code": "A\\u0000"}],
    "DuctFilter": [{"code": "A\\u0000"}],
}


def context_of(user: User) -> Context:
    return Context(SimpleNamespace(user=user), request_id="x")  # type: ignore[arg-type]


@st.composite
def documents(draw: Any, values: dict[str, list[Any]], roots: list[str]) -> Drawn:
    return Author(CORE, draw, values, WRONG, roots).document()


def compare(user: User, drawing: st.SearchStrategy[Drawn], examples: int = EXAMPLES) -> None:
    """Both ways give the same bytes, and the quick one is taken often enough to say so."""
    ways: Counter[str] = Counter()

    # Not shrunk: that would take thousands of statements. The document is printed as drawn.
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(drawing)
    def check(drawn: Drawn) -> None:
        quick, plain = _both(user, drawn, ways)
        assert quick == plain

    check()
    # Chance decides how many fields only graphql-core can answer: about half in the mean.
    assert ways["sql"] > ways["all"] / 4, f"the quick way is hardly taken: {ways}"


def _both(user: User, drawn: Drawn, ways: Counter[str]) -> tuple[bytes, bytes]:
    """The answers of the database and of graphql-core."""
    tree = parse(drawn.text)
    faults = validate(CORE, tree)
    assert not faults, faults
    document = Document(tree, faults)
    asked = (drawn.variables, None)
    quick = execution._run(CORE, context_of(user), document, *asked)
    plain = execution._executed(CORE, context_of(user), tree, *asked)
    found = [] if quick[0].get("data") is None else list(quick[0]["data"].values())
    ways["sql"] += sum(isinstance(one, orjson.Fragment) for one in found)
    ways["all"] += len(found)
    return _bytes(quick), _bytes(plain)


def _bytes(answer: tuple[dict[str, Any], int]) -> bytes:
    return orjson.dumps(answer, default=str)
