"""What capacity costs, as dated data."""

from __future__ import annotations

import graphene

from registry_api.connections import ConnectionField
from registry_api.enums import enum_of
from registry_api.nodes import Node, id_column
from registry_api.period import Period, period_of
from registry_api.plan import Catalogue, Column
from reservations import models
from reservations.models import PricedUnit


class Tariff(Catalogue):
    """Net prices of one kind of unit, in force for a time."""

    class Meta:
        model = models.Tariff
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("Tariff", "pk")
    code = Column(graphene.String, required=True)
    name = Column(graphene.String, required=True, description="In German.")
    name_en = Column(graphene.String, required=True, description="Empty where nobody gave one.")
    unit_kind = Column(enum_of(PricedUnit), required=True)
    per_metre_year = Column(graphene.Decimal, required=True)
    one_off = Column(graphene.Decimal, required=True)
    minimum_months = Column(graphene.Int, required=True)
    currency = Column(graphene.String, required=True)
    vat_percent = Column(graphene.Decimal, required=True)
    valid = Column(
        Period, convert=period_of, required=True, description="For offers made in this time."
    )
    source = Column(graphene.String, required=True)


class TariffQueries:
    tariffs = ConnectionField(Tariff)
