"""Grounds on which access may be refused: the closed lists of the laws."""

from __future__ import annotations

import graphene

from accounts.roles import Role
from registry_api.connections import ConnectionField
from registry_api.enums import enum_of
from registry_api.nodes import Node, id_column
from registry_api.period import Period, period_of
from registry_api.plan import Catalogue, Column
from reservations import models
from reservations.models import LawBasis


class RefusalGround(Catalogue):
    """One ground of a closed list; a refusal names it with its evidence."""

    class Meta:
        model = models.RefusalGround
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("RefusalGround", "pk")
    code = Column(graphene.String, required=True)
    name = Column(graphene.String, required=True, description="In German.")
    name_en = Column(graphene.String, required=True, description="Empty where nobody gave one.")
    basis = Column(enum_of(LawBasis), required=True)
    paragraph = Column(graphene.String, required=True)
    shows_capacity = Column(
        graphene.Boolean,
        required=True,
        description="Whether it needs the reserve or the investment plan that leaves no space.",
    )
    signed_by = Column(
        enum_of(Role),
        required=True,
        description="Who refuses by it: the access desk or, a consent, the road authority.",
    )
    valid = Column(
        Period, convert=period_of, required=True, description="For requests received in this time."
    )
    source = Column(graphene.String, required=True)


class RefusalGroundQueries:
    refusal_grounds = ConnectionField(RefusalGround)
