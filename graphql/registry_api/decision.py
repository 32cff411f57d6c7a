"""Decisions on requests: granted, partly granted or refused, and on which grounds."""

from __future__ import annotations

from typing import Any

import graphene

from accounts.models import User
from accounts.roles import Capability
from registry_api import edits
from registry_api.enums import enum_of
from registry_api.held_units import UNIT_KEYS, units_of
from registry_api.inputs import Parts, Ref, Table
from registry_api.nodes import Node, id_column
from registry_api.on_case import CASE, CASE_WITH_REASON, RETURNS, step
from registry_api.plan import Column, Concept, ToMany, ToOne
from reservations import models
from reservations.models import DecisionOutcome
from reservations.services import decision as service


class DecisionGround(Concept):
    """A ground of a refusal, with what shows it."""

    class Meta:
        model = models.DecisionGround
        identifier = "pk"

    ground = ToOne("refusal_ground.RefusalGround", required=True)
    evidence = Column(graphene.String, required=True)
    reserve = ToOne(
        "reservation.Reservation",
        description="That leaves no space; null where you may not see it.",
    )
    investment_plan = Column(graphene.String, required=True)

    @classmethod
    def visible(cls, viewer: Any) -> Any:
        seen = models.Decision.objects.visible_to(viewer)
        return models.DecisionGround.objects.filter(decision__in=seen)


class Decision(Concept):
    """The city's answer to a request; the applicant sees it once it is signed."""

    class Meta:
        model = models.Decision
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("Decision", "pk")
    request = ToOne("access_request.AccessRequest", description="The request it answers.")
    outcome = Column(enum_of(DecisionOutcome), required=True)
    reasons = Column(graphene.String, required=True)
    grounds = ToMany("decision.DecisionGround", "decision_id", order=("pk",))
    prepared_by = Column(
        graphene.String,
        "prepared_by__full_name",
        needs=Capability.SEE_QUEUE,
        description="Who prepared it.",
    )
    prepared_at = Column(graphene.DateTime, needs=Capability.SEE_QUEUE, description="When.")
    two_person = Column(
        graphene.Boolean,
        needs=Capability.SEE_QUEUE,
        description="Whether somebody else has to sign it.",
    )
    signed_by = Column(
        graphene.String,
        "signed_by__full_name",
        needs=Capability.SEE_QUEUE,
        description="Who signed it.",
    )
    signed_at = Column(graphene.DateTime, description="Null: it waits for a signature.")
    net = Column(
        graphene.Decimal, description="What is granted costs; null without an accepted offer."
    )
    vat = Column(graphene.Decimal, description="VAT on it.")
    gross = Column(graphene.Decimal, description="Net and VAT.")
    currency = Column(graphene.String, required=True, description="Empty where it has no price.")


# --- mutations
_GROUND: Table = {
    "ground": Ref("refusal_ground.RefusalGround"),
    "evidence": graphene.String,
    "reserve": Ref("reservation.Reservation"),
    "investment_plan": graphene.String,
}


def _decide(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    given = {name: value for name, value in facts.items() if value is not None}
    shown = [service.Shown(**_without_nulls(one)) for one in given.pop("grounds", ())]
    refused = units_of(given["request"], given.pop("refused_units", ()), "refusedUnits")
    outcome = DecisionOutcome(given.pop("outcome"))
    case = service.decide(by=by, outcome=outcome, grounds=shown, refused_units=refused, **given)
    return {"access_request": case}


def _without_nulls(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}


class DecisionMutations:
    decide_request = edits.edit(
        "DecideRequest",
        {
            **CASE,
            "outcome": enum_of(DecisionOutcome),
            "reasons": graphene.String,
            "refused_units": UNIT_KEYS,
            "grounds": Parts("GroundFacts", _GROUND, ("ground", "evidence")),
            "out_of_turn_reason": graphene.String,
        },
        _decide,
        RETURNS,
        required=("id", "outcome"),
        description="Grant, grant in part or refuse; where two people are needed it waits for the "
        "other's signature. The desk only; consents of the road authority are signed by those who "
        "do not run the network.",
    )
    sign_decision = edits.edit(
        "SignDecision",
        CASE_WITH_REASON,
        step(service.sign),
        RETURNS,
        required=("id",),
        description="Sign what somebody else prepared.",
    )
