"""When the steps of a request are due."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene
from django.db.models import QuerySet
from django.utils import timezone

from accounts.viewer import Viewer
from registry_api.connections import ConnectionField, Ordering
from registry_api.enums import enum_of, plain_enum
from registry_api.nodes import Node, id_column
from registry_api.plan import Batch, Column, Concept, ToOne
from reservations import models
from reservations.clocks.rules import ClockLight, light
from reservations.filters import DeadlineFilter
from reservations.models import LegalStep
from reservations.models.clock_rule import CITY_STEPS


def _lights(
    viewer: Viewer, keys: list[Any], _arguments: Mapping[str, Any]
) -> Mapping[Any, ClockLight]:
    today = timezone.localdate()
    owed = models.Deadline.objects.filter(pk__in=keys, met_on__isnull=True, step__in=CITY_STEPS)
    facts = owed.going_on().values_list("pk", "due_on", "rule__warn_days")
    return {pk: light(due, today, warn_days) for pk, due, warn_days in facts}


class Deadline(Concept):
    """The last day of one step of a request, by one rule of law."""

    class Meta:
        model = models.Deadline
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("Deadline", "pk")
    request = ToOne("access_request.AccessRequest", description="The request it belongs to.")
    step = Column(enum_of(LegalStep), required=True)
    rule = ToOne("clock_rule.ClockRule", required=True, description="By which it is counted.")
    started_on = Column(graphene.Date, required=True, description="Day of the event; not counted.")
    due_on = Column(
        graphene.Date, description="Last day, with the extension; null while it is paused."
    )
    extended_on = Column(graphene.Date, description="When the extension was told; null: none.")
    extension_reason = Column(graphene.String, required=True, description="Why it was extended.")
    met_on = Column(graphene.Date, description="When it was done; null: not yet.")
    light = Batch(
        plain_enum(ClockLight),
        _lights,
        description=(
            "How it stands today. Null once it is done or owed no more, and for what the city does"
            " not owe."
        ),
    )


def _running(viewer: Viewer) -> QuerySet[Any]:
    """What is still to be done."""
    return Deadline.visible(viewer).running().going_on()  # type: ignore[attr-defined]


class DeadlineQueries:
    deadlines = ConnectionField(
        Deadline,
        filterset=DeadlineFilter,
        ordering=Ordering("due_on", False),
        base=_running,
        description="What is still to be done in the requests that you see, first what is due.",
    )
