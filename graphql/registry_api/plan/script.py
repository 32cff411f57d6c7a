"""A statement while it is written, for one viewer and one set of variables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet
from django.utils import timezone

from registry_api.kept import Kept

if TYPE_CHECKING:
    from accounts.viewer import Viewer
    from registry_api.plan.concept import Concept

Condition = tuple[str, tuple[Any, ...]]
Below = Callable[["Viewer"], QuerySet[Any]]
EVERYTHING: Condition = ("", ())


class Piece(Protocol):
    """A part of a statement that depends on the viewer or on variables."""

    def write(self, script: Script) -> None: ...


class Sight:
    """What one viewer may see, as conditions; each concept is asked once.

    Kept for those who saw the same: a rule may ask of a viewer nothing but what `eyes` holds.
    """

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self._known: dict[Any, Condition | None] = {}

    def of(self, concept: type[Concept], below: Below | None = None) -> Condition | None:
        """True for the visible rows of the concept's table; None where there are none.

        `below` is the concept's rule for rows that hang on a row which the viewer sees.
        """
        if (concept, below) not in self._known:
            rows = (below or concept.visible)(self.viewer)
            self._known[concept, below] = condition(rows)
        return self._known[concept, below]


class Sights:
    """The sights of those who asked lately."""

    def __init__(self, most: int) -> None:
        self._kept: Kept[Sight] = Kept(most)

    def of(self, viewer: Viewer) -> Sight:
        key = (viewer.eyes, timezone.localdate())
        known = self._kept.get(key)
        if known is not None:
            return known[0]
        sight = Sight(viewer)
        self._kept.put(key, sight, 1)
        return sight


class Script:
    """Collects SQL and its parameters in the order in which they are written."""

    def __init__(self, sight: Sight, variables: Mapping[str, Any]) -> None:
        self.sight = sight
        self.variables = variables
        self._sql: list[str] = []
        self._parameters: list[Any] = []

    def add(self, sql: str, parameters: Iterable[Any] = ()) -> None:
        self._sql.append(sql)
        self._parameters += parameters

    def fetch(self) -> list[tuple[Any, ...]]:
        """Run what was written."""
        with connection.cursor() as cursor:
            cursor.execute("".join(self._sql), self._parameters)
            return cursor.fetchall()


def condition(rows: QuerySet[Any]) -> Condition | None:
    """SQL that is true for the rows of a queryset, over the model's table under its own name.

    None if there can be no such row.
    """
    query = rows.order_by().values("pk").query
    try:
        if not _joined(query):
            compiler = query.get_compiler(DEFAULT_DB_ALIAS)
            sql, parameters = compiler.compile(query.where)
            return sql, tuple(parameters)
        sql, parameters = query.sql_with_params()
    except EmptyResultSet:
        return None
    except FullResultSet:
        return EVERYTHING
    table, key = rows.model._meta.db_table, rows.model._meta.pk.column
    return f'"{table}"."{key}" IN ({sql})', tuple(parameters)


def _joined(query: Any) -> bool:
    """Whether the condition is about more than the columns of one table."""
    used = {alias for alias, uses in query.alias_refcount.items() if uses}
    plain = not (query.annotations or query.distinct or query.is_sliced or query.combinator)
    return not plain or not used <= {query.model._meta.db_table}
