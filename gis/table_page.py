"""What the address of a table says: filters, columns, order, page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from gis import cursors, filtering, tables
from gis.counting import counted
from gis.exporting.values import heading, worded
from gis.filtering import Filtered
from gis.refusals import Refusal
from gis.tables import Column, Order, Selection, Table

COLUMNS, SORT, AFTER = "columns", "sort", "after"
OWN = {COLUMNS, SORT, AFTER}

PAGE = 50


def table_of(name: str) -> Table:
    """Raises Refusal UNKNOWN_LAYER."""
    table = tables.find(name)
    if table is None:
        raise Refusal("UNKNOWN_LAYER", _("There is no such table."), filtering.LAYER)
    return table


def filtered_by(name: str, given: QueryDict, viewer: Any) -> Filtered:
    """The rows of a table as an address filters them; raises Refusal as `filtering.read_for`."""
    table_of(name)
    return filtering.read_for(name, given, viewer, OWN)


def selection(filtered: Filtered, given: QueryDict) -> Selection:
    """The rows, columns and order of an address; raises Refusal for what cannot be meant.

    Too many rows to be sorted by any column are refused as TOO_MANY_TO_SORT.
    """
    table, rows, viewer = table_of(filtered.listing.name), filtered.rows, filtered.viewer
    order = Order.of(given.get(SORT, ""), table, viewer)
    if str(order) != "code" and not tables.sortable(rows):
        message = _("More than %(most)d rows are shown by code only. Filter more to sort them.")
        raise Refusal("TOO_MANY_TO_SORT", message % {"most": tables.SORTED_FREELY}, SORT)
    columns = table.chosen(viewer, given.getlist(COLUMNS))
    return Selection(table, rows, columns, order, viewer, str(filtered.listing.title))


@dataclass(frozen=True)
class Heading:
    """`sort` is what the address says to sort by it, the other way round where it does already."""

    name: str
    title: str
    number: bool
    sort: str
    direction: str


@dataclass(frozen=True)
class TablePage:
    """One page as its template writes it; `following` is the cursor behind the last row."""

    headings: list[Heading]
    rows: list[tuple[Any, list[tuple[str, bool]]]]
    following: str
    is_first: bool
    count: int


def read_page(chosen: Selection, given: QueryDict, mark: str) -> TablePage:
    """The page behind the cursor; raises Refusal BAD_CURSOR."""
    after = given.get(AFTER)
    found = chosen.read(PAGE + 1, _position(chosen, mark, after))
    shown, more = found[:PAGE], len(found) > PAGE
    return TablePage(
        headings=[_heading(one, chosen.order) for one in chosen.columns],
        rows=[(row[2], _cells(row[3:], chosen)) for row in shown],
        following=tables.cursor_of(mark, shown[-1]) if more else "",
        is_first=after is None,
        count=counted(chosen.rows) if after is None else 0,
    )


def _position(chosen: Selection, mark: str, after: str | None) -> tuple[Any, int] | None:
    if after is None:
        return None
    value, pk = cursors.decode(mark, after, AFTER)
    if isinstance(value, str) and chosen.order.column.kind == "date":
        value = date.fromisoformat(value)
    if isinstance(value, str) and chosen.order.column.kind == "moment":
        value = datetime.fromisoformat(value)
    return value, pk


def _heading(column: Column, order: Order) -> Heading:
    is_order = column.name == order.column.name
    direction = ("descending" if order.descending else "ascending") if is_order else ""
    sort = f"-{column.name}" if direction == "ascending" else column.name
    return Heading(column.name, heading(column), _is_number(column), sort, direction)


def _is_number(column: Column) -> bool:
    return column.kind in ("number", "integer")


def _cells(values: tuple[Any, ...], chosen: Selection) -> list[tuple[str, bool]]:
    pairs = zip(values, chosen.columns, strict=True)
    return [(worded(value, column), _is_number(column)) for value, column in pairs]
