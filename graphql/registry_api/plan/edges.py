"""Fields that lead from one concept to another.

* `ToOne`: the row of another concept whose key the row holds.
* `ToMany`: the rows of another concept that hold this row's key.
* `Several`: the rows of a list of keys that a computed row holds.
* `Inner`: rows that a computed row itself carries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import graphene
from django.db.models import F, Q
from django.db.models.expressions import Window
from django.db.models.functions import RowNumber
from graphql import FieldNode, GraphQLNonNull

from registry_api.errors import bad_input
from registry_api.plan.fields import PlannedField, Row, Source, concept_called
from registry_api.plan.json_text import AMISS, NULL
from registry_api.plan.script import EVERYTHING, Below, Piece, Script

if TYPE_CHECKING:
    from registry_api.plan.compiler import Arguments, Object, Spot
    from registry_api.plan.concept import Concept
    from registry_api.plan.level import Level
    from registry_api.plan.loader import Loader
    from registry_api.plan.planner import Edge

DEFAULT_FIRST = 100
MOST = 500
"""Rows of a nested list below one parent; longer lists are paged at the root of the query."""


class ToOne(PlannedField):
    """`source` yields the target's primary key, by default the column `<name>_id`.

    `implied`: the concept's rule says that whoever sees the row sees the target.
    """

    climbs = True

    def __init__(
        self, concept: str, source: Source | None = None, *, implied: bool = False, **options: Any
    ) -> None:
        super().__init__(lambda: concept_called(concept), **options)
        self._concept = concept
        self._from = source
        self._implied = implied

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

    def in_sql(self, spot: Spot) -> Piece:
        parent = spot.level.column(self._key, self._from or f"{self.attname}_id")
        required = isinstance(spot.definition.type, GraphQLNonNull)
        level = spot.compiler.level(self.target())
        nothing = AMISS if required else NULL
        rows = spot.compiler.object(level, spot.nodes)
        return _OneRow(level, rows, parent, nothing, self._implied)


@dataclass(frozen=True, slots=True)
class _OneRow:
    """The row whose primary key the row above holds; `nothing` where it is not seen."""

    level: Level
    object: Object
    parent: str
    nothing: str
    implied: bool

    def write(self, script: Script) -> None:
        seen = EVERYTHING if self.implied else script.sight.of(self.level.concept)
        if seen is None:
            script.add(self.nothing)
            return
        script.add("coalesce((SELECT ")
        self.object.write(script)
        script.add(" FROM (")
        self.level.write(script, any_of=[("pk", self.parent)], only=seen)
        script.add(f") {self.level.name}), {self.nothing})")


class ToMany(PlannedField):
    """`by` names the target's columns that may hold this row's key; `order` sorts each list.

    Extra arguments are turned into a condition by `where(arguments)`. `below` is the rule who sees
    which of the rows that hang on a row which the viewer sees, where that is simpler than the
    concept's own.
    """

    def __init__(
        self,
        concept: str,
        by: str | tuple[str, ...],
        *,
        order: tuple[str, ...],
        where: Callable[[Mapping[str, Any]], Q] | None = None,
        below: Below | None = None,
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
        self._below = below

    def target(self) -> type[Concept]:
        return concept_called(self._concept)

    def unbounded(self, nodes: Sequence[FieldNode]) -> bool:
        return not any(one.name.value == "first" for one in nodes[0].arguments)

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
        some = children.order_by(*self._order)[: loader.left + 1]
        return loader.fetch(edge.plan, some, extra=(column,))

    def in_sql(self, spot: Spot) -> Piece:
        parent = spot.level.column("pk", "pk")
        level = spot.compiler.level(self.target(), self._where)
        rows = spot.compiler.object(level, spot.nodes)
        return _Rows(level, rows, parent, self._by, self._order, spot.arguments(), self._below)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The first rows that hold the key of the row above; by one column after the other."""

    level: Level
    object: Object
    parent: str
    by: tuple[str, ...]
    order: tuple[str, ...]
    arguments: Arguments
    below: Below | None

    def write(self, script: Script) -> None:
        arguments = dict(self.arguments.values(script.variables))
        most = _checked_first(arguments.pop("first"))
        seen = script.sight.of(self.level.concept, self.below)
        if seen is None:
            script.add("'[]'")
            return
        script.add("(SELECT '[' || coalesce(string_agg(")
        self.object.write(script)
        script.add(", ','), '') || ']' FROM (")
        if len(self.by) > 1:
            script.add("SELECT * FROM (")
        for number, column in enumerate(self.by):
            script.add("(" if number == 0 else " UNION ALL (")
            self.level.write(
                script,
                any_of=[(column, self.parent)],
                only=seen,
                arguments=arguments,
                order=self.order,
                most=most,
            )
            script.add(")")
        if len(self.by) > 1:
            script.add(") every LIMIT %s", (most,))
        script.add(f") {self.level.name})")


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


def _checked_first(first: int | None) -> int:
    if first is None or not 1 <= first <= MOST:
        raise bad_input("first", f"1–{MOST}")
    return first
