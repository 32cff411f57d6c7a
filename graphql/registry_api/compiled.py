"""A checked document, and what of it one statement can answer.

Root fields that can be compiled are answered by the database as finished JSON, which goes into the
answer without being read; all others, and those in which something unusual comes up, are executed
by graphql-core. Both ways give the same characters.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import orjson
from graphene.utils.str_converters import to_camel_case
from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    Visitor,
    get_operation_ast,
    visit,
)
from graphql.error import located_error
from graphql.execution.collect_fields import collect_fields
from graphql.execution.values import get_variable_values

from gis.refusals import Refusal
from registry_api import limits
from registry_api.context import Context
from registry_api.kept import Kept
from registry_api.listing_text import Amiss
from registry_api.metered import Enough
from registry_api.plan.compiler import Compiler, variables_in
from registry_api.plan.json_text import NotInSql

OBJECT = '{"'
"""How an object begins; inside a JSON text the quote would have a backslash."""

MOST_FIELDS = 20_000
"""Of all compiled variants that are kept; some 2 kB of memory each."""


class Root(Protocol):
    """A compiled root field."""

    def run(self, context: Context, variables: Mapping[str, Any]) -> str: ...

    def statements(self) -> int: ...


class Fault(Exception):
    """Something failed that would fail again: the time limit, or a fault of ours."""

    def __init__(self, error: GraphQLError) -> None:
        super().__init__(error.message)
        self.error = error


@dataclass(slots=True)
class Variant:
    """The root fields of an operation in order; None: left to graphql-core.

    There is one for each operation of a document and set of @skip and @include that was met.
    """

    operation: OperationDefinitionNode
    nodes: dict[str, list[FieldNode]]
    roots: dict[str, Root | None]

    def statements(self) -> int:
        """How many statements it takes at least."""
        return sum(2 if root is None else root.statements() for root in self.roots.values())


@dataclass(slots=True)
class Document:
    """A document that was parsed and validated; kept, because documents repeat."""

    tree: DocumentNode
    faults: list[GraphQLError]
    _name: object = field(default_factory=object)
    _switches: dict[str | None, tuple[str, ...]] = field(default_factory=dict)

    def operation(self, name: str | None) -> OperationDefinitionNode | None:
        return get_operation_ast(self.tree, name)

    def variant(
        self, schema: GraphQLSchema, name: str | None, variables: Mapping[str, Any]
    ) -> Variant | None:
        """The compiled query of this name; None for what graphql-core runs as a whole."""
        if name not in self._switches:
            self._switches[name] = tuple(_switches(self.tree))
        switches = {one: variables.get(one) for one in self._switches[name]}
        key = (self._name, name, tuple(switches.values()))
        known = kept.get(key)
        if known is not None:
            return known[0]
        variant, fields = self._compiled(schema, name, switches)
        kept.put(key, variant, fields)
        return variant

    def _compiled(
        self, schema: GraphQLSchema, name: str | None, switches: Mapping[str, Any]
    ) -> tuple[Variant | None, int]:
        """The variant, and how many fields were compiled for it."""
        operation = self.operation(name)
        if operation is None or operation.operation is not OperationType.QUERY:
            return None, 1
        fragments = {
            one.name.value: one
            for one in self.tree.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        assert schema.query_type is not None
        nodes = collect_fields(
            schema, fragments, dict(switches), schema.query_type, operation.selection_set
        )
        compiler = Compiler(schema, fragments, switches)
        roots = {key: _root(compiler, some) for key, some in nodes.items()}
        variant = Variant(operation, nodes, roots) if any(roots.values()) else None
        return variant, 1 if variant is None else compiler.fields

    def left(self, variant: Variant, found: Container[str]) -> DocumentNode:
        """The document without what was found at the root of the operation."""
        selections = tuple(
            node for key, nodes in variant.nodes.items() if key not in found for node in nodes
        )
        whole = variant.operation
        operation = OperationDefinitionNode(
            operation=whole.operation,
            name=whole.name,
            variable_definitions=whole.variable_definitions,
            directives=whole.directives,
            selection_set=SelectionSetNode(selections=selections),
            loc=whole.loc,
        )
        definitions = [operation if one is whole else one for one in self.tree.definitions]
        return DocumentNode(definitions=tuple(definitions), loc=self.tree.loc)


kept: Kept[Variant | None] = Kept(MOST_FIELDS)


def answered(
    variant: Variant, context: Context, variables: Mapping[str, Any]
) -> dict[str, orjson.Fragment]:
    """The root fields that the database answered; what is missing is left to graphql-core.

    Raises Fault, with which the answer has no data: every compiled root field is required; and
    Enough.
    """
    found: dict[str, orjson.Fragment] = {}
    for key, root in variant.roots.items():
        if root is None:
            continue
        try:
            found[key] = orjson.Fragment(_counted(context, root.run(context, variables)))
        except (Refusal, GraphQLError, Amiss):
            continue  # graphql-core words it, with its place
        except Exception as fault:
            raise Fault(located_error(fault, variant.nodes[key], [key])) from fault
    return found


def _counted(context: Context, text: str) -> str:
    """The text, unless there are too many objects in it: raises Enough.

    Braces are counted in a third of the time; those in texts matter only near the limit.
    """
    before, most = context.objects, limits.OBJECTS.most
    context.objects += text.count("{")
    if context.objects > most and before + text.count(OBJECT) > most:
        raise Enough(limits.OBJECTS.refusal())
    return text


def coerced(
    schema: GraphQLSchema, operation: OperationDefinitionNode, given: Mapping[str, Any]
) -> dict[str, Any] | None:
    """The operation's variables; None if they are wrong, which graphql-core words."""
    values = get_variable_values(schema, operation.variable_definitions or (), dict(given))
    return values if isinstance(values, dict) else None


def _root(compiler: Compiler, nodes: list[FieldNode]) -> Root | None:
    query = compiler.schema.query_type
    assert query is not None
    name = nodes[0].name.value
    compiled = getattr(_root_fields(query).get(name), "compiled", None)
    if compiled is None:
        return None
    try:
        return compiled(compiler, query.fields[name], nodes)
    except (NotInSql, GraphQLError):
        return None


def _root_fields(query: Any) -> Mapping[str, Any]:
    fields = query.graphene_type._meta.fields
    return {field.name or to_camel_case(name): field for name, field in fields.items()}


def _switches(tree: DocumentNode) -> list[str]:
    """Names of the variables that decide about @skip and @include, in a fixed order."""
    finder = _DirectiveFinder()
    visit(tree, finder)
    return sorted(finder.names)


class _DirectiveFinder(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_directive(self, node: DirectiveNode, *_position: Any) -> None:
        self.names |= variables_in(node)
