"""A nested connection as a piece of the statement: each parent's page is a limited subselect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from graphql import GraphQLObjectType, get_named_type

from registry_api.plan.compiler import TYPENAME, Object, Spot
from registry_api.plan.json_text import AMISS, SEAM, bare
from registry_api.plan.script import EVERYTHING, Condition, Piece, Script, condition

if TYPE_CHECKING:
    from registry_api.nested_connection import NestedConnection

SEAM_SQL = rf"E'\x{ord(SEAM):02x}'"


class NestedText:
    """One nested connection of a document, compiled."""

    def __init__(self, field: NestedConnection, spot: Spot) -> None:
        self._field = field
        self._arguments = spot.arguments()
        compiler = spot.compiler
        self._parent = spot.level.column("pk", "pk")
        self._level = compiler.level(field.target(), field.where)
        self._counted = compiler.level(field.target(), field.where)
        self._name = self._level.name
        self._inner: list[tuple[str, Piece | str]] = []
        self._mark = self._cursor(compiler.listing(field.listing))
        kind = get_named_type(spot.definition.type)
        assert isinstance(kind, GraphQLObjectType)
        self._object = Object(
            [
                (key, self._member(spot, kind, nodes))
                for key, nodes in compiler.selected(kind, spot.nodes).items()
            ]
        )

    def _cursor(self, listing: int) -> str:
        """The cursor of a row, its values between seams until Python seals them."""
        columns = self._field.ordering.columns
        values = [
            bare(self._level.column(path, path), self._level.stored(path)) for path in columns
        ]
        parts = ", ',', ".join([f"{self._parent}::text", *values])
        return f"""concat('"', {SEAM_SQL}, '{listing}:[', {parts}, ']', {SEAM_SQL}, '"')"""

    def _member(self, spot: Spot, kind: GraphQLObjectType, nodes: Any) -> str | Piece:
        name = nodes[0].name.value
        if name == TYPENAME:
            return f"'\"{kind.name}\"'"
        if name == "totalCount":
            return _Total(self)
        if name == "nodes":
            return self._listed(spot.compiler.object(self._level, nodes))
        inner = get_named_type(kind.fields[name].type)
        assert isinstance(inner, GraphQLObjectType)
        shape = spot.compiler.selected(inner, nodes)
        if name == "edges":
            return self._listed(
                Object([(key, self._edge(spot, inner, some)) for key, some in shape.items()])
            )
        return Object([(key, self._fact(inner, some)) for key, some in shape.items()])

    def _edge(self, spot: Spot, kind: GraphQLObjectType, nodes: Any) -> str | Piece:
        name = nodes[0].name.value
        if name == "node":
            return spot.compiler.object(self._level, nodes)
        return f"'\"{kind.name}\"'" if name == TYPENAME else self._mark

    def _listed(self, rows: Piece) -> str:
        """The name of an aggregate that the inner select makes of these texts."""
        self._inner.append((f"t{len(self._inner)}", rows))
        return f"a{self._name}.t{len(self._inner) - 1}"

    def _fact(self, kind: GraphQLObjectType, nodes: Any) -> str | Piece:
        facts: Mapping[str, str | Piece] = {
            TYPENAME: f"'\"{kind.name}\"'",
            "hasNextPage": f"a{self._name}.more::text",
            "hasPreviousPage": _Started(self),
            "startCursor": f"coalesce(a{self._name}.marks[1], 'null')",
            "endCursor": f"coalesce(a{self._name}.marks[cardinality(a{self._name}.marks)], 'null')",
        }
        return facts[nodes[0].name.value]

    def arguments(self, script: Script) -> Mapping[str, Any]:
        return self._arguments.values(script.variables)

    def write(self, script: Script) -> None:
        page, parent, behind = self._field.position(self.arguments(script))
        if parent is not None:
            script.add(f"CASE WHEN {self._parent} <> %s THEN {AMISS} ELSE ", (parent,))
        name = self._name
        script.add("(SELECT ")
        self._object.write(script)
        script.add(f" FROM (SELECT count(*) > {page.size} AS more, ")
        script.add(f"array_agg({self._mark}) FILTER (WHERE {name}.n <= {page.size}) AS marks")
        for alias, rows in self._inner:
            script.add(f", '[' || coalesce(string_agg(CASE WHEN {name}.n <= {page.size} THEN ")
            rows.write(script)  # type: ignore[union-attr]
            script.add(f" END, ','), '') || ']' AS {alias}")
        script.add(" FROM (SELECT *, row_number() OVER () AS n FROM (")
        self._write_rows(script, behind, page.size + 1)
        script.add(f") every) {name}) a{name})")
        if parent is not None:
            script.add(" END")

    def _write_rows(self, script: Script, behind: Any, most: int) -> None:
        rows = self._field.target()._meta.model._default_manager.filter(behind)
        further = condition(rows) if behind else EVERYTHING
        self._level.write(
            script,
            any_of=[(by, self._parent) for by in self._field.by],
            only=_both(self._seen(script), further),
            arguments=_without_page(self.arguments(script)),
            order=self._field.ordering.columns,
            most=most,
        )

    def _seen(self, script: Script) -> Condition | None:
        return script.sight.of(self._level.concept, self._field.seen_below)

    def write_total(self, script: Script) -> None:
        script.add("(SELECT count(*)::text FROM (")
        self._counted.write(
            script,
            any_of=[(by, self._parent) for by in self._field.by],
            only=_both(self._seen(script), EVERYTHING),
            arguments=_without_page(self.arguments(script)),
        )
        script.add(f") {self._counted.name})")


class _Total:
    """`totalCount`: by a subselect of its own, as it does not end with the page."""

    def __init__(self, text: NestedText) -> None:
        self._text = text

    def write(self, script: Script) -> None:
        self._text.write_total(script)


class _Started:
    """`hasPreviousPage`: whether the page begins behind a cursor."""

    def __init__(self, text: NestedText) -> None:
        self._text = text

    def write(self, script: Script) -> None:
        after = self._text.arguments(script).get("after")
        script.add("'false'" if after is None else "'true'")


def _without_page(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in arguments.items() if name not in {"first", "after"}}


def _both(seen: Condition | None, further: Condition | None) -> Condition:
    if seen is None or further is None:
        return "false", ()
    parts = [one for one in (seen, further) if one[0]]
    sql = " AND ".join(f"({sql})" for sql, _parameters in parts)
    return sql, tuple(one for _sql, some in parts for one in some)
