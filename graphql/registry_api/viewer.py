"""Who asks, and what the person or machine may do."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from accounts.roles import Capability as RoleCapability
from accounts.scopes import Scope
from registry_api.enums import enum_of, plain_enum
from registry_api.plan import make_plan

Capability = plain_enum(RoleCapability)


class Viewer(graphene.ObjectType):
    """The person or service account behind the request."""

    name = graphene.String(required=True)
    email = graphene.String(required=True)
    is_service = graphene.Boolean(required=True)
    capabilities = graphene.List(
        graphene.NonNull(Capability), required=True, description="With a token: as far as it goes."
    )
    scopes = graphene.List(
        graphene.NonNull(enum_of(Scope)), description="Those of the token; null with a session."
    )
    organisations = graphene.List(
        graphene.NonNull("registry_api.organisation.Organisation"), required=True
    )

    @staticmethod
    def resolve_name(user: Any, _info: GraphQLResolveInfo) -> str:
        return str(user)

    @staticmethod
    def resolve_capabilities(user: Any, _info: GraphQLResolveInfo) -> list[RoleCapability]:
        return sorted(user.capabilities, key=lambda one: one.value)

    @staticmethod
    def resolve_scopes(user: Any, _info: GraphQLResolveInfo) -> list[Scope] | None:
        return None if user.scopes is None else [one for one in Scope if one in user.scopes]

    @staticmethod
    def resolve_organisations(user: Any, info: GraphQLResolveInfo) -> list[dict[str, Any]]:
        from registry_api.organisation import Organisation

        plan = make_plan(Organisation, info.field_nodes, info)
        return info.context.loader.by_pk(plan, user.organisation_ids)


class ViewerQueries:
    viewer = graphene.Field(Viewer, description="Null without a login.")

    @staticmethod
    def resolve_viewer(_root: Any, info: GraphQLResolveInfo) -> Any:
        viewer = info.context.viewer
        return viewer if viewer.is_authenticated else None
