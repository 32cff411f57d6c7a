"""JSON of single values, written by PostgreSQL to the very character as graphene and orjson do.

A value that has no such form (null where the schema forbids it, a number out of range) is written
as `AMISS`; the field is then answered by graphql-core, which knows what error that is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import models
from graphql import GraphQLEnumType, GraphQLNonNull, GraphQLScalarType

MARK = "\x01"
"""A character that no JSON contains unescaped."""

AMISS = r"E'\x01'"
_PLAIN = re.compile(r"[A-Za-z0-9_ .-]*")


class NotInSql(Exception):
    """This part of a document is left to graphql-core."""


def leaf(kind: Any, column: str, stored: models.Field[Any, Any], missing: str | None = None) -> str:
    """SQL of the JSON text for a column that is stored as this field and shown as this type.

    `missing` stands for null, by default null itself or, where it is required, `AMISS`.
    """
    required = isinstance(kind, GraphQLNonNull)
    named = kind.of_type if required else kind
    if isinstance(named, GraphQLEnumType):
        text = _enum(named, column, stored)
    elif isinstance(named, GraphQLScalarType) and named.name in _SCALARS:
        text = _SCALARS[named.name](column, stored)
    else:
        raise NotInSql(f"{named} is no leaf that SQL can write")
    return f"coalesce({text}, {missing or (AMISS if required else NULL)})"


NULL = "'null'"
EMPTY = "'\"\"'"
SEAM = "\x02"
"""Around what Python writes into the finished text: the values of a cursor, to be sealed."""


def bare(column: str, stored: models.Field[Any, Any]) -> str:
    """SQL of the JSON text of a column that is never null, whatever it is shown as."""
    if isinstance(stored, models.FloatField):
        return _float(column, stored)
    return f"to_json({column})::text"


def _string(column: str, stored: Any) -> str:
    return f"to_json({_stored(column, stored, models.CharField, models.TextField)}::text)::text"


def _int(column: str, stored: Any) -> str:
    _stored(column, stored, models.IntegerField, models.AutoField)
    if isinstance(stored, models.BigIntegerField | models.BigAutoField):
        inside = f"{column} BETWEEN -2147483648 AND 2147483647"
        return f"CASE WHEN NOT ({inside}) THEN {AMISS} ELSE {column}::text END"
    return f"{column}::text"


def _float(column: str, stored: Any) -> str:
    """Plain decimals, whole numbers with ".0"; what is very large or small has several forms."""
    _stored(column, stored, models.FloatField, models.DecimalField, models.IntegerField)
    if not isinstance(stored, models.FloatField):
        column = f"{column}::float8"
    return (
        f"CASE WHEN {column} <> 0 AND NOT (abs({column}) >= 1e-4 AND abs({column}) < 1e15)"
        f" THEN {AMISS} WHEN {column} = trunc({column}) THEN {column}::text || '.0'"
        f" ELSE {column}::text END"
    )


def _decimal(column: str, stored: Any) -> str:
    """Text, as many digits as are stored: money is no floating point number."""
    return f"to_json({_stored(column, stored, models.DecimalField)}::text)::text"


def _boolean(column: str, stored: Any) -> str:
    return f"{_stored(column, stored, models.BooleanField)}::text"


def _date(column: str, stored: Any) -> str:
    if isinstance(stored, models.DateTimeField):
        raise NotInSql("a moment shown as a day")
    _stored(column, stored, models.DateField)
    inside = f"{column} >= '0001-01-01' AND {column} <= '9999-12-31'"
    # In a format of to_char a quote that is to be printed has a backslash.
    day = rf"""to_char({column}, '\"YYYY-MM-DD\"')"""
    return f"CASE WHEN NOT ({inside}) THEN {AMISS} ELSE {day} END"


def _moment(column: str, stored: Any) -> str:
    """ISO 8601 in the connection's time zone; a fraction only where there is one."""
    _stored(column, stored, models.DateTimeField)
    inside = f"{column} >= '1900-01-01' AND {column} < '9000-01-01'"
    fraction = f"CASE WHEN date_trunc('second', {column}) = {column} THEN '' ELSE '.US' END"
    shape = rf"""'\"YYYY-MM-DD"T"HH24:MI:SS' || {fraction} || 'TZH:TZM\"'"""
    return f"CASE WHEN NOT ({inside}) THEN {AMISS} ELSE to_char({column}, {shape}) END"


def _finished(column: str, stored: Any) -> str:
    """JSON that the expression itself has written."""
    return _stored(column, stored, models.TextField)


_SCALARS: dict[str, Callable[[str, Any], str]] = {
    "String": _string,
    "ID": _string,
    "Int": _int,
    "Float": _float,
    "Decimal": _decimal,
    "Boolean": _boolean,
    "Date": _date,
    "DateTime": _moment,
    "GeoJSON": _finished,
}


def _enum(named: GraphQLEnumType, column: str, stored: Any) -> str:
    _stored(column, stored, models.CharField, models.TextField)
    cases = []
    for name, member in named.values.items():
        value = getattr(member.value, "value", member.value)
        if not isinstance(value, str) or not _PLAIN.fullmatch(value):
            raise NotInSql(f"{named.name}.{name} is no plain text")
        cases.append(f"WHEN '{value}' THEN '\"{name}\"'")
    unknown = f"WHEN {column} IS NOT NULL THEN {AMISS}"
    return f"CASE {column} {' '.join(cases)} ELSE CASE {unknown} END END"


def _stored(column: str, stored: Any, *kinds: type[models.Field[Any, Any]]) -> str:
    """The column, if it is stored as one of these kinds."""
    if not isinstance(_base(stored), kinds):
        raise NotInSql(f"{stored} has no text for this type")
    return column


def _base(stored: Any) -> Any:
    """What a generated column yields."""
    return stored.output_field if isinstance(stored, models.GeneratedField) else stored
