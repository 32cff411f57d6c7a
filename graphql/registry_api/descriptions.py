"""Describes what the code that declares it does not: from `descriptions.toml`, or by its shape.

Connections, edges, inputs and payloads are told by their names, everything else by the table.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from graphql import GraphQLNamedType, GraphQLSchema, get_named_type, is_specified_scalar_type

_FILE = Path(__file__).with_name("descriptions.toml")

_SHAPES = {
    "Connection": "A page of a list of {noun}.",
    "Edge": "An entry in a list of {noun}, with its cursor.",
    "Payload": "What became of `{field}`.",
    "Input": "What `{field}` needs.",
    "Row": "One row of a bulk form, as `{field}` needs it.",
    "Filter": "Conditions on {noun}; all given ones must hold.",
}
_RESULT = "As it is afterwards; null if nothing was changed."
_RESULTS = "As they are afterwards, in the order of the rows; null if nothing was changed."
_LIST = "All that you may see."


@cache
def _table() -> dict[str, dict[str, str]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def describe(schema: GraphQLSchema) -> None:
    """Fill in every description that is missing and known."""
    for name, kind in schema.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(kind):
            continue
        kind.description = kind.description or _of_type(name)
        for field, value in getattr(kind, "fields", {}).items():
            value.description = value.description or _of_field(kind, field, value)
            for argument, taken in getattr(value, "args", {}).items():
                taken.description = taken.description or _table()["arguments"].get(argument)
        for value_name, value in getattr(kind, "values", {}).items():
            known = _table()["values"].get(f"{name}.{value_name}")
            value.description = value.description or known


def _of_type(name: str) -> str | None:
    if known := _table()["types"].get(name):
        return known
    for ending, sentence in _SHAPES.items():
        if (noun := name.removesuffix(ending)) and noun != name:
            return sentence.format(noun=_words(noun), field=noun[0].lower() + noun[1:])
    return None


def _words(noun: str) -> str:
    """`DuctType` as "duct types"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", noun).lower()
    return f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"


def _of_field(kind: GraphQLNamedType, name: str, field: Any) -> str | None:
    fields = _table()["fields"]
    if known := fields.get(f"{kind.name}.{name}"):
        return known
    if kind.name == "Query" and get_named_type(field.type).name.endswith("Connection"):
        return _LIST
    if kind.name.endswith("Payload") and name != "errors":
        return _RESULTS if str(field.type).startswith("[") else fields.get(name, _RESULT)
    return fields.get(name)
