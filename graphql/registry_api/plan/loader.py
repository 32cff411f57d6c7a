"""Runs a plan: one statement for each level, rows as dictionaries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from graphql import GraphQLResolveInfo

from accounts.viewer import Viewer
from registry_api import limits
from registry_api.plan.concept import Concept
from registry_api.plan.fields import Row
from registry_api.plan.planner import Plan, make_plan


class Loader:
    """Loads rows for one viewer, `left` of them at most."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.left = limits.OBJECTS.most

    def by_pk(self, plan: Plan, keys: Iterable[Any]) -> list[Row]:
        """The visible rows among these primary keys, in no particular order."""
        keys = list(keys)
        if not keys:
            return []
        return self.fetch(plan, plan.concept.visible(self.viewer).filter(pk__in=keys).order_by())

    def one(self, concept: type[Concept], pk: Any, info: GraphQLResolveInfo) -> Row | None:
        """The visible row of this key with what is selected below the resolved field."""
        rows = self.by_pk(make_plan(concept, info.field_nodes, info), [pk])
        return rows[0] if rows else None

    def fetch(
        self,
        plan: Plan,
        rows: QuerySet[Any],
        extra: tuple[str, ...] = (),
        most: int | None = None,
    ) -> list[Row]:
        """The rows of a queryset of the plan's concept; `extra` columns are read as well.

        What hangs on the rows is loaded for the first `most` only. Raises Refusal TOO_EXPENSIVE.
        """
        columns = plan.columns | {path: path for path in extra}
        names = tuple(columns)
        loaded = [
            dict(zip(names, values, strict=True)) for values in rows.values_list(*columns.values())
        ]
        self.left -= len(loaded)
        if self.left < 0:
            raise limits.OBJECTS.refusal()
        self.complete(plan, loaded[:most])
        return loaded

    def complete(self, plan: Plan, rows: list[Row]) -> None:
        """Load what hangs on rows that are already there."""
        if rows:
            for edge in plan.edges:
                edge.field.load(edge, rows, self)
