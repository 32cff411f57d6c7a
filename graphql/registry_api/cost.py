"""The price of an operation in points, from its fields, list arguments and variables.

A point is one object in the answer. A list costs its length times what is selected below: the
length asked for (`first`, `last`, `ids`) or, where none is asked for, what lists of its kind hold
on average in a city. Values of an object cost nothing; what has to be computed has a price of its
own. One point is worth some 3 µs of work.

As lists can be longer than on average, objects are counted once more while the answer is made
(`limits.OBJECTS`, `metered`), and those beyond the price are paid afterwards (`view`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)
from graphql.execution.collect_fields import should_include_node
from graphql.utilities import value_from_ast_untyped

from registry_api.connections import DEFAULT_PAGE, LARGEST_PAGE
from registry_api.plan.edges import DEFAULT_FIRST, MOST
from registry_api.plan.fields import Batch

OBJECT = 1
MUTATION = 100
"""A change: its checks, its history and what it recomputes; for each entry of its longest list."""

COMPUTED = 1
"""A geometry, and what is computed for each object it belongs to, where it has no own price."""

QUESTION = 100
"""A question at the root that is no list, where it has no own price."""

PRICES = {
    "Query.viewer": 0,
    "Query.node": 0,
    "Query.nodes": 0,
    "Query.routes": 15_000,
    "Query.corridor": 2_000,
    "Query.gatewayCapacity": 500,
    "Query.changes": 2_000,
    "Query.competingClaims": 500,
    "Query.ductsInArea": 2_000,
    "Query.statistics": 2_000,
    "Query.__schema": 5_000,
    "Query.__type": 100,
    "DuctSection.occupancy": 2,
    "Strand.occupancy": 2,
    "Reservation.geometry": 10,
    "Route.price": 100,
}
"""Own prices, on top of the objects in the answer; `routes` for each alternative."""

COUNT = 500
"""`totalCount` of a list, which reads up to 10,000 rows."""

LENGTHS = {
    "Cable.strands": 100,
    "Cable.tubes": 8,
    "Tube.strands": 12,
    "Duct.sections": 12,
    "Duct.tubes": 7,
    "RouteHop.ducts": 2,
    "RouteHop.segments": 4,
    "Route.hops": 20,
}
LENGTH = 5
"""Length of a list for which none is asked; the table above where a city has longer ones."""

TIMES = {"Query.routes": "alternatives"}
"""Fields whose price is that of one, times an argument."""


def cost(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> int:
    """The points of an operation of a valid document.

    `variables` are as the client sent them: whatever is wrong with them costs nothing, and is
    refused by whoever looks at each, which is not worth doing for what is too expensive.
    """
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    root = schema.get_root_type(operation.operation)
    assert root is not None
    meter = _Meter(schema, fragments, _with_defaults(operation, variables), _prices(schema))
    return meter.below(root, operation.selection_set)


def is_page(kind: GraphQLNamedType) -> bool:
    """Whether a type is a page of a list, whose lists are as long as its arguments say."""
    return kind.name.endswith("Connection") or kind.name == "ChangeFeed"


@lru_cache(maxsize=1)
def _prices(schema: GraphQLSchema) -> Mapping[str, int]:
    """The price of every field that has one."""
    found = {}
    for kind in schema.type_map.values():
        concept = getattr(kind, "graphene_type", None)
        planned = getattr(getattr(concept, "_meta", None), "planned", {})
        for name, one in planned.items():
            if isinstance(one, Batch) or get_named_type(kind.fields[name].type).name == "GeoJSON":  # type: ignore[attr-defined]
                found[f"{kind.name}.{name}"] = COMPUTED
    assert schema.query_type is not None
    for name, question in schema.query_type.fields.items():
        if not is_page(get_named_type(question.type)):
            found[f"{schema.query_type.name}.{name}"] = QUESTION
    return found | PRICES


@dataclass(slots=True)
class _Meter:
    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: dict[str, Any]
    prices: Mapping[str, int]

    def below(
        self, parent: GraphQLNamedType, selections: SelectionSetNode, page: int | None = None
    ) -> int:
        """Points of a selection on one object; `page` is the length of the page it describes."""
        points = 0
        for node in selections.selections:
            if node.directives and not self._is_included(node):
                continue
            if isinstance(node, FieldNode):
                points += self._field(parent, node, page)
                continue
            spread = isinstance(node, FragmentSpreadNode)
            inner: Any = self.fragments[node.name.value] if spread else node  # type: ignore[attr-defined]
            on = inner.type_condition
            kind = parent if on is None else self.schema.type_map[on.name.value]
            points += self.below(kind, inner.selection_set, page)
        return points

    def _is_included(self, node: Any) -> bool:
        try:
            return should_include_node(self.variables, node)
        except GraphQLError:  # a variable of another type
            return True

    def _field(self, parent: GraphQLNamedType, node: FieldNode, page: int | None) -> int:
        name = node.name.value
        key = f"{parent.name}.{name}"
        own = COUNT if name == "totalCount" else self.prices.get(key, 0)
        if name.startswith("__"):
            return own
        definition = parent.fields[name]  # type: ignore[attr-defined]
        kind = get_named_type(definition.type)
        if not is_composite_type(kind) or node.selection_set is None:
            return own
        arguments = self._arguments(node)
        if parent is self.schema.mutation_type:
            own = MUTATION * _entries(arguments.get("input"))
        own *= _number(arguments.get(TIMES.get(key, "")), 1, LARGEST_PAGE)
        if is_page(kind):
            asked = arguments.get("first") or arguments.get("last")
            length = _number(asked, DEFAULT_PAGE, LARGEST_PAGE)
            return own + OBJECT + self.below(kind, node.selection_set, length)
        each = OBJECT + self.below(kind, node.selection_set)
        return own + self._length(key, definition, arguments, page) * each

    def _length(
        self, key: str, definition: GraphQLField, arguments: Mapping[str, Any], page: int | None
    ) -> int:
        if not is_list_type(get_nullable_type(definition.type)):
            return 1
        if page is not None:
            return page
        if isinstance(ids := arguments.get("ids"), list):
            return len(ids)
        if "first" in arguments:
            return _number(arguments["first"], DEFAULT_FIRST, MOST)
        return LENGTHS.get(key, LENGTH)

    def _arguments(self, node: FieldNode) -> dict[str, Any]:
        return {
            one.name.value: value_from_ast_untyped(one.value, self.variables)
            for one in node.arguments
            if one.name.value in _COUNTED
        }


def _with_defaults(operation: OperationDefinitionNode, given: Mapping[str, Any]) -> dict[str, Any]:
    defaults = {
        one.variable.name.value: value_from_ast_untyped(one.default_value)
        for one in operation.variable_definitions
        if one.default_value is not None
    }
    return {**defaults, **given}


_COUNTED = {"first", "last", "ids", "input", *TIMES.values()}


def _entries(given: Any) -> int:
    """How many things a change is about, as far as its input tells."""
    if not isinstance(given, Mapping):
        return 1
    return max((len(value) for value in given.values() if isinstance(value, list)), default=1) or 1


def _number(asked: Any, otherwise: int, most: int) -> int:
    """A length as it will be answered; a senseless one is refused later, with its field."""
    if not isinstance(asked, int) or asked < 1:
        return otherwise
    return min(asked, most)
