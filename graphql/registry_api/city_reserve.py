"""What the city keeps for itself: the share of each class of ducts, place by place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene
from django.utils.translation import gettext as _
from graphql import GraphQLResolveInfo

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import require
from assets.models.duct_type import DuctKind
from gis.refusals import Refusal
from registry_api import edits
from registry_api.enums import enum_of
from registry_api.errors import bad_input
from registry_api.inputs import REASON, Parts, Ref, Table, read
from registry_api.period import Period, period_of
from reservations.desk import reserves
from reservations.services import city_reserve as service
from reservations.services.city_reserve import Kept, Place

MOST_PLACES = 100


class ReserveShare(graphene.ObjectType):
    """How much of a class the city keeps everywhere from today on, and why."""

    duct_class = graphene.Field(enum_of(DuctKind), required=True)
    percent = graphene.Decimal(required=True, description="Share that is kept, in percent.")
    justification = graphene.String(required=True, description="Why the city keeps it.")
    source = graphene.String(required=True, description="Who decided it.")
    valid = graphene.Field(Period, required=True, description="When it is in force.")
    reserves = graphene.Int(required=True, description="Reservations that keep it now.")
    ducts = graphene.Int(required=True, description="Ducts that these name.")


class KeptShare(graphene.ObjectType):
    """Of ducts that lie side by side: how many are to be kept, and how many are."""

    percent = graphene.Decimal(required=True, description="Share that is kept, in percent.")
    justification = graphene.String(required=True, description="Why the city keeps it.")
    ducts = graphene.Int(required=True, description="Ducts of the class that are in use there.")
    due = graphene.Int(required=True, description="Ducts that are to be kept.")
    kept = graphene.Int(required=True, description="Ducts that reserves of the city keep.")
    missing = graphene.Int(required=True, description="Ducts still to be kept.")

    @staticmethod
    def resolve_percent(one: Kept, _info: GraphQLResolveInfo) -> Any:
        return one.share.percent

    @staticmethod
    def resolve_justification(one: Kept, _info: GraphQLResolveInfo) -> str:
        return one.share.justification

    @staticmethod
    def resolve_ducts(one: Kept, _info: GraphQLResolveInfo) -> int:
        return one.of


_PLACE: Table = {
    "bundle": Ref("duct.Duct"),
    "segment": Ref("segment.Segment"),
    "duct_class": enum_of(DuctKind),
}
_PLACES = Parts("ReservePlace", _PLACE)
_OF_SHARE = ("duct_class", "percent", "justification", "source")


def _place(facts: Mapping[str, Any], field: str) -> Place:
    """Either a bundle, for its tubes, or a segment with the class of ducts in it."""
    bundle, segment = facts.get("bundle"), facts.get("segment")
    kind = facts.get("duct_class")
    if (bundle is None) == (segment is None) or (segment is not None and kind is None):
        raise Refusal("REQUIRED", _("Name a bundle, or a segment with a class of ducts."), field)
    if bundle is not None:
        return Place.of_bundle(bundle)
    return Place(DuctKind(kind), segment=segment)


def _set_aside(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    given = facts.pop("places")
    if not 1 <= len(given) <= MOST_PLACES:
        raise bad_input("places", f"1–{MOST_PLACES}")
    places = [_place(one, f"places.{number}") for number, one in enumerate(given)]
    return {"reservations": service.set_aside_all(by=by, places=places, **facts)}


class CityReserveMutations:
    set_aside_reserve = edits.edit(
        "SetAsideReserve",
        {"places": _PLACES, "last": graphene.Date, "organisation": graphene.String, **REASON},
        _set_aside,
        {"reservations": "reservation.Reservation"},
        required=("places", "last", "organisation"),
        many=True,
        description="Keep what the shares say at up to 100 places, from today to the last day, for "
        "a body of the city: of free ducts those with the highest numbers; at all places or none. "
        "Access officers only.",
    )


class CityReserveQueries:
    kept_share = graphene.Field(
        KeptShare,
        place=graphene.Argument(
            graphene.NonNull(_PLACES.row), description="Where ducts lie side by side."
        ),
        description="What the city keeps of a bundle, or of a class of ducts in a segment; null "
        "where no share is in force. For those who see all reservations.",
    )
    reserve_shares = graphene.List(
        graphene.NonNull(ReserveShare),
        required=True,
        description="The shares in force today, by class. For those who see all reservations.",
    )

    @staticmethod
    def resolve_kept_share(
        _root: Any, info: GraphQLResolveInfo, place: Mapping[str, Any]
    ) -> Kept | None:
        viewer = info.context.viewer
        return service.kept_at(_place(read(_PLACE, place, viewer, "place."), "place"), viewer)

    @staticmethod
    def resolve_reserve_shares(_root: Any, info: GraphQLResolveInfo) -> list[dict[str, Any]]:
        require(info.context.viewer, Capability.SEE_ALL_CLAIMS)
        return [
            {name: getattr(one.share, name) for name in _OF_SHARE}
            | {"valid": period_of(one.share.valid), "reserves": one.reserves, "ducts": one.ducts}
            for one in reserves.shares()
        ]
