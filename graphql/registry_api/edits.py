"""Mutations of one shape: `input` in, the changed objects and `errors` out.

A mutation reads its input, calls one service, which also checks permission, and words the refusal.
A refused mutation has changed nothing. Each takes `idempotencyKey` and `dryRun`; edits of assets
come in pairs, for one and, under the plural, for many.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import graphene

from accounts.models import User
from registry_api.carry_out import Run, Work, each_row
from registry_api.inputs import DRY_RUN, KEY, REASON, VERSION, Ref, Rows, Table, input_type
from registry_api.nodes import to_global_id
from registry_api.payloads import GONE, GONE_IDS, Payload

Pair = tuple[graphene.Field, graphene.Field]


def edit(
    name: str,
    table: Table,
    run: Run,
    returns: Mapping[str, str],
    *,
    required: tuple[str, ...] = (),
    description: str,
    once: Mapping[str, Any] | None = None,
    many: bool = False,
) -> graphene.Field:
    """The mutation `name`. `returns` maps fields of the payload to concepts ("site.Site").

    With `many` these fields are lists.

    `run(by, facts)` answers the changed object for each of these fields, and a plain value for
    each of `once`: a secret, which only the first answer to an idempotency key has.
    """
    work = Work(
        name,
        {**KEY, **table},
        run,
        Payload(f"{name}Payload", returns, once or {}, many),
        own_key="idempotency_key" in table,
    )
    return _field(work, required, description)


def pair(
    name: str,
    table: Table,
    run: Run,
    returns: Mapping[str, str],
    *,
    required: tuple[str, ...] = (),
    description: str,
    many: str | None = None,
    common: Table = REASON,
) -> Pair:
    """The mutation `name` and its bulk form, which is called `many` ("LayDucts" for "LayDuct").

    `common` stands once in the bulk form, for all rows.
    """
    single = edit(
        name, {**table, **common}, run, returns, required=required, description=description
    )
    bulk = _bulk(
        name=many or _plural(name),
        single=name,
        table=table,
        run=run,
        returns=returns,
        required=required,
        description=description,
        common=common,
    )
    return single, bulk


def _bulk(
    *,
    name: str,
    single: str,
    table: Table,
    run: Run,
    returns: Mapping[str, str],
    required: tuple[str, ...],
    description: str,
    common: Table,
) -> graphene.Field:
    plurals = {key: GONE_IDS if key == GONE else _plural(key) for key in returns}
    work = Work(
        name,
        {**KEY, "rows": Rows(f"{single}Row", table, required), **common},
        each_row(run, table, plurals),
        Payload(f"{name}Payload", {plurals[key]: returns[key] for key in returns}, {}, many=True),
    )
    every = "All rows or none; every row that is refused says why, as field `rows.3.code`."
    return _field(work, ("rows",), f"{description} {every}")


def _field(work: Work, required: tuple[str, ...], description: str) -> graphene.Field:
    return graphene.Field(
        work.payload.type,
        input=graphene.NonNull(
            input_type(f"{work.name}Input", {**work.table, **DRY_RUN}, required)
        ),
        required=True,
        resolver=work.resolve,
        description=description,
    )


def _plural(name: str) -> str:
    if name.endswith("y"):
        return f"{name[:-1]}ies" if name[-2] not in "aeiou" else f"{name}s"
    return f"{name}es" if name.endswith("s") else f"{name}s"


# --- the four edits that every asset has
def create(
    concept: str, table: Table, service: Callable[..., Any], required: tuple[str, ...]
) -> Pair:
    """`CreateSite` and `CreateSites` for "site.Site"."""
    noun, name = noun_of(concept), _name_of(concept)
    return pair(
        f"Create{name}",
        table,
        lambda by, facts: {noun: service(by=by, **facts)},
        {noun: concept},
        required=required,
        description=f"A new {noun.replace('_', ' ')}.",
    )


def change(concept: str, table: Table, service: Callable[..., Any]) -> Pair:
    """`ChangeSite`, `ChangeSites`: only the facts that are given change."""
    return _on_existing(concept, "Change", table, service, "Change the given facts.")


def remove(concept: str, service: Callable[..., Any], extra: Table | None = None) -> Pair:
    """`RemoveSite`, `RemoveSites`: history stays."""
    description = "Mark it as removed; refused while something in use depends on it."
    return _on_existing(concept, "Remove", extra or {}, service, description)


def delete(concept: str, service: Callable[..., Any], extra: Table | None = None) -> Pair:
    """`DeleteSite`, `DeleteSites`: for mistakes only."""
    noun, name = noun_of(concept), _name_of(concept)

    def run(by: User, facts: dict[str, Any]) -> dict[str, Any]:
        gone = facts.pop("id")
        identifier = getattr(gone, "public_id", gone.pk)
        service(**{noun: gone}, by=by, **facts)
        return {GONE: to_global_id(name, identifier)}

    return pair(
        f"Delete{name}",
        _existing(concept, extra or {}),
        run,
        {GONE: ""},
        required=("id",),
        description="Delete it as if it had never been; refused if anything refers to it.",
    )


def _on_existing(
    concept: str, verb: str, table: Table, service: Callable[..., Any], description: str
) -> Pair:
    """The mutation and its bulk form for one thing that is done to an object that exists."""
    noun, name = noun_of(concept), _name_of(concept)

    def run(by: User, facts: dict[str, Any]) -> dict[str, Any]:
        return {noun: service(**{noun: facts.pop("id")}, by=by, **facts)}

    return pair(
        f"{verb}{name}",
        _existing(concept, table),
        run,
        {noun: concept},
        required=("id",),
        description=description,
    )


def _existing(concept: str, table: Table) -> Table:
    return {"id": Ref(concept), **table, **VERSION}


def noun_of(concept: str) -> str:
    """What services call it: "cable_type" for "cable_type.CableType"."""
    return re.sub("(?<!^)(?=[A-Z])", "_", _name_of(concept)).lower()


def _name_of(concept: str) -> str:
    return concept.split(".")[1]
