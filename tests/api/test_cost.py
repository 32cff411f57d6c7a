"""What operations cost, and that the price list says so."""

from __future__ import annotations

import pytest
from django.conf import settings
from graphql import get_operation_ast

from registry_api import cost as prices
from registry_api import limits
from registry_api.cost import cost
from registry_api.documents import checked
from registry_api.price_list import as_markdown
from registry_api.schema import schema
from tests.api.operations import NAMES, operation


def _cost(text: str, name: str | None = None, **variables: object) -> int:
    document = checked(schema.graphql_schema, text)
    assert not document.faults, document.faults
    node = get_operation_ast(document.tree, name)
    assert node is not None
    return cost(schema.graphql_schema, document.tree, node, variables)


def test_the_price_list_is_that_of_the_code() -> None:
    # If this fails: .venv/bin/python manage.py show_price_list > docs/graphql-limits.md
    assert (settings.BASE_DIR / "docs" / "graphql-limits.md").read_text() == as_markdown()


def test_every_price_is_that_of_a_field() -> None:
    types = schema.graphql_schema.type_map
    for key in (*prices.PRICES, *prices.LENGTHS, *prices.TIMES):
        kind, name = key.split(".")
        assert name.startswith("__") or name in types[kind].fields, key


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("{ __typename }", 0),
        ("{ viewer { name email } }", 1),
        ("{ sites { nodes { code } } }", 51),
        ("{ sites(first: 7) { nodes { code } } }", 8),
        ("{ sites(last: 7) { nodes { code } } }", 8),
        ("{ sites(first: 1) { nodes { code } } }", 2),
        ("{ sites(first: 1) { edges { cursor node { code } } } }", 3),
        ("{ sites(first: 1) { pageInfo { endCursor } totalCount } }", 502),
        ("{ sites(first: 10) { nodes { segments { code } } } }", 61),
        ("{ sites(first: 10) { nodes { segments(first: 500) { code } } } }", 5_011),
        ("{ sites(first: 10) { nodes { segments(first: 9999999) { code } } } }", 5_011),
        ("{ sites(first: -5) { nodes { code } } }", 51),
        ("{ cables(first: 10) { nodes { strands { number } } } }", 1_011),
        ("{ cables(first: 10) { nodes { geometry lengthM } } }", 31),
        ("{ segments(first: 1) { nodes { ductSections(first: 2) { occupancy { state } } } } }", 10),
        ('{ nodes(ids: ["a", "b", "c"]) { id ... on Site { segments { code } } } }', 18),
        ("{ sites(first: 10) { nodes { segments @skip(if: true) { code } } } }", 11),
        ("{ sites(first: 2) { ...f } } fragment f on SiteConnection { nodes { ... { code } } }", 3),
        ('mutation { removeSite(input: {id: "A"}) { errors { code } site { id } } }', 107),
        ("{ __schema { types { name } } }", 5_000),
    ],
)
def test_prices(text, points) -> None:
    assert _cost(text) == points


def test_variables_count_like_arguments() -> None:
    text = """query($n: Int = 7, $ids: [ID!]!) {
        sites(first: $n) { nodes { code } } nodes(ids: $ids) { id } }"""
    assert _cost(text, n=100, ids=["x"] * 20) == 121
    assert _cost(text, ids=[]) == 8
    assert _cost(text, n=None, ids=[]) == 51


def test_senseless_variables_are_priced_as_if_there_were_none() -> None:
    text = """query($n: Int, $ids: [ID!]!, $skip: Boolean!) {
        sites(first: $n) { nodes @skip(if: $skip) { code } } nodes(ids: $ids) { id } }"""
    assert _cost(text, n="many", ids={"a": 1}, skip=False) == 51 + prices.LENGTH
    assert _cost(text) == 51 + prices.LENGTH


def test_a_change_of_many_costs_as_many() -> None:
    asked = operation("LayDuct")
    path = [{"segment": "T-1"}] * 30
    given = {**asked.variables["input"], "path": path}
    assert _cost(asked.text, input=given) >= 30 * prices.MUTATION


def test_each_alternative_of_a_route_costs() -> None:
    asked = operation("FindRoutes")
    one = _cost(asked.text, **{**asked.variables, "alternatives": 1})
    assert _cost(asked.text, **{**asked.variables, "alternatives": 5}) >= 4 * 15_000 + one


@pytest.mark.parametrize("name", NAMES)
def test_the_documented_operations_are_affordable(name) -> None:
    asked = operation(name)
    assert _cost(asked.text, **asked.variables) <= limits.COST.most / 2


def test_going_round_in_circles_is_not() -> None:
    inner = "code"
    for _round in range(4):
        inner = f"segments {{ startSite {{ {inner} }} }}"
    assert _cost(f"{{ sites(first: 100) {{ nodes {{ {inner} }} }} }}") > limits.COST.most
