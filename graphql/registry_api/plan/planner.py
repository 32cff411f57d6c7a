"""Reads the requested fields of a concept once and says what must be loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graphql import FieldNode, GraphQLObjectType, GraphQLResolveInfo
from graphql.execution.collect_fields import collect_sub_fields
from graphql.execution.values import get_argument_values

from registry_api.plan.concept import Concept
from registry_api.plan.fields import Column, PlannedField, Source


@dataclass(slots=True)
class Edge:
    """One requested field that needs loading of its own; `key` is where rows keep the result."""

    key: str
    field: PlannedField
    arguments: Mapping[str, Any]
    plan: Any


@dataclass(slots=True)
class Plan:
    """What to read of one concept at one place of the request."""

    concept: type[Concept]
    columns: dict[str, Source] = field(default_factory=lambda: {"pk": "pk"})
    edges: list[Edge] = field(default_factory=list)


def make_plan(
    concept: type[Concept], field_nodes: Sequence[FieldNode], info: GraphQLResolveInfo
) -> Plan:
    """The plan for the selection below these nodes, which yield objects of the concept."""
    return Planner(info).plan(concept, list(field_nodes))


class Planner:
    """One request; holds what every level needs."""

    def __init__(self, info: GraphQLResolveInfo) -> None:
        self.info = info

    def plan(self, concept: type[Concept], nodes: list[FieldNode]) -> Plan:
        plan = Plan(concept)
        graphql_type = self.info.schema.type_map[concept._meta.name]
        assert isinstance(graphql_type, GraphQLObjectType)
        for key, selected in self.selected(graphql_type, nodes).items():
            name = selected[0].name.value
            if not name.startswith("__"):
                self._add(plan, graphql_type, key, selected)
        return plan

    def selected(
        self, graphql_type: GraphQLObjectType, nodes: list[FieldNode]
    ) -> dict[str, list[FieldNode]]:
        """Requested fields by key of the response; fragments and directives are resolved."""
        info = self.info
        return collect_sub_fields(
            info.schema, info.fragments, info.variable_values, graphql_type, nodes
        )

    def _add(
        self, plan: Plan, graphql_type: GraphQLObjectType, key: str, nodes: list[FieldNode]
    ) -> None:
        name = nodes[0].name.value
        planned = plan.concept._meta.planned.get(name)
        if planned is None or not planned.allowed(self.info.context.viewer):
            return
        plan.columns.update(planned.columns())
        if isinstance(planned, Column):
            return
        definition = graphql_type.fields[name]
        arguments = get_argument_values(definition, nodes[0], self.info.variable_values)
        plan.edges.append(Edge(f"@{key}", planned, arguments, planned.below(self, nodes)))
