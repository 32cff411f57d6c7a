"""The log of a request."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import graphene

from accounts.viewer import Viewer
from registry_api.enums import enum_of
from registry_api.plan import Batch, Column, Concept
from reservations import models
from reservations.access.states import RequestState


def _told(column: str, viewer: Viewer, keys: list[Any], _arguments: Any) -> Mapping[Any, str]:
    rows = models.CaseEvent.objects.filter(pk__in=keys).told_to(viewer)
    return dict(rows.values_list("pk", column))


class CaseEvent(Concept):
    """One step of a request from state to state; written by the database."""

    class Meta:
        model = models.CaseEvent
        identifier = "pk"

    from_state = Column(enum_of(RequestState), required=True, description="Before it.")
    to_state = Column(enum_of(RequestState), required=True, description="After it.")
    at = Column(graphene.DateTime, required=True)
    actor = Batch(
        graphene.String,
        partial(_told, "told_actor"),
        description="Who; applicants are told of their own people only.",
    )
    reason = Batch(
        graphene.String,
        partial(_told, "told_reason"),
        description="Why; applicants are not told the notes of the desk.",
    )
