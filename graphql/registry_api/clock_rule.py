"""Rules of law about time, as dated data."""

from __future__ import annotations

import graphene

from registry_api.connections import ConnectionField
from registry_api.enums import enum_of
from registry_api.nodes import Node, id_column
from registry_api.period import Period, period_of
from registry_api.plan import Catalogue, Column
from reservations.models import ClockRule as ClockRuleRow
from reservations.models import LawBasis, LegalStep, RequestKind, StartEvent
from reservations.models.clock_rule import Consequence, Duty, Incompleteness


class ClockRule(Catalogue):
    """How long somebody may take for a step, from what event on, by which paragraph."""

    class Meta:
        model = ClockRuleRow
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("ClockRule", "pk")
    code = Column(graphene.String, required=True)
    name = Column(graphene.String, required=True, description="In German.")
    name_en = Column(graphene.String, required=True, description="Empty where nobody gave one.")
    basis = Column(enum_of(LawBasis), required=True)
    paragraph = Column(graphene.String, required=True)
    kind = Column(enum_of(RequestKind), required=True)
    step = Column(enum_of(LegalStep), required=True)
    duty = Column(enum_of(Duty), required=True)
    start = Column(enum_of(StartEvent), required=True, description="What sets it going.")
    amount = Column(graphene.Int, required=True, description="So many units.")
    unit = Column(
        graphene.String, required=True, description="Of the amount: working days, weeks or months."
    )
    extension_amount = Column(graphene.Int, description="Of one extension; null: there is none.")
    incompleteness = Column(enum_of(Incompleteness), required=True)
    consequence = Column(enum_of(Consequence), required=True)
    warn_days = Column(
        graphene.Int, required=True, description="Amber so many working days before the end."
    )
    valid = Column(
        Period, convert=period_of, required=True, description="For clocks that start in this time."
    )
    source = Column(graphene.String, required=True)
    verified = Column(
        graphene.Boolean, required=True, description="Whether the text of the law was at hand."
    )


class ClockRuleQueries:
    clock_rules = ConnectionField(ClockRule)
