"""Mutations of one shape: `input` in, the changed objects and `errors` out.

A mutation reads its input, calls one service, which also checks permission, and words the refusal.
A refused mutation has changed nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

import graphene
from django.db.models import Model
from graphql import GraphQLResolveInfo

from accounts.models import User
from gis.refusals import Refusal
from registry_api.errors import Problem, problem
from registry_api.inputs import REASON, VERSION, Ref, Table, input_type, read
from registry_api.nodes import to_global_id
from registry_api.plan.fields import concept_called

Run = Callable[[User, dict[str, Any]], dict[str, Any]]


def edit(
    name: str,
    table: Table,
    run: Run,
    returns: Mapping[str, str],
    *,
    required: tuple[str, ...] = (),
    description: str,
) -> graphene.Field:
    """The mutation `name`. `returns` maps fields of the payload to concepts ("site.Site").

    `run(by, facts)` answers the changed object for each of these fields.
    """

    def resolve(_root: Any, info: GraphQLResolveInfo, **arguments: Any) -> dict[str, Any]:
        context = info.context
        try:
            facts = read(table, arguments["input"], context.viewer)
            return {**run(context.user, facts), "errors": []}
        except Refusal as refusal:
            return {"errors": [problem(refusal)]}

    return graphene.Field(
        _payload(name, returns),
        input=graphene.NonNull(input_type(f"{name}Input", table, required)),
        required=True,
        resolver=resolve,
        description=description,
    )


def _payload(name: str, returns: Mapping[str, str]) -> type[graphene.ObjectType]:
    fields: dict[str, Any] = {
        key: graphene.ID(description="Id of what is gone.")
        if key == "deleted_id"
        else _changed(key, concept)
        for key, concept in returns.items()
    }
    fields["errors"] = graphene.List(graphene.NonNull(Problem), required=True)
    return type(f"{name}Payload", (graphene.ObjectType,), fields)


def _changed(key: str, concept: str) -> graphene.Field:
    """A changed object, read anew with what is asked of it; null after a refusal."""

    def resolve(payload: dict[str, Any], info: GraphQLResolveInfo) -> Any:
        changed: Model | None = payload.get(key)
        if changed is None:
            return None
        return info.context.loader.one(concept_called(concept), changed.pk, info)

    return graphene.Field(lambda: concept_called(concept), resolver=resolve)


# --- the four edits that every asset has
def create(
    concept: str, table: Table, service: Callable[..., Any], required: tuple[str, ...]
) -> graphene.Field:
    """`CreateSite` for "site.Site"."""
    noun, name = concept.split(".")
    return edit(
        f"Create{name}",
        {**table, **REASON},
        lambda by, facts: {noun: service(by=by, **facts)},
        {noun: concept},
        required=required,
        description=f"A new {noun}.",
    )


def change(concept: str, table: Table, service: ModuleType) -> graphene.Field:
    """`ChangeSite`: only the facts that are given change."""
    return _on_existing(concept, "Change", table, service.change, "Change the given facts.")


def remove(concept: str, service: ModuleType, extra: Table | None = None) -> graphene.Field:
    """`RemoveSite`: history stays."""
    description = "Mark it as removed; refused while something in use depends on it."
    return _on_existing(concept, "Remove", extra or {}, service.remove, description)


def delete(concept: str, service: ModuleType, extra: Table | None = None) -> graphene.Field:
    """`DeleteSite`: for mistakes only."""
    noun, name = concept.split(".")

    def run(by: User, facts: dict[str, Any]) -> dict[str, Any]:
        gone = facts.pop("id")
        service.delete(**{noun: gone}, by=by, **facts)
        return {"deleted_id": to_global_id(name, gone.public_id)}

    return edit(
        f"Delete{name}",
        _existing(concept, extra or {}),
        run,
        {"deleted_id": ""},
        required=("id",),
        description="Delete it as if it had never been; refused if anything refers to it.",
    )


def _on_existing(
    concept: str, verb: str, table: Table, service: Callable[..., Any], description: str
) -> graphene.Field:
    noun, name = concept.split(".")

    def run(by: User, facts: dict[str, Any]) -> dict[str, Any]:
        return {noun: service(**{noun: facts.pop("id")}, by=by, **facts)}

    return edit(
        f"{verb}{name}",
        _existing(concept, table),
        run,
        {noun: concept},
        required=("id",),
        description=description,
    )


def _existing(concept: str, table: Table) -> Table:
    return {"id": Ref(concept), **table, **VERSION, **REASON}
