"""The national dispute body is called about a request, and decides."""

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
from reservations.services import dispute as service


class Dispute(Concept):
    """A call of the dispute body (Art. 13 GIA, § 149 TKG); it stands as recorded."""

    class Meta:
        model = models.Dispute
        identifier = "pk"

    filed_on = Column(graphene.Date, required=True, description="Day on which it was called.")
    reference = Column(
        graphene.String, required=True, description="By which it is known there; may be empty."
    )
    by_applicant = Column(
        graphene.Boolean, required=True, description="Noted by the applicant; else by the desk."
    )
    recorded_at = Column(graphene.DateTime, required=True, description="When it was noted here.")
    recorded_by = Column(
        graphene.String,
        "recorded_by__full_name",
        needs=Capability.SEE_QUEUE,
        description="Who noted it; told to the desk only.",
    )
    ruled_on = Column(graphene.Date, description="When it decided; null: not yet.")
    ruling = Column(graphene.String, required=True, description="What it decided.")


def _file(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    facts["filed_on"] = facts.get("filed_on") or timezone.localdate()
    facts["reference"] = facts.get("reference") or ""
    return {"access_request": service.file(by=by, **facts)}


def _note(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    facts["ruled_on"] = facts.get("ruled_on") or timezone.localdate()
    return {"access_request": service.note_ruling(by=by, **facts)}


class DisputeMutations:
    file_dispute = edits.edit(
        "FileDispute",
        {**CASE, "filed_on": graphene.Date, "reference": graphene.String},
        _file,
        RETURNS,
        required=("id",),
        description="Note that the national dispute body was called, on which day (today without "
        "one); its deadline runs from then on and the other side is told. By the applicant or the "
        "desk, where the request was refused, not answered, or offered and not agreed on. "
        "`dryRun` shows by when it would decide.",
    )
    note_ruling = edits.edit(
        "NoteRuling",
        {**CASE, "ruled_on": graphene.Date, "ruling": graphene.String},
        _note,
        RETURNS,
        required=("id", "ruling"),
        description="Note what the dispute body decided, and on which day (today without one); its "
        "deadline is met. The desk only.",
    )
