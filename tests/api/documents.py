"""Documents over the real schema, as hypothesis draws them: valid, but asking for anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_required_argument,
)
from hypothesis import strategies as st

SLOW = {"occupancy", "lengthM", "geometry", "routes", "corridor", "gatewayCapacity"}
"""Fields that are drawn seldom: with one of them SQL alone cannot answer most root fields."""

DEEPEST = 5


@dataclass
class Drawn:
    """A document with its variables."""

    text: str
    variables: dict[str, Any]


@dataclass
class Author:
    """Writes one document.

    `values` offers values for arguments by name, type, or field and name; `wrong` others, by name
    or type, seldom taken, because one of them mostly ends the whole request.
    """

    schema: GraphQLSchema
    draw: Any
    values: Mapping[str, Sequence[Any]]
    wrong: Mapping[str, Sequence[Any]]
    roots: Sequence[str]
    declarations: list[str] = field(default_factory=list)
    variables: dict[str, Any] = field(default_factory=dict)
    fragments: list[str] = field(default_factory=list)
    names: int = 0

    def document(self) -> Drawn:
        root = self.schema.query_type
        assert root is not None
        parts = [
            self.field(root, self.pick(self.roots), DEEPEST)
            for _ in range(self.draw(st.integers(1, 3)))
        ]
        head = f"({' '.join(self.declarations)})" if self.declarations else ""
        text = f"query Drawn{head} {{ {' '.join(parts)} }} {' '.join(self.fragments)}"
        return Drawn(text, self.variables)

    def pick(self, some: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(list(some)))

    def chance(self, one_in: int) -> bool:
        return self.draw(st.integers(1, one_in)) == 1

    def name(self, prefix: str) -> str:
        self.names += 1
        return f"{prefix}{self.names}"

    def selection(self, kind: Any, depth: int) -> str:
        """Some fields of a type, bare or in fragments; what is deep comes last."""
        names = [name for name in kind.fields if self._fits(kind.fields[name], depth)]
        parts = []
        for _ in range(self.draw(st.integers(1, 7))):
            name = self.pick([*names, "__typename"])
            if name in SLOW and not self.chance(8):
                continue
            part = self.field(kind, name, depth)
            parts.append(self.wrapped(kind, part) if self.chance(5) else part)
        return " ".join(parts) or "__typename"

    def _fits(self, one: GraphQLField, depth: int) -> bool:
        return depth > 0 or is_leaf_type(get_named_type(one.type))

    def wrapped(self, kind: Any, part: str) -> str:
        """The part in a fragment on the type itself, one of its interfaces, or on no type."""
        condition = kind.name
        if isinstance(kind, GraphQLObjectType) and kind.interfaces and ":" not in part:
            # Only what the interface has may be asked of it.
            interface = self.pick(kind.interfaces)
            if (
                part.split("(", maxsplit=1)[0]
                .split("{", maxsplit=1)[0]
                .split("@", maxsplit=1)[0]
                .strip()
                in interface.fields
            ):
                condition = interface.name
        if self.chance(3):
            name = self.name("F")
            self.fragments.append(f"fragment {name} on {condition} {{ {part} }}")
            return f"...{name}{self.directive()}"
        return f"...{f' on {condition}' if self.chance(2) else ''}{self.directive()} {{ {part} }}"

    def directive(self) -> str:
        if not self.chance(6):
            return ""
        value = self.pick([True, False])
        return f" @{self.pick(['skip', 'include'])}(if: {self.given('Boolean!', value)})"

    def given(self, kind: str, value: Any) -> str:
        """A value in the document or through a variable."""
        if self.chance(2):
            return literal(value)
        name = self.name("v")
        if self.chance(3) and not kind.endswith("!"):
            self.declarations.append(f"${name}: {kind} = {literal(value)}")
        else:
            self.declarations.append(f"${name}: {kind}")
            self.variables[name] = plain(value)
        return f"${name}"

    def field(self, kind: Any, name: str, depth: int) -> str:
        if name == "__typename":
            return name
        one: GraphQLField = kind.fields[name]
        arguments = self.arguments(name, one)
        # With arguments an alias of its own, as the same key may not mean two things.
        alias = f"{self.name('a')}: " if arguments or self.chance(6) else ""
        named: Any = get_named_type(one.type)
        below = "" if is_leaf_type(named) else f" {{ {self.selection_below(named, depth)} }}"
        return f"{alias}{name}{arguments}{self.directive()}{below}"

    def selection_below(self, named: Any, depth: int) -> str:
        if isinstance(named, GraphQLObjectType):
            return self.selection(named, depth - 1)
        kinds = self.schema.get_possible_types(named)
        chosen = [self.pick(kinds) for _ in range(self.draw(st.integers(1, 3)))]
        parts = [f"... on {one.name} {{ {self.selection(one, depth - 1)} }}" for one in chosen]
        return " ".join(["__typename", *parts])

    def arguments(self, field_name: str, one: GraphQLField) -> str:
        parts = [
            f"{name}: {self.given(str(argument.type), value)}"
            for name, argument in one.args.items()
            if is_required_argument(argument) or self.chance(4)
            for value in self._value(field_name, name, argument)
        ]
        return f"({', '.join(parts)})" if parts else ""

    def _value(self, field_name: str, name: str, argument: GraphQLArgument) -> list[Any]:
        """A value for an argument in a list, or none where nothing is offered."""
        kind = argument.type
        named = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        wrong = self.wrong.get(name) or self.wrong.get(str(named))
        if wrong and self.chance(25):
            return [self.pick(wrong)]
        for key in (f"{field_name}.{name}", name, str(named)):
            if self.values.get(key):
                return [self.pick(self.values[key])]
        if isinstance(named, GraphQLEnumType):
            return [Name(self.pick(list(named.values)))]
        return []


class Name(str):
    """The name of an enum's member."""

    __slots__ = ()


def literal(value: Any) -> str:
    """A value as GraphQL writes it."""
    if isinstance(value, Name):
        return str(value)
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {literal(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def plain(value: Any) -> Any:
    """A value as JSON variables have it."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, Name) else value
