"""Carries a mutation out: in one transaction, once per idempotency key, or only to see.

The transaction is opened here, around the service's own, so that the key, all rows of a bulk form
and the change itself are one; what a deadlock chose as its victim is done again from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from graphql import GraphQLResolveInfo

from accounts.models import User
from assets.services.editing import settle
from gis.refusals import Refusal, worded
from gis.retry import retried
from registry_api.errors import problem
from registry_api.idempotency import Claimed, request_digest
from registry_api.inputs import Table, read
from registry_api.one_moment import one_moment
from registry_api.payloads import Payload
from reservations.services.requested import checked_key

Changed = dict[str, Any]
Run = Callable[[User, dict[str, Any]], Changed]


class Refusals(Exception):
    """Several refusals of one request: of several rows of a bulk form."""

    def __init__(self, all_of_them: list[Refusal]) -> None:
        super().__init__(all_of_them)
        self.all = all_of_them


@dataclass(frozen=True)
class Work:
    """A mutation: how its input is read, what it does with the facts, and what it answers.

    `own_key`: the service keeps the idempotency key itself, with what it made.
    """

    name: str
    table: Table
    run: Run
    payload: Payload
    own_key: bool = False

    def resolve(self, _root: Any, info: GraphQLResolveInfo, **arguments: Any) -> dict[str, Any]:
        given = dict(arguments["input"])
        dry_run = bool(given.pop("dry_run", None))
        try:
            answer = (_tried if dry_run else _committed)(self, given, info)
        except Refusal as refusal:
            return {"errors": [problem(refusal)]}
        except Refusals as refused:
            return {"errors": [problem(refusal) for refusal in refused.all]}
        return {**answer, "errors": []}

    def parted(self, given: Mapping[str, Any]) -> tuple[dict[str, Any], str | None]:
        """The input without the key that is kept here, and that key."""
        asked = dict(given)
        key = None if self.own_key else asked.pop("idempotency_key", None)
        return asked, None if key is None else checked_key(key)


def _committed(work: Work, given: Mapping[str, Any], info: GraphQLResolveInfo) -> dict[str, Any]:
    names, once = _changed_for_good(work, given, info)
    with one_moment():
        return {**work.payload.read(names, info), **once}


@retried
def _changed_for_good(
    work: Work, given: Mapping[str, Any], info: GraphQLResolveInfo
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The names of what was changed, now or when the same request came first; and secrets."""
    by = info.context.user
    asked, key = work.parted(given)
    with worded(), transaction.atomic():
        # The key comes before the input is looked at: what a repeated request names may be gone.
        claimed = None if key is None else Claimed(by, key, request_digest(work.name, asked))
        if claimed is not None and claimed.answer is not None:
            return claimed.answer, {}
        changed = work.run(by, read(work.table, asked, info.context.viewer))
        names = work.payload.named(changed)
        if claimed is not None:
            claimed.remember(names)
        return names, {name: changed[name] for name in work.payload.once}


@retried
def _tried(work: Work, given: Mapping[str, Any], info: GraphQLResolveInfo) -> dict[str, Any]:
    """Everything is done, checked and read; then nothing of it stays, the key included."""
    asked, _key = work.parted(given)
    with worded(), _undone():
        changed = work.run(info.context.user, read(work.table, asked, info.context.viewer))
        settle()
        return work.payload.read(work.payload.named(changed), info)


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def each_row(run: Run, table: Table, plurals: Mapping[str, str]) -> Run:
    """The bulk form of `run`: all rows in their order, or none and every row's refusal.

    A row is refused by itself, so that those behind it are looked at, too.
    """

    def all_rows(by: User, facts: dict[str, Any]) -> Changed:
        rows, common = facts.pop("rows"), facts
        changed: dict[str, list[Any]] = {plural: [] for plural in plurals.values()}
        refused: list[Refusal] = []
        for number, row in enumerate(rows):
            try:
                with transaction.atomic():
                    one = run(by, {**read(table, row, by), **common})
            except Refusal as refusal:
                refused.append(_at_row(refusal, number))
                continue
            for key, plural in plurals.items():
                changed[plural].append(one[key])
        if refused:
            raise Refusals(refused)
        return changed

    return all_rows


def _at_row(refusal: Refusal, number: int) -> Refusal:
    at = f"rows.{number}"
    field = at if refusal.field is None else f"{at}.{refusal.field}"
    return Refusal(refusal.code, refusal.message, field, **refusal.details)
