"""More time for what was granted: asked for at a price, granted or refused."""

from __future__ import annotations

from typing import Any

import graphene

from accounts.models import User
from accounts.roles import Capability
from registry_api import edits
from registry_api.enums import enum_of
from registry_api.on_case import CASE_WITH_REASON, RETURNS, step
from registry_api.plan import Column, Concept
from reservations import models
from reservations.models import ExtensionAnswer
from reservations.services import period_extension as service


class PeriodExtension(Concept):
    """A question for more time, at the yearly prices of the day on which it was asked."""

    class Meta:
        model = models.PeriodExtension
        identifier = "pk"

    until = Column(graphene.Date, required=True, description="Last day when it was asked.")
    last = Column(graphene.Date, required=True, description="Last day that is asked for.")
    months = Column(graphene.Int, required=True, description="Months charged in addition.")
    currency = Column(graphene.String, required=True)
    net = Column(graphene.Decimal, required=True)
    vat = Column(graphene.Decimal, required=True)
    gross = Column(graphene.Decimal, required=True)
    reason = Column(graphene.String, required=True, description="Why it was asked for.")
    asked_by = Column(
        graphene.String, "asked_by__full_name", required=True, description="Who asked for it."
    )
    asked_at = Column(graphene.DateTime, required=True, description="When it was asked.")
    answer = Column(enum_of(ExtensionAnswer), required=True)
    answer_reason = Column(graphene.String, required=True, description="Why it was answered so.")
    answered_at = Column(graphene.DateTime, description="Null: it waits for its answer.")
    answered_by = Column(
        graphene.String,
        "answered_by__full_name",
        needs=Capability.SEE_QUEUE,
        description="Who answered it; told to the desk only.",
    )


# --- mutations
def _ask(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"access_request": service.ask(by=by, **facts).request}


class PeriodExtensionMutations:
    ask_for_more_time = edits.edit(
        "AskForMoreTime",
        {**CASE_WITH_REASON, "last": graphene.Date},
        _ask,
        RETURNS,
        required=("id", "last", "reason"),
        description="Ask to keep what was granted until a later last day; the applicant only. "
        "`dryRun` shows the price.",
    )
    grant_more_time = edits.edit(
        "GrantMoreTime",
        CASE_WITH_REASON,
        step(service.grant),
        RETURNS,
        required=("id",),
        description="Give the time that was asked for, if it is free; the desk only.",
    )
    refuse_more_time = edits.edit(
        "RefuseMoreTime",
        CASE_WITH_REASON,
        step(service.refuse),
        RETURNS,
        required=("id", "reason"),
        description="Say why there is no more time; what was granted stays. The desk only.",
    )
