"""Payloads of mutations: the changed objects as they were asked for, what is gone, and the errors.

What a mutation changed is named by primary keys (`named`); that is also what an idempotency key
keeps. `read` turns names into rows with everything selected below them, field by field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import graphene
from django.db.models import Model
from graphene.utils.str_converters import to_camel_case
from graphql import FieldNode, GraphQLObjectType, GraphQLResolveInfo
from graphql.execution.collect_fields import collect_sub_fields

from registry_api.errors import Problem
from registry_api.plan import make_plan
from registry_api.plan.fields import concept_called

GONE = "deleted_id"
GONE_IDS = "deleted_ids"


@dataclass(frozen=True)
class Payload:
    """The payload `name`. `returns` maps its fields to concepts ("site.Site").

    `once` are plain fields that only the first answer has, such as secrets: they are kept nowhere.
    With `many` all are lists, in the bulk form in the order of the rows.
    """

    name: str
    returns: Mapping[str, str]
    once: Mapping[str, Any]
    many: bool = False

    @cached_property
    def type(self) -> type[graphene.ObjectType]:
        fields: dict[str, Any] = {key: self._field(key) for key in self.returns}
        fields |= {key: kind(description="Shown this once.") for key, kind in self.once.items()}
        fields["errors"] = graphene.List(graphene.NonNull(Problem), required=True)
        return type(self.name, (graphene.ObjectType,), fields)

    def _field(self, key: str) -> Any:
        if key == GONE:
            return graphene.ID(description="Id of what is gone.")
        if key == GONE_IDS:
            gone = "Ids of what is gone, in the order of the rows."
            return graphene.List(graphene.NonNull(graphene.ID), description=gone)
        return graphene.Field(lambda: self._kind(key), resolver=_picked)

    def _kind(self, key: str) -> Any:
        concept = concept_called(self.returns[key])
        return graphene.List(concept) if self.many else concept

    def named(self, changed: Mapping[str, Any]) -> dict[str, Any]:
        """The changed objects by their keys: all that is kept of an answer."""
        return {key: _key(changed[key]) for key in self.returns if key in changed}

    def read(self, names: Mapping[str, Any], info: GraphQLResolveInfo) -> dict[str, Any]:
        """The payload with what was asked of each named object; null for what may not be seen."""
        answer: dict[str, Any] = {key: names[key] for key in (GONE, GONE_IDS) if key in names}
        fields = {to_camel_case(key): key for key in self.returns if key in names}
        for asked, nodes in self._selected(info).items():
            key = fields.get(nodes[0].name.value)
            if key is not None and key not in answer:
                answer[f"@{asked}"] = self._rows(key, names[key], nodes, info)
        return answer

    def _selected(self, info: GraphQLResolveInfo) -> dict[str, list[FieldNode]]:
        kind = info.schema.type_map[self.name]
        assert isinstance(kind, GraphQLObjectType)
        return collect_sub_fields(
            info.schema, info.fragments, info.variable_values, kind, list(info.field_nodes)
        )

    def _rows(self, key: str, pks: Any, nodes: list[FieldNode], info: GraphQLResolveInfo) -> Any:
        """One row or a list; an error instead, which graphql-core reports at its field.

        The change itself was carried out, so what goes wrong here must not hide the rest.
        """
        try:
            plan = make_plan(concept_called(self.returns[key]), nodes, info)
            wanted = pks if self.many else [pks]
            rows = {row["pk"]: row for row in info.context.loader.by_pk(plan, wanted)}
        except Exception as fault:
            return fault
        found = [rows.get(pk) for pk in wanted]
        return found if self.many else found[0]


def _picked(payload: Mapping[str, Any], info: GraphQLResolveInfo) -> Any:
    return payload.get(f"@{info.path.key}")


def _key(changed: Any) -> Any:
    if isinstance(changed, list):
        return [_key(one) for one in changed]
    return changed.pk if isinstance(changed, Model) else changed
