"""Tables of layers: which columns there are, in which order, page by page. Rooms register theirs.

The rows are those of the list of the same name (`gis.filtering`), so that table, map and export
show the same objects. Rows are read as plain values, with the columns that were asked for only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import Case, F, Q, QuerySet, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Collate
from django.db.models.lookups import Exact
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gis import cursors
from gis.layers import Viewer
from gis.refusals import Refusal

SORTED_FREELY = 100_000
"""Rows up to which a table is sorted by any column; more are in the order of their codes."""

DICTIONARY = "de-x-icu"
"""The collation of words: ö beside o, capitals beside small letters; English has the same order."""

Kind = Literal["text", "choice", "number", "integer", "boolean", "date", "moment"]
Source = str | Callable[[Viewer], Combinable]


@dataclass(frozen=True)
class Column:
    """`source` is a path of the model, or what a viewer may know of a reference.

    `needs` says who has the column at all; `choices` are the words of its values.
    """

    name: str
    title: str | Promise
    source: Source
    kind: Kind = "text"
    choices: Mapping[Any, Any] = field(default_factory=dict)
    needs: Callable[[Viewer], bool] = lambda _viewer: True

    def expression(self, viewer: Viewer) -> Combinable:
        return F(self.source) if isinstance(self.source, str) else self.source(viewer)


@dataclass(frozen=True)
class Printout:
    """A page, by the name of its address, that prints what a table shows: its filters go along.

    `needs` says who may print.
    """

    name: str
    title: str | Promise
    needs: Callable[[Viewer], bool]


@dataclass(frozen=True)
class Table:
    """`name` is that of the list and the layer; `code` must be a column, `first` the chosen ones.

    `geometry` is what an export to a geodata format draws.
    """

    name: str
    columns: Sequence[Column]
    first: Sequence[str]
    geometry: Callable[[Viewer], Combinable]
    printout: Printout | None = None

    def printout_for(self, viewer: Viewer) -> Printout | None:
        return self.printout if self.printout and self.printout.needs(viewer) else None

    def offered(self, viewer: Viewer) -> list[Column]:
        return [one for one in self.columns if one.needs(viewer)]

    def chosen(self, viewer: Viewer, names: Sequence[str]) -> list[Column]:
        """The named columns in the table's order; the usual ones where none is named.

        Raises Refusal UNKNOWN_COLUMN, also for one that the viewer does not have.
        """
        offered = {one.name: one for one in self.offered(viewer)}
        wanted = set(names or self.first)
        if strangers := sorted(set(names) - offered.keys()):
            message = _("There is no column “%(name)s” in this table.")
            raise Refusal("UNKNOWN_COLUMN", message % {"name": strangers[0][:40]}, "columns")
        return [column for name, column in offered.items() if name in wanted]


_tables: dict[str, Table] = {}


def register(table: Table) -> None:
    """Add a table. Raises ValueError if the name is taken."""
    if table.name in _tables:
        raise ValueError(f"There is a table {table.name!r} already.")
    _tables[table.name] = table


def find(name: str) -> Table | None:
    return _tables.get(name)


def all_tables() -> list[Table]:
    return list(_tables.values())


@dataclass(frozen=True)
class Order:
    """By a column, upwards or (`-name`) downwards; what is unknown comes last."""

    column: Column
    descending: bool

    @classmethod
    def of(cls, text: str, table: Table, viewer: Viewer) -> Order:
        """Raises Refusal UNKNOWN_COLUMN."""
        (column,) = table.chosen(viewer, [text.removeprefix("-") or "code"])
        return cls(column, text.startswith("-"))

    def __str__(self) -> str:
        return f"{'-' if self.descending else ''}{self.column.name}"

    def key(self, viewer: Viewer) -> Combinable:
        """Words as a dictionary has them; codes by their characters, as their index has them."""
        by = self.column.expression(viewer)
        if self.column.kind == "choice":
            by = self._shown(by)
        is_words = self.column.kind in ("text", "choice") and self.column.name != "code"
        return Collate(by, DICTIONARY) if is_words else by

    def _shown(self, by: Combinable) -> Combinable:
        """The words of a choice in the language of the reader, who knows no others."""
        words = (
            When(Exact(by, Value(one)), Value(str(word)))
            for one, word in self.column.choices.items()
        )
        return Case(*words, default=Cast(by, TextField()), output_field=TextField())

    def behind(self, value: Any, pk: int) -> Q:
        """The rows after the one with this value and key."""
        if value is None:
            return Q(sort_key=None, pk__gt=pk)
        side = "lt" if self.descending else "gt"
        reach = Q(**{f"sort_key__{side}e": value})
        beyond = reach & (Q(**{f"sort_key__{side}": value}) | Q(sort_key=value, pk__gt=pk))
        # Every row has a code; the condition would only hide the index from the planner.
        return beyond if self.column.name == "code" else beyond | Q(sort_key=None)


@dataclass(frozen=True)
class Selection:
    """A part of a table as somebody asked for it: rows, columns, order."""

    table: Table
    rows: QuerySet[Any]
    columns: Sequence[Column]
    order: Order
    viewer: Viewer
    title: str = ""
    """What the rows are, in the language of the reader."""

    def read(
        self, size: int, behind: tuple[Any, int] | None, *, geometry: bool = False
    ) -> list[tuple[Any, ...]]:
        """At most `size` rows: sort key, key, public id, the columns, and WKB where asked for."""
        values = {f"c_{one.name}": one.expression(self.viewer) for one in self.columns}
        if geometry:
            values["shape"] = AsWKB(self.table.geometry(self.viewer))
        rows = self.rows.order_by().annotate(sort_key=self.order.key(self.viewer))
        if behind is not None:
            rows = rows.filter(self.order.behind(*behind))
        key = F("sort_key")
        first = key.desc(nulls_last=True) if self.order.descending else key.asc(nulls_last=True)
        read = rows.annotate(**values).order_by(first, "pk")
        return list(read.values_list("sort_key", "pk", "public_id", *values)[:size])

    def chunks(self, size: int, *, geometry: bool = False) -> Iterator[list[tuple[Any, ...]]]:
        """All rows without sort key and keys, so many at a time, each by a statement of its own."""
        behind = None
        while found := self.read(size, behind, geometry=geometry):
            behind = (found[-1][0], found[-1][1])
            yield [row[3:] for row in found]
            if len(found) < size:
                return


def sortable(rows: QuerySet[Any]) -> bool:
    """Whether the rows are few enough to be sorted by any column."""
    return rows.order_by().values("pk")[: SORTED_FREELY + 1].count() <= SORTED_FREELY


def cursor_of(mark: str, row: tuple[Any, ...]) -> str:
    return cursors.encode(mark, (cursors.as_value(row[0]), row[1]))
