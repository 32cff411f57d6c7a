"""Who else wants what a request asks for; told to the desk, never to the competitors."""

from __future__ import annotations

from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from registry_api.at_desk import case_at_desk
from registry_api.plan import Column, Concept, Row, ToOne, make_plan
from reservations.desk.case import DeskCase


class CompetingClaim(Concept):
    """Another request or reservation on the same sections, in an overlapping time."""

    reservation = ToOne(
        "reservation.Reservation", description="Whose `request`, if any, names the other request."
    )
    units = Column(
        graphene.List(graphene.NonNull(graphene.String)),
        required=True,
        description="Ducts and strands of it that lie on the same sections.",
    )
    earlier = Column(
        graphene.Boolean,
        required=True,
        description="Whether it comes first in the order of receipt, or holds already.",
    )


class CompetingQueries:
    competing_claims = graphene.List(
        graphene.NonNull(CompetingClaim),
        required=True,
        request=graphene.ID(required=True, description="Id or number."),
        description="For the desk: who else wants what an undecided request asks for, the first "
        "first.",
    )

    @staticmethod
    def resolve_competing_claims(_root: Any, info: GraphQLResolveInfo, request: str) -> list[Row]:
        viewer = info.context.viewer
        found = DeskCase(case_at_desk(viewer, request), viewer).competitors
        rows: list[Row] = [
            {"reservation_id": one.claim.pk, "units": one.units, "earlier": one.earlier}
            for one in found
        ]
        info.context.loader.complete(make_plan(CompetingClaim, info.field_nodes, info), rows)
        return rows
