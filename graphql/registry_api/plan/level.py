"""The rows of one concept at one place of a document, as a subselect with columns c0, c1 …

Django compiles it once for each document; the viewer's condition is written in when it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import F, Field, Q

from registry_api.plan.json_text import NotInSql
from registry_api.plan.script import EVERYTHING, Condition, Script

if TYPE_CHECKING:
    from accounts.roles import Capability
    from registry_api.plan.concept import Concept

Where = Callable[[Mapping[str, Any]], Q]
MOST_SELECTS = 4
"""Kept for each level: one for each set of arguments met."""


@dataclass(frozen=True, slots=True)
class _Column:
    source: Any
    stored: Field[Any, Any]
    needs: Capability | None


@dataclass(frozen=True, slots=True)
class _Select:
    """The parts of a compiled subselect; `columns` has the SQL of each column by its name."""

    head: Condition
    where: Condition
    order: Condition
    columns: Mapping[str, str]


class Level:
    """Rows of a concept; `name` is the subselect's name in the statement."""

    def __init__(self, concept: type[Concept], name: str, where: Where | None = None) -> None:
        self.concept = concept
        self.name = name
        self._where = where
        self._columns: dict[str, _Column] = {}
        self._selects: dict[Any, _Select | None] = {}

    def column(self, key: str, source: Any, needs: Capability | None = None) -> str:
        """The column of a source, as the statement around the subselect calls it."""
        if key not in self._columns:
            self._columns[key] = _Column(source, stored_as(self.concept, source), needs)
        return f"{self.name}.c{list(self._columns).index(key)}"

    def stored(self, key: str) -> Field[Any, Any]:
        """How the database stores the column of this key."""
        return self._columns[key].stored

    def write(
        self,
        script: Script,
        *,
        any_of: Sequence[tuple[str, str]] = (),
        only: Condition | None = None,
        arguments: Mapping[str, Any] | None = None,
        order: tuple[str, ...] = (),
        most: int | None = None,
        keys: tuple[str, ...] = (),
    ) -> None:
        """Write the subselect without its brackets.

        `any_of` pairs columns of the concept with what one of them must equal, `only` is a further
        condition, `keys` are columns to be selected as k0, k1 … besides.
        """
        reads = (*keys, *(path for path, _equal in any_of))
        select = self._select(script, arguments or {}, order, reads)
        if select is None:
            script.add(f"SELECT {', '.join(self._nulls())} WHERE false")
            return
        script.add(*select.head)
        equal = " OR ".join(f"{select.columns[path]} = {outer}" for path, outer in any_of)
        every = ((equal, ()), select.where, only or EVERYTHING)
        conditions = [one for one in every if one[0]]
        for number, (sql, parameters) in enumerate(conditions):
            script.add(f"{' AND ' if number else ' WHERE '}({sql})", parameters)
        script.add(*select.order)
        if most is not None:
            script.add(" LIMIT %s", (most,))

    def _nulls(self) -> Iterator[str]:
        """The columns of no row at all."""
        for number, column in enumerate(self._columns.values()):
            yield f"NULL::{column.stored.db_type(connection)} AS c{number}"

    def _select(
        self, script: Script, arguments: Mapping[str, Any], order: tuple[str, ...], reads: Any
    ) -> _Select | None:
        denied = tuple(
            key
            for key, column in self._columns.items()
            if column.needs is not None and not script.sight.viewer.can(column.needs)
        )
        key = (order, reads, denied, repr(sorted(arguments.items())))
        if key not in self._selects:
            if len(self._selects) >= MOST_SELECTS:
                self._selects.clear()
            self._selects[key] = self._compiled(arguments, order, reads, denied)
        return self._selects[key]

    def _compiled(
        self,
        arguments: Mapping[str, Any],
        order: tuple[str, ...],
        reads: tuple[str, ...],
        denied: tuple[str, ...],
    ) -> _Select | None:
        rows = self.concept._meta.model._default_manager.order_by(*order)
        if self._where is not None:
            rows = rows.filter(self._where(arguments))
        wanted = {f"c{n}": expression(one.source) for n, one in enumerate(self._columns.values())}
        wanted |= {f"k{n}": F(path) for n, path in enumerate(reads)}
        query = rows.annotate(**wanted).values_list(*wanted).query
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            _extra, ordering, group = compiler.pre_sql_setup()
            if group or compiler.having or compiler.qualify:
                raise NotInSql("a level of groups")
            origin, origin_parameters = compiler.get_from_clause()
            where = _where(compiler)
        except EmptyResultSet:
            return None
        columns = {alias: compiled for _expression, compiled, alias in compiler.select}
        for number, (key, column) in enumerate(self._columns.items()):
            if key in denied:
                columns[f"c{number}"] = (f"NULL::{column.stored.db_type(connection)}", ())
        head = ", ".join(f"{sql} AS {alias}" for alias, (sql, _parameters) in columns.items())
        parameters = tuple(one for _sql, some in columns.values() for one in some)
        return _Select(
            (f"SELECT {head} FROM {' '.join(origin)}", (*parameters, *origin_parameters)),
            where,
            _ordering(ordering),
            {path: columns[f"k{n}"][0] for n, path in enumerate(reads)},
        )


def expression(source: Any) -> Any:
    return F(source) if isinstance(source, str) else source


def stored_as(concept: type[Concept], source: Any) -> Field[Any, Any]:
    """The field of the model, or what the expression yields."""
    rows = concept._meta.model._default_manager.annotate(_=expression(source))
    return rows.query.annotations["_"].output_field


def _where(compiler: Any) -> Condition:
    try:
        sql, parameters = compiler.compile(compiler.where) if compiler.where else ("", ())
    except FullResultSet:
        return "", ()
    return sql, tuple(parameters)


def _ordering(ordering: Sequence[Any]) -> Condition:
    parts = [sql for _expression, (sql, _parameters, _ref) in ordering]
    parameters = tuple(one for _expression, (_sql, some, _ref) in ordering for one in some)
    return (f" ORDER BY {', '.join(parts)}" if parts else "", parameters)
