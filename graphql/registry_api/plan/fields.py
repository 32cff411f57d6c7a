"""Where the fields of a concept come from.

* `Column`: an expression over the concept's own row.
* `Batch`: computed by one call for all rows of the level at once.
* What leads to another concept is in `edges`.

A field can be answered in two ways that give the same: `load` and a resolver for graphql-core, or
`in_sql`, which writes its JSON as a part of one statement.

Concepts are named by module and class ("site.Site"). What takes arguments is kept under "@" and the
key of the response, because two aliases of one field may differ in their arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import graphene
from django.db.models.expressions import Combinable
from graphql import FieldNode

from accounts.roles import Capability
from registry_api.plan.json_text import EMPTY, NotInSql, leaf

if TYPE_CHECKING:
    from accounts.viewer import Viewer
    from registry_api.plan.compiler import Spot
    from registry_api.plan.concept import Concept
    from registry_api.plan.loader import Loader
    from registry_api.plan.planner import Edge, Planner
    from registry_api.plan.script import Piece

Row = dict[str, Any]
Source = str | Combinable


def concept_called(name: str) -> type[Concept]:
    """The concept `Site` for "site.Site"; by name, because concepts refer to each other."""
    module, _dot, concept = name.partition(".")
    return getattr(import_module(f"registry_api.{module}"), concept)


class PlannedField(graphene.Field):
    """A field that takes part in the plan.

    `climbs`: it leads to one object that may be the same for many.
    """

    attname = ""
    climbs = False

    def named(self, attname: str) -> None:
        """Tell the field its name on the type; called once the type exists."""
        self.attname = attname

    def target(self) -> type[Concept] | None:
        """The concept whose fields are selected below this one."""
        return None

    def below(self, planner: Planner, nodes: list[FieldNode]) -> Any:
        """What `load` finds as the plan of its edge; by default that of the concept below."""
        target = self.target()
        return None if target is None else planner.plan(target, nodes)

    def columns(self) -> Mapping[str, Source]:
        """What the row of the level above must hold for this field, by key."""
        return {}

    def allowed(self, viewer: Viewer) -> bool:
        """Whether the viewer may see the field at all; where not, it is null and never read."""
        return True

    def load(self, edge: Edge, rows: list[Row], loader: Loader) -> None:
        """Put what belongs to each row under the edge's key; columns have nothing to do."""

    def unbounded(self, nodes: Sequence[FieldNode]) -> bool:
        """Whether it is a list of which no length is asked for."""
        return False

    def in_sql(self, spot: Spot) -> str | Piece:
        """SQL of the field's JSON text at this place; raises NotInSql where there is none."""
        raise NotInSql(f"{self.attname} is computed in Python")

    def wrap_resolve(self, parent_resolver: Any) -> Callable[..., Any]:
        return lambda row, info, **_arguments: row[f"@{info.path.key}"]


class Column(PlannedField):
    """`source` is a path of the model or an expression, by default the path of the same name.

    `convert` turns the stored value into the field's; `needs` is a capability without which the
    field is null, or an empty text where it is required, although the row itself may be seen.
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
        self._withheld = "" if needs is not None and options.get("required") else None

    @property
    def key(self) -> str:
        source = self._from or self.attname
        return source if isinstance(source, str) else f"={self.attname}"

    def columns(self) -> Mapping[str, Source]:
        return {self.key: self._from or self.attname}

    def allowed(self, viewer: Viewer) -> bool:
        return self._needs is None or viewer.can(self._needs)

    def in_sql(self, spot: Spot) -> str:
        if self._convert is not None:
            raise NotInSql(f"{self.attname} is converted in Python")
        column = spot.level.column(self.key, self._from or self.attname, self._needs)
        missing = EMPTY if self._withheld == "" else None
        return leaf(spot.definition.type, column, spot.level.stored(self.key), missing)

    def wrap_resolve(self, parent_resolver: Any) -> Callable[..., Any]:
        key, convert = self.key, self._convert
        if self._needs is not None:
            return lambda row, _info: row.get(key, self._withheld)
        if convert is None:
            return lambda row, _info: row[key]
        return lambda row, _info: None if row[key] is None else convert(row[key])


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
