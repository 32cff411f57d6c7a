"""What somebody is told of: steps of requests and messages on them."""

from __future__ import annotations

from typing import Any

import graphene

from accounts.models import User
from registry_api import edits
from registry_api.connections import NEWEST, ConnectionField
from registry_api.inputs import Ref
from registry_api.nodes import Node, id_column
from registry_api.plan import Column, Concept, ToOne
from reservations import models
from reservations.filters import NoticeFilter
from reservations.services import notice as service


class Notice(Concept):
    """One person is told of one step or one message."""

    class Meta:
        model = models.Notice
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("Notice", "pk")
    request = ToOne("access_request.AccessRequest", description="The request it is about.")
    event = ToOne("case_event.CaseEvent", description="The step; null: it is of a message.")
    message = ToOne("case_message.CaseMessage", description="Null: it is of a step.")
    created_at = Column(graphene.DateTime, required=True)
    read_at = Column(graphene.DateTime, description="When it was read; null: not yet.")


def _read(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"notice": service.read(facts["id"], by)}


class NoticeMutations:
    read_notice, read_notices = edits.pair(
        "ReadNotice",
        {"id": Ref("notice.Notice")},
        _read,
        {"notice": "notice.Notice"},
        required=("id",),
        common={},
        description="Note that one has read it.",
    )


class NoticeQueries:
    notices = ConnectionField(
        Notice,
        filterset=NoticeFilter,
        ordering=NEWEST,
        description="Your own, newest first.",
    )
