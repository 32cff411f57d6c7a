"""Lists at the root of a query: filtered, in a stable order, paged by keyset cursors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

import graphene
from django.db import connection
from django.db.models import Q, QuerySet
from django_filters import FilterSet
from graphql import FieldNode, GraphQLField, GraphQLResolveInfo, get_named_type
from graphql.execution.collect_fields import collect_sub_fields

from accounts.viewer import Viewer
from gis import cursors
from gis.counting import COUNTED_EXACTLY, counted
from registry_api.errors import bad_input
from registry_api.filters import apply_filter, filter_input
from registry_api.listing_text import ListingText
from registry_api.plan import Concept, Plan, Row, make_plan
from registry_api.plan.compiler import Compiler

DEFAULT_PAGE = 50
LARGEST_PAGE = 100


class _AssetOrder(Enum):
    """Order of a list of assets: a column, and whether it descends. `pk` decides between equals."""

    CODE = ("code", False)
    NEWEST = ("pk", True)
    LAST_CHANGED = ("updated_at", True)


AssetOrder = graphene.Enum.from_enum(
    _AssetOrder, name="AssetOrder", description=lambda _member: None
)


_MOMENTS = {"updated_at", "state_at"}
"""Columns of moments, which cursors keep as text."""


@dataclass(frozen=True, slots=True)
class Ordering:
    """A column and its direction; `pk` always decides last."""

    column: str
    descending: bool

    @property
    def columns(self) -> tuple[str, ...]:
        return ("pk",) if self.column == "pk" else (self.column, "pk")

    def order_by(self, *, backwards: bool) -> list[str]:
        sign = "-" if self.descending != backwards else ""
        return [sign + column for column in self.columns]

    def values(self, decoded: list[Any]) -> list[Any]:
        """The values of a cursor as the database compares them."""
        if self.column in _MOMENTS:
            return [datetime.fromisoformat(decoded[0]), *decoded[1:]]
        return decoded

    def beyond(self, values: list[Any], *, backwards: bool) -> Q:
        """The rows after (or, backwards, before) the row with these values."""
        side = "lt" if self.descending != backwards else "gt"
        if len(values) == 1:
            return Q(**{f"pk__{side}": values[0]})
        column, pk = self.column, values[1]
        tie = Q(**{column: values[0], f"pk__{side}": pk})
        # The first condition is implied; it lets PostgreSQL start in the index.
        reach = Q(**{f"{column}__{side}e": values[0]})
        return reach & (Q(**{f"{column}__{side}": values[0]}) | tie)


BY_CODE = Ordering("code", False)
NEWEST = Ordering("pk", True)


class PageInfo(graphene.ObjectType):
    """Where this page lies in the list."""

    has_next_page = graphene.Boolean(required=True)
    has_previous_page = graphene.Boolean(required=True)
    start_cursor = graphene.String()
    end_cursor = graphene.String()


@dataclass(frozen=True, slots=True)
class Page:
    """What was asked for: how many, from where, in which direction."""

    size: int
    backwards: bool
    after: str | None
    before: str | None

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> Page:
        """The page these arguments describe; raises Refusal BAD_INPUT."""
        first, last = arguments.get("first"), arguments.get("last")
        if first is not None and last is not None:
            raise bad_input("last", "first | last")
        backwards = last is not None
        size = last if backwards else (DEFAULT_PAGE if first is None else first)
        if not 1 <= size <= LARGEST_PAGE:
            raise bad_input("last" if backwards else "first", f"1–{LARGEST_PAGE}")
        return cls(size, backwards, arguments.get("after"), arguments.get("before"))


class ConnectionField(graphene.Field):
    """A root list of a concept. Arguments: `filter`, `orderBy` where offered, and the page.

    `base` narrows what is listed below what may be seen.
    """

    def __init__(
        self,
        concept: type[Concept],
        *,
        filterset: type[FilterSet] | None = None,
        orders: type[graphene.Enum] | None = None,
        ordering: Ordering = BY_CODE,
        base: Callable[[Viewer], QuerySet[Any]] | None = None,
        **options: Any,
    ) -> None:
        self.concept = concept
        self._base = base or concept.visible
        self._filterset = filterset
        self._ordering = ordering
        arguments: dict[str, Any] = {
            "first": graphene.Int(description=f"1–{LARGEST_PAGE}, default {DEFAULT_PAGE}."),
            "after": graphene.String(),
            "last": graphene.Int(),
            "before": graphene.String(),
        }
        if filterset is not None:
            arguments["filter"] = filter_input(filterset)()
        if orders is not None:
            arguments["order_by"] = orders()
        super().__init__(
            connection_type(concept), required=True, resolver=self._resolve, **arguments, **options
        )

    def _resolve(self, _root: Any, info: GraphQLResolveInfo, **arguments: Any) -> Listing:
        return self.listing(info.context.viewer, arguments)

    def listing(self, viewer: Viewer, arguments: Mapping[str, Any]) -> Listing:
        """The list these arguments describe; raises Refusal."""
        page = Page.of(arguments)
        order = arguments.get("order_by")
        ordering = Ordering(*order.value) if order is not None else self._ordering
        rows = self._base(viewer)
        if self._filterset is not None:
            rows = apply_filter(self._filterset, rows, arguments.get("filter"), viewer)
        return Listing(self.concept, ordering, rows, page)

    def compiled(
        self, compiler: Compiler, definition: GraphQLField, nodes: Sequence[FieldNode]
    ) -> ListingText:
        """The field at one place of a document as one statement; raises NotInSql."""
        return ListingText(compiler, self, definition, nodes)


class Listing:
    """One list in one request; each part is read when its turn comes, and only if asked for."""

    def __init__(
        self, concept: type[Concept], ordering: Ordering, rows: QuerySet[Any], page: Page
    ) -> None:
        self._concept = concept
        self.ordering = ordering
        self._all = rows
        self.page = page
        self._name = f"{concept._meta.name} {ordering.column} {ordering.descending}"
        self.marks: list[str] | None = None
        self._more = False

    def nodes(self, info: GraphQLResolveInfo) -> list[Row]:
        return self._rows(make_plan(self._concept, info.field_nodes, info), info)

    def edges(self, info: GraphQLResolveInfo) -> list[Row]:
        """Edges as rows: `cursor`, and the node under each key it was asked for by."""
        edge_type = get_named_type(info.return_type)
        selection = collect_sub_fields(
            info.schema,
            info.fragments,
            info.variable_values,
            edge_type,  # type: ignore[arg-type]
            info.field_nodes,
        )
        plans = {
            f"@{key}": make_plan(self._concept, nodes, info)
            for key, nodes in selection.items()
            if nodes[0].name.value == "node"
        }
        columns = {key: self._rows(plan, info) for key, plan in plans.items()}
        edges: list[Row] = [{"cursor": mark} for mark in self._known_marks(info)]
        for key, rows in columns.items():
            for edge, row in zip(edges, rows, strict=True):
                edge[key] = row
        return edges

    def page_info(self, info: GraphQLResolveInfo) -> PageInfo:
        self._known_marks(info)
        return self.page_facts()

    def page_facts(self) -> PageInfo:
        """Where the page that was read lies in the list."""
        page, marks = self.page, self.marks
        started = (page.before if page.backwards else page.after) is not None
        return PageInfo(
            has_next_page=started if page.backwards else self._more,
            has_previous_page=self._more if page.backwards else started,
            start_cursor=marks[0] if marks else None,
            end_cursor=marks[-1] if marks else None,
        )

    def total_count(self) -> int:
        return count(self._all)

    def _known_marks(self, info: GraphQLResolveInfo) -> list[str]:
        if self.marks is None:
            self._rows(Plan(self._concept), info)
        return self.marks or []

    @property
    def order_by(self) -> tuple[str, ...]:
        """The order in which the page is read; backwards from its end."""
        return tuple(self.ordering.order_by(backwards=self.page.backwards))

    def _rows(self, plan: Plan, info: GraphQLResolveInfo) -> list[Row]:
        """The rows of the page; one more is read, to know whether there is another page."""
        columns = self.ordering.columns
        keys = self.window().order_by(*self.order_by)
        loader = info.context.loader
        rows = loader.fetch(plan, keys[: self.page.size + 1], columns, most=self.page.size)
        marked = [(*(row[column] for column in columns), row) for row in rows]
        return [row[-1] for row in self.page_of(marked, len(columns))]

    def page_of(self, rows: list[tuple[Any, ...]], marks: int) -> list[tuple[Any, ...]]:
        """The page out of what was read; each row begins with the values of its cursor."""
        self._more = len(rows) > self.page.size
        rows = rows[: self.page.size]
        if self.page.backwards:
            rows.reverse()
        self.marks = [
            cursors.encode(self._name, tuple(map(cursors.as_value, row[:marks]))) for row in rows
        ]
        return rows

    def window(self) -> QuerySet[Any]:
        """The rows behind `after` and in front of `before`."""
        rows = self._all
        for field, text in (("after", self.page.after), ("before", self.page.before)):
            if text is not None:
                values = self.ordering.values(cursors.decode(self._name, text, field))
                rows = rows.filter(self.ordering.beyond(values, backwards=field == "before"))
        return rows


@cache
def connection_type(concept: type[Concept]) -> type[graphene.ObjectType]:
    """`SiteConnection` and `SiteEdge` for the concept `Site`."""
    name = concept._meta.name
    node = graphene.Field(
        concept, required=True, resolver=lambda edge, info: edge[f"@{info.path.key}"]
    )
    edge = type(
        f"{name}Edge",
        (graphene.ObjectType,),
        {"cursor": graphene.String(required=True), "node": node},
    )
    fields = {
        "edges": graphene.List(
            graphene.NonNull(edge),
            required=True,
            resolver=lambda listing, info: listing.edges(info),
        ),
        "nodes": graphene.List(
            graphene.NonNull(concept),
            required=True,
            resolver=lambda listing, info: listing.nodes(info),
        ),
        "page_info": graphene.Field(
            PageInfo, required=True, resolver=lambda listing, info: listing.page_info(info)
        ),
        "total_count": graphene.Int(
            required=True,
            description=f"Exact up to {COUNTED_EXACTLY}, estimated beyond.",
            resolver=lambda listing, _info: listing.total_count(),
        ),
    }
    return type(f"{name}Connection", (graphene.ObjectType,), fields)


def count(rows: QuerySet[Any]) -> int:
    """How many rows; exact up to a limit, above it PostgreSQL's estimate."""
    some = counted(rows)
    if some <= COUNTED_EXACTLY:
        return some
    statement, parameters = rows.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
        estimate = cursor.fetchone()[0][0]["Plan"]["Plan Rows"]
    return max(int(estimate), some)
