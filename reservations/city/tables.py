"""How one table is filled: its columns and how each is read off a generated row."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

# Public ids follow from the codes: the same object has the same id on every machine.
NAMESPACE = uuid5(NAMESPACE_URL, "trassenbuch/city")


@dataclass(frozen=True, slots=True)
class Column:
    """A column and how to read its value off a row.

    `moves` says how a copy of the network elsewhere changes it: the rows it is a key of, or
    "code", "public_id", "eui", "point", "line" or "strand".
    """

    name: str
    value: Callable[[Any], Any]
    moves: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the database and the list of rows (of `Plant`) that fills it."""

    name: str
    rows: str
    columns: tuple[Column, ...]


def public_id(concept: str, code: str) -> UUID:
    """The public id of an object of the generated city."""
    return uuid5(NAMESPACE, f"{concept}/{code}")


def plain(*names: str) -> tuple[Column, ...]:
    """Columns that take the field of their name as it is."""
    return tuple(Column(name, field(name)) for name in names)


def field(name: str) -> Callable[[Any], Any]:
    """Reads one field."""
    return lambda row: getattr(row, name)


def key(column: str, name: str, rows: str) -> Column:
    """A column that takes a field which is a key of `rows`."""
    return Column(column, field(name), moves=rows)


def fixed(column: str, value: Any) -> Column:
    """A column with the same value in every row."""
    return Column(column, lambda row: value)
