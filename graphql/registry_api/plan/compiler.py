"""Compiles selections of a document into pieces of a statement that writes their JSON.

Nothing compiled depends on the viewer or on the values of variables, except those that decide
about @skip and @include: each set of these is compiled by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    VariableNode,
    Visitor,
    visit,
)
from graphql.execution.collect_fields import collect_sub_fields
from graphql.execution.values import get_argument_values

from registry_api.plan.json_text import NotInSql
from registry_api.plan.level import Level, Where
from registry_api.plan.script import Piece, Script

if TYPE_CHECKING:
    from registry_api.plan.concept import Concept
    from registry_api.plan.fields import PlannedField

MOST_PARTS = 90
"""Arguments of one function call; PostgreSQL allows 100."""

TYPENAME = "__typename"


class Arguments:
    """The arguments of a field: computed once where no variable is in them."""

    def __init__(self, definition: GraphQLField, node: FieldNode) -> None:
        self._definition = definition
        self._node = node
        self._constant = None if _has_variables(node) else get_argument_values(definition, node, {})

    def values(self, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """The coerced arguments; raises GraphQLError as graphql-core does."""
        if self._constant is not None:
            return self._constant
        return get_argument_values(self._definition, self._node, dict(variables))


@dataclass(frozen=True, slots=True)
class Spot:
    """One field at one place of a document: what it may need to write itself."""

    compiler: Compiler
    level: Level
    definition: GraphQLField
    nodes: Sequence[FieldNode]

    def arguments(self) -> Arguments:
        return Arguments(self.definition, self.nodes[0])


class Compiler:
    """One operation with the variables that its directives use."""

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        switches: Mapping[str, Any],
    ) -> None:
        self.schema = schema
        self._fragments = dict(fragments)
        self._switches = dict(switches)
        self._levels = 0
        self._climbs = False
        self.fields = 1
        self.listings: list[str] = []

    def level(self, concept: type[Concept], where: Where | None = None) -> Level:
        """A new level with a name of its own."""
        self._levels += 1
        return Level(concept, f"p{self._levels}", where)

    def listing(self, name: str) -> int:
        """The number under which the statement refers to a list whose cursors are to be sealed."""
        self.listings.append(name)
        return len(self.listings) - 1

    def selected(
        self, graphql_type: GraphQLObjectType, nodes: Sequence[FieldNode]
    ) -> dict[str, list[FieldNode]]:
        """Requested fields by key of the response; fragments and directives are resolved."""
        return collect_sub_fields(
            self.schema, self._fragments, self._switches, graphql_type, list(nodes)
        )

    def object(self, level: Level, nodes: Sequence[FieldNode]) -> Object:
        """The JSON object of a row of this level; raises NotInSql."""
        graphql_type = self.schema.type_map[level.concept._meta.name]
        assert isinstance(graphql_type, GraphQLObjectType)
        members: list[tuple[str, str | Piece]] = []
        for key, selected in self.selected(graphql_type, nodes).items():
            self.fields += 1
            name = selected[0].name.value
            if name == TYPENAME:
                members.append((key, f"'\"{graphql_type.name}\"'"))
                continue
            planned = level.concept._meta.planned.get(name)
            if planned is None:
                raise NotInSql(f"{graphql_type.name}.{name} is resolved in Python")
            spot = Spot(self, level, graphql_type.fields[name], selected)
            members.append((key, self._member(planned, spot)))
        return Object(members)

    def _member(self, planned: PlannedField, spot: Spot) -> str | Piece:
        """The text of a field; raises NotInSql.

        Behind an edge to one object the same may come again and again, and a list of unstated
        length below it may be the longest there is: its statement would have no bound.
        """
        if self._climbs and planned.unbounded(spot.nodes):
            raise NotInSql("counted while it is executed")
        before, self._climbs = self._climbs, self._climbs or planned.climbs
        try:
            return planned.in_sql(spot)
        finally:
            self._climbs = before


class Object:
    """Writes a JSON object: keys and the pieces with their values, in the order of the request."""

    def __init__(self, members: Sequence[tuple[str, str | Piece]]) -> None:
        parts: list[str | Piece] = []
        for number, (key, piece) in enumerate(members):
            parts += [f"""'{"," if number else "{"}"{key}":'""", piece]
        parts.append("'}'" if members else "'{}'")
        self._pieces: list[str | Piece] = _merged(parts)

    def write(self, script: Script) -> None:
        for piece in self._pieces:
            if isinstance(piece, str):
                script.add(piece)
            else:
                piece.write(script)


def _merged(parts: Sequence[str | Piece]) -> list[str | Piece]:
    """One concatenation in as few texts as possible around what is written when it runs."""
    merged: list[str | Piece] = ["concat("]
    for number, part in enumerate(parts):
        between = "" if number == 0 else ") || concat(" if number % MOST_PARTS == 0 else ", "
        merged[-1] += between  # type: ignore[operator]
        if isinstance(part, str):
            merged[-1] += part  # type: ignore[operator]
        else:
            merged += [part, ""]
    merged[-1] += ")"  # type: ignore[operator]
    return merged


class _VariableFinder(Visitor):
    """Notes the names of all variables below a node."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def enter_variable(self, node: VariableNode, *_position: Any) -> None:
        self.names.add(node.name.value)


def variables_in(node: Any) -> set[str]:
    """Names of the variables that are used below a node."""
    finder = _VariableFinder()
    visit(node, finder)
    return finder.names


def _has_variables(node: FieldNode) -> bool:
    return any(variables_in(argument) for argument in node.arguments)
