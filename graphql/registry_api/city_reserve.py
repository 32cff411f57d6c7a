"""What the city keeps of a bundle by the share of its class."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from accounts.models import User
from registry_api import edits
from registry_api.duct import Duct
from registry_api.inputs import REASON, Ref
from registry_api.nodes import find
from reservations.services import city_reserve as service
from reservations.services.city_reserve import Kept


class KeptShare(graphene.ObjectType):
    """Of the tubes of a bundle: how many are to be kept, and how many are."""

    percent = graphene.Decimal(required=True, description="Share that is kept, in percent.")
    justification = graphene.String(required=True, description="Why the city keeps it.")
    tubes = graphene.Int(required=True, description="Tubes of the bundle that are in use.")
    due = graphene.Int(required=True, description="Tubes that are to be kept.")
    kept = graphene.Int(required=True, description="Tubes that reserves of the city name.")
    missing = graphene.Int(required=True, description="Tubes still to be kept.")

    @staticmethod
    def resolve_percent(one: Kept, _info: GraphQLResolveInfo) -> Any:
        return one.share.percent

    @staticmethod
    def resolve_justification(one: Kept, _info: GraphQLResolveInfo) -> str:
        return one.share.justification

    @staticmethod
    def resolve_tubes(one: Kept, _info: GraphQLResolveInfo) -> int:
        return one.of


def _set_aside(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"reservation": service.set_aside(by=by, **facts)}


class CityReserveMutations:
    set_aside_reserve = edits.edit(
        "SetAsideReserve",
        {
            "bundle": Ref("duct.Duct"),
            "last": graphene.Date,
            "organisation": graphene.String,
            **REASON,
        },
        _set_aside,
        {"reservation": "reservation.Reservation"},
        required=("bundle", "last", "organisation"),
        description="Keep what the share says of a bundle from today to the last day: the free "
        "tubes with the highest numbers, for a body of the city. Access officers only.",
    )


class CityReserveQueries:
    kept_share = graphene.Field(
        KeptShare,
        bundle=graphene.ID(required=True, description="Id or code."),
        description="What the city keeps of a bundle; null where no share is in force. For those "
        "who see all reservations.",
    )

    @staticmethod
    def resolve_kept_share(_root: Any, info: GraphQLResolveInfo, bundle: str) -> Kept | None:
        viewer = info.context.viewer
        return service.of_bundle(find(Duct, viewer, bundle, "bundle"), viewer)
