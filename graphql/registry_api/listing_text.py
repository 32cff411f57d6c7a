"""A root list as finished JSON: one statement for its rows, with what hangs on them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import orjson
from graphql import FieldNode, GraphQLField, GraphQLObjectType, get_named_type

from gis import cursors
from registry_api.plan.compiler import TYPENAME, Arguments, Compiler, Object
from registry_api.plan.json_text import AMISS, MARK, SEAM
from registry_api.plan.script import Condition, Script, condition

if TYPE_CHECKING:
    from registry_api.connections import ConnectionField, Listing
    from registry_api.context import Context

MOST_BYTES = 16_000_000
"""Of one list as finished JSON. What is longer is left to graphql-core, which counts objects."""

_UNSEALED = re.compile(f"{SEAM}([0-9]+):(.*?){SEAM}")


class Amiss(Exception):
    """A value came up that only graphql-core can word."""


class ListingText:
    """One root list of a document, compiled; `run` answers its JSON for a viewer."""

    def __init__(
        self,
        compiler: Compiler,
        field: ConnectionField,
        definition: GraphQLField,
        nodes: Sequence[FieldNode],
    ) -> None:
        self._field = field
        self._arguments = Arguments(definition, nodes[0])
        self._level = compiler.level(field.concept)
        self._texts: list[Object] = []
        kind = get_named_type(definition.type)
        assert isinstance(kind, GraphQLObjectType)
        self._name = kind.name
        self._members = compiler.selected(kind, nodes)
        self._inner: dict[str, Any] = {}
        self._listings = compiler.listings
        for key, selected in self._members.items():
            name = selected[0].name.value
            if name == "nodes":
                self._inner[key] = self._text(compiler, selected)
            elif name in {"edges", "pageInfo"}:
                self._inner[key] = self._shape(compiler, kind.fields[name], selected)

    def _text(self, compiler: Compiler, nodes: Sequence[FieldNode]) -> int:
        """The place among the statement's columns of the rows' JSON for this selection."""
        self._texts.append(compiler.object(self._level, nodes))
        return len(self._texts) - 1

    def _shape(self, compiler: Compiler, field: GraphQLField, nodes: Sequence[FieldNode]) -> Any:
        """Keys of an edge or of the page's facts, each with its field or the place of its node."""
        kind = get_named_type(field.type)
        assert isinstance(kind, GraphQLObjectType)
        shape: dict[str, Any] = {}
        for key, selected in compiler.selected(kind, nodes).items():
            name = selected[0].name.value
            shape[key] = self._text(compiler, selected) if name == "node" else name
        return kind.name, shape

    def statements(self) -> int:
        """How many statements it takes at least."""
        names = {nodes[0].name.value for nodes in self._members.values()}
        return bool(names - {TYPENAME, "totalCount"}) + ("totalCount" in names)

    def run(self, context: Context, variables: Mapping[str, Any]) -> str:
        """The list's JSON; raises Refusal, GraphQLError or Amiss where graphql-core must answer."""
        listing = self._field.listing(context.viewer, self._arguments.values(variables))
        rows: list[tuple[Any, ...]] = []
        if self._inner:
            rows = self._rows(listing, context, variables)
        return _object(
            (key, self._member(key, nodes[0].name.value, listing, rows))
            for key, nodes in self._members.items()
        )

    def _rows(
        self, listing: Listing, context: Context, variables: Mapping[str, Any]
    ) -> list[tuple[Any, ...]]:
        """The rows of the page: the values of their cursors, then their texts."""
        script = Script(context.sight, variables)
        marks = len(listing.ordering.columns)
        seen = condition(listing.window())
        if seen is None:
            return listing.page_of([], marks)
        script.add(f"SELECT {', '.join(f'k{n}' for n in range(marks))}")
        texts = [f"t{n}" for n in range(len(self._texts))]
        lengths = " + ".join(f"octet_length({text})" for text in texts)
        for text in texts:
            script.add(f", CASE WHEN sum({lengths}) OVER (ROWS UNBOUNDED PRECEDING)")
            script.add(f" > {MOST_BYTES} THEN {AMISS} ELSE {text} END")
        script.add(" FROM (")
        self._write_page(script, listing, seen)
        script.add(") bounded")
        rows = listing.page_of(script.fetch(), marks)
        if any(MARK in text for row in rows for text in row[marks:]):
            raise Amiss
        if self._listings:
            rows = [(*row[:marks], *map(self._sealed, row[marks:])) for row in rows]
        return rows

    def _write_page(self, script: Script, listing: Listing, seen: Condition) -> None:
        """One row for each of the page as k0, k1 … and t0, t1 …, and one more without texts."""
        name, size = self._level.name, listing.page.size
        keys = listing.ordering.columns
        script.add("SELECT " + ", ".join(f"{name}.k{n}" for n in range(len(keys))))
        for number, text in enumerate(self._texts):
            script.add(", CASE WHEN row_number() OVER () <= %s THEN ", (size,))
            text.write(script)
            script.add(f" ELSE '' END AS t{number}")
        script.add(" FROM (")
        self._level.write(script, only=seen, order=listing.order_by, most=size + 1, keys=keys)
        script.add(f") {name}")

    def _sealed(self, text: str) -> str:
        """The text with the cursors of nested lists sealed."""
        return _UNSEALED.sub(
            lambda found: cursors.encode(self._listings[int(found[1])], orjson.loads(found[2])),
            text,
        )

    def _member(self, key: str, name: str, listing: Listing, rows: list[tuple[Any, ...]]) -> str:
        if name == TYPENAME:
            return f'"{self._name}"'
        if name == "totalCount":
            return str(listing.total_count())
        marks = len(listing.ordering.columns)
        inner = self._inner[key]
        if name == "nodes":
            return f"[{','.join(row[marks + inner] for row in rows)}]"
        kind, shape = inner
        if name == "edges":
            edges = (
                _object((key, _edge(kind, part, row[marks:], mark)) for key, part in shape.items())
                for row, mark in zip(rows, listing.marks or [], strict=True)
            )
            return f"[{','.join(edges)}]"
        return _page_facts(kind, shape, listing)


def _edge(kind: str, part: str | int, texts: Sequence[str], mark: str) -> str:
    if isinstance(part, int):
        return texts[part]
    return f'"{kind}"' if part == TYPENAME else f'"{mark}"'


def _page_facts(kind: str, shape: Mapping[str, str], listing: Listing) -> str:
    facts = listing.page_facts()
    values = {
        "hasNextPage": facts.has_next_page,
        "hasPreviousPage": facts.has_previous_page,
        "startCursor": facts.start_cursor,
        "endCursor": facts.end_cursor,
        TYPENAME: kind,
    }
    return _object((key, orjson.dumps(values[name]).decode()) for key, name in shape.items())


def _object(members: Any) -> str:
    return "{" + ",".join(f'"{key}":{text}' for key, text in members) + "}"
