"""Ways through the schema, for tests that must meet all of it."""

from __future__ import annotations

from typing import Any

from graphql import GraphQLObjectType, get_named_type, is_required_argument

from registry_api.schema import schema


def roots() -> dict[str, Any]:
    query = schema.graphql_schema.query_type
    assert query is not None
    return query.fields


def lists() -> list[str]:
    """Roots that are connections and need no argument."""
    return sorted(
        name
        for name, field in roots().items()
        if "nodes" in getattr(get_named_type(field.type), "fields", {})
        and not any(is_required_argument(one) for one in field.args.values())
    )


def node_of(name: str) -> GraphQLObjectType:
    listing = get_named_type(roots()[name].type)
    return get_named_type(listing.fields["nodes"].type)


def selection(kind: GraphQLObjectType, depth: int) -> str:
    """Every field that needs no argument, edges included, down to a depth."""
    parts = ["__typename"]
    for name, field in kind.fields.items():
        if any(is_required_argument(argument) for argument in field.args.values()):
            continue
        named = get_named_type(field.type)
        if not isinstance(named, GraphQLObjectType):
            parts.append(name)
        elif depth > 0:
            parts.append(f"{name} {{ {selection(named, depth - 1)} }}")
    return " ".join(parts)
