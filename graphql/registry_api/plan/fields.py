"""Where the fields of a concept come from.

* `Column`: an expression over the concept's own row.
* `ToOne`: the row of another concept whose key the row holds.
* `ToMany`: the rows of another concept that hold this row's key.
* `Batch`: computed by one call for all rows of the level at once.

Concepts are named by module and class ("site.Site"). What takes arguments is kept under "@" and the
key of the response, because two aliases of one field may differ in their arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import F, Q
from django.db.models.expressions import Combinable, Window
from django.db.models.functions import RowNumber

from accounts.roles import Capability
from registry_api.errors import bad_input

if TYPE_CHECKING:
    from accounts.viewer import Viewer
    from registry_api.plan.concept import Concept
    from registry_api.plan.loader import Loader
    from registry_api.plan.planner import Edge

Row = dict[str, Any]
Source = str | Combinable

DEFAULT_FIRST = 100
MOST = 500
"""Rows of a nested list below one parent; longer lists are paged at the root of the query."""


def concept_called(name: str) -> type[Concept]:
    """The concept `Site` for "site.Site"; by name, because concepts refer to each other."""
    module, _dot, concept = name.partition(".")
    return getattr(import_module(f"registry_api.{module}"), concept)


class PlannedField(graphene.Field):
    """A field that takes part in the plan."""

    attname = ""

    def named(self, attname: str) -> None:
        """Tell the field its name on the type; called once the type exists."""
        self.attname = attname

    def target(self) -> type[Concept] | None:
        """The concept whose fields are selected below this one."""
        return None

    def columns(self) -> Mapping[str, Source]:
        """What the row of the level above must hold for this field, by key."""
        return {}

    def load(self, edge: Edge, rows: list[Row], loader: Loader) -> None:
        """Put what belongs to each row under the edge's key; columns have nothing to do."""

    def wrap_resolve(self, parent_resolver: Any) -> Callable[..., Any]:
        return lambda row, info, **_arguments: row[f"@{info.path.key}"]


class Column(PlannedField):
    """`source` is a path of the model or an expression, by default the path of the same name.

    `convert` turns the stored value into the field's; `needs` is a capability without which the
    field is null, although the row itself may be seen.
    """

    def __init__(
        self,
        type_: Any,
        source: Source | None = None,
        *,
        convert: Callable[[Any], Any] | None = None,
        needs: Capability | None = None,
        **options: Any,
    ) -> None:
        super().__init__(type_, **options)
        self._from = source
        self._convert = convert
        self._needs = needs

    @property
    def key(self) -> str:
        source = self._from or self.attname
        return source if isinstance(source, str) else f"={self.attname}"

    def columns(self) -> Mapping[str, Source]:
        return {self.key: self._from or self.attname}

    def wrap_resolve(self, parent_resolver: Any) -> Callable[..., Any]:
        key, convert, needs = self.key, self._convert, self._needs
        if needs is not None:
            return lambda row, info: row[key] if info.context.viewer.can(needs) else None
        if convert is None:
            return lambda row, _info: row[key]
        return lambda row, _info: None if row[key] is None else convert(row[key])


class ToOne(PlannedField):
    """`source` yields the target's primary key, by default the column `<name>_id`."""

    def __init__(self, concept: str, source: Source | None = None, **options: Any) -> None:
        super().__init__(lambda: concept_called(concept), **options)
        self._concept = concept
        self._from = source

    @property
    def _key(self) -> str:
        source = self._from or f"{self.attname}_id"
        return source if isinstance(source, str) else f"={self.attname}"

    def target(self) -> type[Concept]:
        return concept_called(self._concept)

    def columns(self) -> Mapping[str, Source]:
        return {self._key: self._from or f"{self.attname}_id"}

    def load(self, edge: Edge, rows: list[Row], loader: Loader) -> None:
        source, key = self._key, edge.key
        wanted = {row[source] for row in rows} - {None}
        found = {row["pk"]: row for row in loader.by_pk(edge.plan, wanted)}
        for row in rows:
            row[key] = found.get(row[source])


