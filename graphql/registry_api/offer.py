"""Offers on requests: what they cost, line by line, and their acceptance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import Viewer
from registry_api import edits
from registry_api.on_case import CASE_WITH_REASON, RETURNS, step
from registry_api.plan import Batch, Column, Concept, ToMany, ToOne
from reservations import models
from reservations.services import offer as service
from reservations.tariffs.explain import explained


def _explanations(
    viewer: Viewer, keys: list[Any], _arguments: Mapping[str, Any]
) -> Mapping[Any, str]:
    rows = models.OfferLine.objects.filter(pk__in=keys).select_related("offer")
    return {row.pk: explained(row, row.offer.currency) for row in rows}


class OfferLine(Concept):
    """The price of one unit. net = length × price per metre and year × months / 12 + one-off."""

    class Meta:
        model = models.OfferLine
        identifier = "pk"

    position = Column(graphene.Int, required=True, description="Counted from 1.")
    tariff = ToOne("tariff.Tariff", required=True, description="By which it was reckoned.")
    length_m = Column(graphene.Decimal, required=True, description="Geodesic metres, to 0.1 m.")
    months = Column(graphene.Int, required=True)
    per_metre_year = Column(graphene.Decimal, required=True)
    one_off = Column(graphene.Decimal, required=True)
    net = Column(graphene.Decimal, required=True)
    vat_percent = Column(graphene.Decimal, required=True)
    explanation = Batch(graphene.String, _explanations, description="How it comes about.")


class Offer(Concept):
    """What the city asks for the capacity, and until when the applicant can accept it."""

    class Meta:
        model = models.Offer
        identifier = "pk"

    valid_until = Column(graphene.Date, required=True, description="Last day for acceptance.")
    currency = Column(graphene.String, required=True)
    net = Column(graphene.Decimal, required=True)
    vat = Column(graphene.Decimal, required=True)
    gross = Column(graphene.Decimal, required=True)
    made_at = Column(graphene.DateTime, required=True, description="When it was made.")
    made_by = Column(
        graphene.String, "made_by__full_name", needs=Capability.SEE_QUEUE, description="By whom."
    )
    withdrawn_at = Column(graphene.DateTime, description="When the desk took it back.")
    accepted_at = Column(graphene.DateTime, description="When it was accepted; null: it was not.")
    accepted_name = Column(graphene.String, required=True, description="Who accepted it.")
    lines = ToMany("offer.OfferLine", "offer_id", order=("position", "pk"))


# --- mutations
def _make(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    facts["out_of_turn_reason"] = facts.get("out_of_turn_reason") or ""
    return {"access_request": service.make(by=by, **facts)}


class OfferMutations:
    make_offer = edits.edit(
        "MakeOffer",
        {**CASE_WITH_REASON, "valid_until": graphene.Date, "out_of_turn_reason": graphene.String},
        _make,
        RETURNS,
        required=("id",),
        description="Offer what a request in review asks for at the tariffs of today, and hold "
        "it until the last day for acceptance, the 30th from today without one; the desk only.",
    )
    replace_offer = edits.edit(
        "ReplaceOffer",
        {**CASE_WITH_REASON, "valid_until": graphene.Date},
        step(service.replace),
        RETURNS,
        required=("id",),
        description="Take an open offer back and make a new one at the tariffs of today, or "
        "change nothing; the desk only.",
    )
    withdraw_offer = edits.edit(
        "WithdrawOffer",
        CASE_WITH_REASON,
        step(service.withdraw),
        RETURNS,
        required=("id",),
        description="Take an offer back that nobody accepted; the desk only.",
    )
    accept_offer = edits.edit(
        "AcceptOffer",
        {**CASE_WITH_REASON, "name": graphene.String},
        step(service.accept),
        RETURNS,
        required=("id", "name"),
        description="Accept the offer by name, on its last day at the latest; the applicant only.",
    )
