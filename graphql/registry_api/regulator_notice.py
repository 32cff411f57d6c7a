"""The regulator is told of an agreement on access."""

from __future__ import annotations

from typing import Any

import graphene
from django.utils import timezone

from accounts.models import User
from accounts.roles import Capability
from registry_api import edits
from registry_api.on_case import CASE, RETURNS
from registry_api.plan import Column, Concept
from reservations import models
from reservations.services import regulator_notice as service


class RegulatorNotice(Concept):
    """Done on a day under a reference; it stands as recorded."""

    class Meta:
        model = models.RegulatorNotice
        identifier = "pk"

    told_on = Column(graphene.Date, required=True, description="Day on which it was told.")
    reference = Column(graphene.String, required=True, description="By which it is known there.")
    recorded_at = Column(graphene.DateTime, required=True, description="When it was noted here.")
    recorded_by = Column(
        graphene.String,
        "recorded_by__full_name",
        needs=Capability.SEE_QUEUE,
        description="Who noted it; told to the desk only.",
    )


def _tell(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    facts["told_on"] = facts.get("told_on") or timezone.localdate()
    return {"access_request": service.tell(by=by, **facts)}


class RegulatorNoticeMutations:
    tell_regulator = edits.edit(
        "TellRegulator",
        {**CASE, "told_on": graphene.Date, "reference": graphene.String},
        _tell,
        RETURNS,
        required=("id", "reference"),
        description="Note that the regulator was told, on which day (today without one) and under "
        "which reference; the deadline for it is met. The desk only.",
    )