class ToMany(PlannedField):
    """`by` names the target's columns that may hold this row's key; `order` sorts each list.

    Extra arguments are turned into a condition by `where(arguments)`.
    """

    def __init__(
        self,
        concept: str,
        by: str | tuple[str, ...],
        *,
        order: tuple[str, ...],
        where: Callable[[Mapping[str, Any]], Q] | None = None,
        **options: Any,
    ) -> None:
        options.setdefault(
            "first",
            graphene.Int(
                default_value=DEFAULT_FIRST, description=f"At most so many; up to {MOST}."
            ),
        )
        super().__init__(
            lambda: graphene.NonNull(graphene.List(graphene.NonNull(concept_called(concept)))),
            **options,
        )
        self._concept = concept
        self._by = (by,) if isinstance(by, str) else by
        self._order = order
        self._where = where

    def target(self) -> type[Concept]:
        return concept_called(self._concept)

    def load(self, edge: Edge, rows: list[Row], loader: Loader) -> None:
        most = _checked_first(edge.arguments["first"])
        lists: dict[Any, list[Row]] = {row["pk"]: [] for row in rows}
        for column in self._by:
            for child in self._children(edge, column, list(lists), most, loader):
                if len(lists[child[column]]) < most:
                    lists[child[column]].append(child)
        for row in rows:
            row[edge.key] = lists[row["pk"]]

    def _children(
        self, edge: Edge, column: str, parents: list[Any], most: int, loader: Loader
    ) -> Iterable[Row]:
        """The first rows of each parent in one statement, in order."""
        if not parents:
            return []
        place = Window(RowNumber(), partition_by=[F(column)], order_by=list(self._order))
        children = self.target().visible(loader.viewer).filter(**{f"{column}__in": parents})
        if self._where is not None:
            children = children.filter(self._where(edge.arguments))
        children = children.annotate(place_in_list=place).filter(place_in_list__lte=most)
        return loader.fetch(edge.plan, children.order_by(*self._order), extra=(column,))


class Several(PlannedField):
    """`source` yields a list of primary keys of the target; keeps those that may be seen."""

    def __init__(self, concept: str, source: str, **options: Any) -> None:
        super().__init__(
            lambda: graphene.NonNull(graphene.List(graphene.NonNull(concept_called(concept)))),
            **options,
        )
        self._concept = concept
        self._from = source

    def target(self) -> type[Concept]:
        return concept_called(self._concept)

    def columns(self) -> Mapping[str, Source]:
        return {self._from: self._from}

    def load(self, edge: Edge, rows: list[Row], loader: Loader) -> None:
        wanted = {key for row in rows for key in row[self._from]}
        found = {row["pk"]: row for row in loader.by_pk(edge.plan, wanted)}
        for row in rows:
            row[edge.key] = [found[key] for key in row[self._from] if key in found]


class Inner(PlannedField):
    """Rows that the row itself carries, as one dictionary or a list of them under the same name.

    For answers that are computed, not read: `Loader.complete` loads what hangs on them.
    """

    def __init__(self, concept: str, *, many: bool = False, **options: Any) -> None:
        def kind() -> Any:
            inner = concept_called(concept)
            return graphene.NonNull(graphene.List(graphene.NonNull(inner))) if many else inner

        super().__init__(kind, **options)
        self._concept = concept
        self._many = many

    def target(self) -> type[Concept]:
        return concept_called(self._concept)

    def load(self, edge: Edge, rows: list[Row], loader: Loader) -> None:
        carried: list[Row] = []
        for row in rows:
            inner = row[self.attname]
            # Copies, because another alias of this field may hang other things on them.
            if self._many:
                row[edge.key] = [dict(one) for one in inner]
                carried += row[edge.key]
            else:
                row[edge.key] = None if inner is None else dict(inner)
                carried += [] if inner is None else [row[edge.key]]
        loader.complete(edge.plan, carried)


class Batch(PlannedField):
    """`compute(viewer, keys, arguments)` answers for all rows at once, by the value of `source`.

    A level that has no rows is not asked.
    """

    def __init__(
        self,
        type_: Any,
        compute: Callable[[Viewer, list[Any], Mapping[str, Any]], Mapping[Any, Any]],
        *,
        source: str = "pk",
        **options: Any,
    ) -> None:
        super().__init__(type_, **options)
        self._compute = compute
        self._from = source

    def columns(self) -> Mapping[str, Source]:
        return {self._from: self._from}

    def load(self, edge: Edge, rows: list[Row], loader: Loader) -> None:
        source, key = self._from, edge.key
        values = self._compute(loader.viewer, [row[source] for row in rows], edge.arguments)
        for row in rows:
            row[key] = values.get(row[source])


def _checked_first(first: int | None) -> int:
    if first is None or not 1 <= first <= MOST:
        raise bad_input("first", f"1–{MOST}")
    return first
