"""Planned works are published before a permit is applied for."""

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
from reservations.services import works_publication as service


class WorksPublication(Concept):
    """Planned works were published on a day (Art. 6 GIA); it stands as recorded."""

    class Meta:
        model = models.WorksPublication
        identifier = "pk"

    published_on = Column(graphene.Date, required=True, description="Day on which it was done.")
    place = Column(graphene.String, required=True, description="Where it can be read.")
    recorded_at = Column(graphene.DateTime, required=True, description="When it was noted here.")
    recorded_by = Column(
        graphene.String,
        "recorded_by__full_name",
        needs=Capability.SEE_QUEUE,
        description="Who noted it; told to the desk only.",
    )


def _publish(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    facts["published_on"] = facts.get("published_on") or timezone.localdate()
    return {"access_request": service.publish(by=by, **facts)}


class WorksPublicationMutations:
    publish_works = edits.edit(
        "PublishWorks",
        {**CASE, "published_on": graphene.Date, "place": graphene.String},
        _publish,
        RETURNS,
        required=("id", "place"),
        description="Note that planned works were published, on which day (today without one) and "
        "where they can be read about; the deadline for it is met. The desk only.",
    )
