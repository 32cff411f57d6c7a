"""Documents and their plans are kept, because they repeat; never more than so much."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from registry_api import compiled, documents
from registry_api.context import Context
from registry_api.execution import run
from registry_api.kept import Kept
from registry_api.schema import schema
from tests.builders import make_line_network, make_user

CORE = schema.graphql_schema


def test_what_was_not_used_for_longest_goes_first() -> None:
    kept: Kept[str] = Kept(10)
    for key in "abc":
        kept.put(key, key.upper(), 3)
    assert kept.get("a") == ("A",)
    kept.put("d", "D", 3)
    assert [kept.get(key) for key in "abcd"] == [("A",), None, ("C",), ("D",)]
    assert kept.weight == 9


def test_one_large_value_does_not_push_out_all_others() -> None:
    kept: Kept[str] = Kept(10)
    kept.put("a", "A", 3)
    kept.put("b", "B", 6)
    assert (kept.get("a"), kept.get("b")) == (("A",), None)


def test_a_value_may_be_none_and_may_be_replaced() -> None:
    kept: Kept[str | None] = Kept(10)
    kept.put("a", None, 3)
    assert kept.get("a") == (None,)
    kept.put("a", "A", 2)
    assert (kept.get("a"), kept.weight, len(kept)) == (("A",), 2, 1)


@pytest.fixture
def small(monkeypatch) -> tuple[Kept[Any], Kept[Any]]:
    """Caches that a handful of documents fills."""
    texts, plans = Kept(600), Kept(30)
    monkeypatch.setattr(documents, "kept", texts)
    monkeypatch.setattr(compiled, "kept", plans)
    return texts, plans


@pytest.mark.django_db
def test_ever_new_documents_and_switches_fill_no_memory(small) -> None:
    texts, plans = small
    make_line_network("A-B")
    user = make_user("viewer")
    context = Context(SimpleNamespace(user=user))  # type: ignore[arg-type]
    for number in range(40):
        query = f"""query($s: Boolean!) {{
            a{number}: sites {{ nodes {{ code name @skip(if: $s) }} }} }}"""
        for skipped in (True, False):
            variables = {"s": skipped}
            answer, _status = run(CORE, context, query, variables, None, read_only=True)
            assert "errors" not in answer
        assert texts.weight <= texts.most and plans.weight <= plans.most
    assert 0 < len(texts) < 40 and 0 < len(plans) < 40


def test_a_document_that_repeats_is_read_once(small, monkeypatch) -> None:
    read: list[str] = []
    parsed = documents.parsed
    monkeypatch.setattr(documents, "parsed", lambda text: read.append(text) or parsed(text))
    first, again = (documents.checked(CORE, "{ sites { totalCount } }") for _time in range(2))
    assert first is again
    assert len(read) == 1
