"""Duties of the city with a clock, which it fulfils outside of the request: one type for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accounts.models import User
from accounts.roles import Capability
from registry_api import edits
from registry_api.carry_out import Run
from registry_api.on_case import CASE, RETURNS
from registry_api.plan import Column, Concept
from reservations.models import FulfilledDuty, LegalStep
from reservations.services.fulfilled_duty import REGULATOR, WORKS, Duty, record


def fulfilled(step: LegalStep) -> Subquery:
    """Its row of a request; null while the duty is open or there is none."""
    rows = FulfilledDuty.objects.filter(request=OuterRef("pk"), step=step)
    return Subquery(rows.values("pk"))


class _Recorded(Concept):
    """`step` is the duty that the type tells of."""

    class Meta:
        abstract = True

    step: LegalStep

    recorded_at = Column(graphene.DateTime, required=True, description="When it was noted here.")
    recorded_by = Column(
        graphene.String,
        "recorded_by__full_name",
        needs=Capability.SEE_QUEUE,
        description="Who noted it; told to the desk only.",
    )

    @classmethod
    def tells_of(cls, row: Mapping[str, Any]) -> bool:
        return row.get("step") == cls.step


class RegulatorNotice(_Recorded):
    """Done on a day under a reference; it stands as recorded."""

    class Meta:
        model = FulfilledDuty
        identifier = "pk"

    step = LegalStep.NOTIFICATION

    told_on = Column(
        graphene.Date, "done_on", required=True, description="Day on which it was told."
    )
    reference = Column(graphene.String, required=True, description="By which it is known there.")


class WorksPublication(_Recorded):
    """Planned works were published on a day (Art. 6 GIA); it stands as recorded."""

    class Meta:
        model = FulfilledDuty
        identifier = "pk"

    step = LegalStep.PUBLICATION

    published_on = Column(
        graphene.Date, "done_on", required=True, description="Day on which it was done."
    )
    place = Column(graphene.String, "reference", required=True, description="Where it can be read.")


def _records(duty: Duty, day: str, text: str) -> Run:
    """Notes it, today where no day is given; `day` and `text` are what its input calls them."""

    def run(by: User, facts: dict[str, Any]) -> dict[str, Any]:
        done_on = facts.pop(day, None) or timezone.localdate()
        case = record(duty, by=by, done_on=done_on, reference=facts.pop(text), **facts)
        return {"access_request": case}

    return run


class FulfilledDutyMutations:
    publish_works = edits.edit(
        "PublishWorks",
        {**CASE, "published_on": graphene.Date, "place": graphene.String},
        _records(WORKS, "published_on", "place"),
        RETURNS,
        required=("id", "place"),
        description="Note that planned works were published, on which day (today without one) and "
        "where they can be read about; the deadline for it is met. The desk only.",
    )
    tell_regulator = edits.edit(
        "TellRegulator",
        {**CASE, "told_on": graphene.Date, "reference": graphene.String},
        _records(REGULATOR, "told_on", "reference"),
        RETURNS,
        required=("id", "reference"),
        description="Note that the regulator was told, on which day (today without one) and under "
        "which reference; the deadline for it is met. The desk only.",
    )
