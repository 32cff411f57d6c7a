"""Lists inside objects that can be long, as connections: each page below each parent by keyset.

All parents' pages come from one statement, here as in the compiled form (`nested_text`). A cursor
is sealed to the list, its order and the parent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import Count, F, Q, QuerySet
from django.db.models.expressions import Window
from django.db.models.functions import RowNumber
from graphql import FieldNode, GraphQLObjectType, GraphQLResolveInfo, get_named_type

from gis import cursors
from registry_api.connections import (
    DEFAULT_PAGE,
    LARGEST_PAGE,
    Ordering,
    Page,
    PageInfo,
    connection_type,
)
from registry_api.nested_text import NestedText
from registry_api.plan import Concept, Plan, Row
from registry_api.plan.fields import PlannedField, concept_called
from registry_api.plan.level import Where
from registry_api.plan.script import Below

if TYPE_CHECKING:
    from registry_api.plan.compiler import Spot
    from registry_api.plan.loader import Loader
    from registry_api.plan.planner import Edge, Planner

Place = tuple[str, ...]


@dataclass(slots=True)
class _Asked:
    """What is asked of a page."""

    plans: dict[Place, Plan] = field(default_factory=dict)
    counted: bool = False


class NestedConnection(PlannedField):
    """The rows of a concept that hold this row's key in one of the columns `by`, in pages.

    `order` is a column that is never null; the primary key decides between equals. With several
    columns `by` it must be the primary key.
    """

    def __init__(
        self,
        concept: str,
        by: str | tuple[str, ...],
        *,
        order: str = "pk",
        where: Where | None = None,
        below: Below | None = None,
        **options: Any,
    ) -> None:
        super().__init__(
            lambda: graphene.NonNull(connection_type(concept_called(concept))),
            first=graphene.Int(description=f"1–{LARGEST_PAGE}, default {DEFAULT_PAGE}."),
            after=graphene.String(),
            **options,
        )
        self._concept = concept
        self.by = (by,) if isinstance(by, str) else by
        self.ordering = Ordering(order, False)
        self.where = where
        self.seen_below = below
        self.listing = f"{concept} by {'|'.join(self.by)} {order}"

    def target(self) -> type[Concept]:
        return concept_called(self._concept)

    def below(self, planner: Planner, nodes: list[FieldNode]) -> _Asked:
        """A plan for each place at which rows are asked for: under `nodes`, or in `edges`."""
        kind = planner.info.schema.type_map[connection_type(self.target())._meta.name]
        assert isinstance(kind, GraphQLObjectType)
        asked = _Asked()
        for key, selected in planner.selected(kind, nodes).items():
            name = selected[0].name.value
            if name == "nodes":
                asked.plans[(key,)] = planner.plan(self.target(), selected)
            elif name == "edges":
                edge: Any = get_named_type(kind.fields[name].type)
                for inner, below in planner.selected(edge, selected).items():
                    if below[0].name.value == "node":
                        asked.plans[(key, inner)] = planner.plan(self.target(), below)
            asked.counted |= name == "totalCount"
        return asked

    def position(self, arguments: Mapping[str, Any]) -> tuple[Page, Any, Q]:
        """The page, the only parent that its cursor is good for, and what lies behind it."""
        page = Page.of(arguments)
        if page.after is None:
            return page, None, Q()
        parent, *values = cursors.decode(self.listing, page.after, "after")
        return page, parent, self.ordering.beyond(values, backwards=False)

    def load(self, edge: Edge, rows: list[Row], loader: Loader) -> None:
        page, parent, behind = self.position(edge.arguments)
        lists = {row["pk"]: NestedListing(page) for row in rows}
        if parent is not None and lists.keys() != {parent}:
            raise cursors.foreign("after")
        columns = self.ordering.columns
        found = [
            one
            for by, children in self._children(edge, list(lists), loader)
            for one in _firsts(children.filter(behind), by, columns, page.size + 1)
        ]
        for owner, *values in sorted(found, key=lambda one: one[1]) if self.by[1:] else found:
            lists[owner].add(values, cursors.encode(self.listing, (owner, *values)))
        keys = {pk for listing in lists.values() for pk in listing.keys}
        for place, plan in edge.plan.plans.items():
            loaded = {row["pk"]: row for row in loader.by_pk(plan, keys)}
            for listing in lists.values():
                listing.rows[place] = [loaded[pk] for pk in listing.keys]
        if edge.plan.counted:
            self._count(edge, lists, loader)
        for row in rows:
            row[edge.key] = lists[row["pk"]]

    def _children(
        self, edge: Edge, parents: list[Any], loader: Loader
    ) -> list[tuple[str, QuerySet[Any]]]:
        """The visible rows below these parents by each column; none of them twice."""
        seen = self.target().visible(loader.viewer)
        if self.where is not None:
            seen = seen.filter(self.where(edge.arguments))
        parts = []
        for number, by in enumerate(self.by):
            children = seen.filter(**{f"{by}__in": parents})
            for earlier in self.by[:number]:
                children = children.exclude(**{earlier: F(by)})
            parts.append((by, children))
        return parts

    def _count(self, edge: Edge, lists: Mapping[Any, NestedListing], loader: Loader) -> None:
        """How many there are below each parent."""
        counts: Counter[Any] = Counter()
        for by, children in self._children(edge, list(lists), loader):
            counted = children.order_by().values(by).annotate(found=Count("pk"))
            counts.update(dict(counted.values_list(by, "found")))
        for owner, listing in lists.items():
            listing.total = counts[owner]

    def in_sql(self, spot: Spot) -> NestedText:
        return NestedText(self, spot)


@dataclass
class NestedListing:
    """One page below one parent, as the fields of a connection ask for it."""

    page: Page
    keys: list[Any] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    rows: dict[Place, list[Row]] = field(default_factory=dict)
    more: bool = False
    total: int = 0

    def add(self, values: list[Any], mark: str) -> None:
        """Take the next row; one beyond the page only tells that there is more."""
        if len(self.keys) == self.page.size:
            self.more = True
            return
        self.keys.append(values[-1])
        self.marks.append(mark)

    def nodes(self, info: GraphQLResolveInfo) -> list[Row]:
        return self.rows[(info.path.key,)]  # type: ignore[index]

    def edges(self, info: GraphQLResolveInfo) -> list[Row]:
        edges: list[Row] = [{"cursor": mark} for mark in self.marks]
        for place, rows in self.rows.items():
            if place[0] == info.path.key and len(place) > 1:
                for edge, row in zip(edges, rows, strict=True):
                    edge[f"@{place[1]}"] = row
        return edges

    def page_info(self, _info: GraphQLResolveInfo) -> PageInfo:
        return PageInfo(
            has_next_page=self.more,
            has_previous_page=self.page.after is not None,
            start_cursor=self.marks[0] if self.marks else None,
            end_cursor=self.marks[-1] if self.marks else None,
        )

    def total_count(self) -> int:
        return self.total


def _firsts(
    children: QuerySet[Any], by: str, columns: tuple[str, ...], most: int
) -> list[tuple[Any, ...]]:
    """The parent's key and the cursor's values of the first rows below each parent, in order."""
    place = Window(RowNumber(), partition_by=[F(by)], order_by=list(columns))
    first = children.annotate(place_in_list=place).filter(place_in_list__lte=most)
    return list(first.order_by(*columns).values_list(by, *columns))
