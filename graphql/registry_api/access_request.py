"""Access requests: what an organisation asks the city for, and how far that is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import Any

import graphene
from django.db import connection
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Concat, NullIf

from accounts.roles import Capability
from accounts.viewer import Viewer
from registry_api.as_built import unreported
from registry_api.connections import NEWEST, ConnectionField, Ordering
from registry_api.enums import enum_of
from registry_api.fulfilled_duty import fulfilled
from registry_api.geometry import geometry_column
from registry_api.nested_connection import NestedConnection
from registry_api.nodes import Node, id_column
from registry_api.period import Period, period_of
from registry_api.plan import Batch, Column, Concept, ToMany, ToOne
from reservations.access.states import WAITING, RequestState
from reservations.filters import AccessRequestFilter
from reservations.models import AccessRequest as AccessRequestRow
from reservations.models import CaseEvent, LawBasis, LegalStep, RequestKind

_NUMBER = re.compile(r"A-([1-9][0-9]{0,17})")
_PLACES = """
    SELECT a.id, (SELECT count(*) FROM reservations_accessrequest b
                  WHERE b.kind = a.kind AND b.answered_at IS NULL AND b.state = ANY (%(waiting)s)
                    AND b.place <= a.place)
    FROM reservations_accessrequest a
    WHERE a.id = ANY (%(ids)s) AND a.answered_at IS NULL AND a.state = ANY (%(waiting)s)
"""


class _RequestOrder(Enum):
    """Order of a list of requests: a column, and whether it descends."""

    NEWEST = ("pk", True)
    LAST_MOVED = ("state_at", True)


class _QueueOrder(Enum):
    """Order of the queue: a column, and whether it descends."""

    PLACE = ("place", False)
    LAST_COME = ("place", True)
    LONGEST_UNMOVED = ("state_at", False)


AccessRequestOrder, QueueOrder = (
    graphene.Enum.from_enum(order, name=name, description=lambda _member: None)
    for order, name in ((_RequestOrder, "AccessRequestOrder"), (_QueueOrder, "QueueOrder"))
)


def _places(viewer: Viewer, keys: list[Any], _arguments: Mapping[str, Any]) -> Mapping[Any, int]:
    """For the desk only: how many others ask is nothing for competitors."""
    if not viewer.can(Capability.SEE_QUEUE):
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, {"ids": keys, "waiting": list(WAITING)})
        return dict(cursor.fetchall())


_MISSING = Case(
    When(
        state=RequestState.INCOMPLETE,
        then=Subquery(
            CaseEvent.objects.filter(request=OuterRef("pk"), to_state=RequestState.INCOMPLETE)
            .order_by("-pk")
            .values("reason")[:1]
        ),
    ),
    output_field=TextField(),
)


class AccessRequest(Concept):
    """A request for access to ducts, information, a survey, works or a consent; as `A-17`."""

    class Meta:
        model = AccessRequestRow
        interfaces = (Node,)

    id = id_column("AccessRequest")
    number = Column(
        graphene.String,
        Concat(Value("A-"), Cast("pk", TextField()), output_field=TextField()),
        required=True,
    )
    kind = Column(enum_of(RequestKind), required=True)
    legal_basis = Column(
        enum_of(LawBasis),
        NullIf("legal_basis", Value("")),
        description="The law by which it is dealt with; null before it is submitted.",
    )
    organisation = ToOne("organisation.Organisation", description="Who asks.")
    contact_name = Column(graphene.String, required=True)
    contact_email = Column(graphene.String, required=True)
    contact_phone = Column(graphene.String, required=True)
    subject = Column(graphene.String, required=True)
    description = Column(graphene.String, required=True, description="Of the project.")
    period = Column(Period, convert=period_of, required=True, description="Asked for.")
    permit_on = Column(graphene.Date, description="When a permit for works will be applied for.")
    area = geometry_column("area", description="GeoJSON in WGS84; null: the ducts say where.")
    state = Column(enum_of(RequestState), required=True)
    state_at = Column(graphene.DateTime, required=True, description="In this state since.")
    missing = Column(graphene.String, _MISSING, description="What the city waits for.")
    receipt = Column(graphene.Int, description="Receipt number; null before it is submitted.")
    received_at = Column(graphene.DateTime, description="When it was submitted.")
    complete_at = Column(
        graphene.DateTime, description="When the last missing part came; null while one is missing."
    )
    queue_place = Batch(
        graphene.Int,
        _places,
        description="In the queue of its kind, from 1, while it waits for an answer; told to the "
        "desk only.",
    )
    answered_at = Column(graphene.DateTime, description="When it was offered or decided first.")
    out_of_turn_reason = Column(
        graphene.String,
        needs=Capability.SEE_QUEUE,
        description="Why it was answered before earlier ones; told to the desk only.",
    )
    created_at = Column(graphene.DateTime, required=True)
    version = Column(graphene.Int, required=True, description="Send it back with a change.")
    deadlines = ToMany("deadline.Deadline", "request_id", order=("due_on", "pk"))
    events = ToMany(
        "case_event.CaseEvent", "request_id", order=("pk",), description="Its log, oldest first."
    )
    offers = ToMany("offer.Offer", "request_id", order=("-pk",), description="Newest first.")
    decision = ToOne("decision.Decision", "decision__pk", description="Once there is one.")
    deemed_consent = ToOne(
        "deemed_consent.DeemedConsent",
        "deemed_consent__pk",
        description="Where the law gave it because nobody decided in time.",
    )
    regulator_notice = ToOne(
        "fulfilled_duty.RegulatorNotice",
        fulfilled(LegalStep.NOTIFICATION),
        description="That the regulator was told; null: it was not.",
    )
    works_publication = ToOne(
        "fulfilled_duty.WorksPublication",
        fulfilled(LegalStep.PUBLICATION),
        description="That planned works were published; null: they were not.",
    )
    dispute = ToOne(
        "dispute.Dispute",
        "dispute__pk",
        description="The call of the dispute body; null: it was not called.",
    )
    extensions = ToMany(
        "period_extension.PeriodExtension",
        "request_id",
        order=("-pk",),
        description="Questions for more time, newest first.",
    )
    reports = ToMany(
        "as_built.AsBuiltReport",
        "request_id",
        order=("-pk",),
        description="Of what was laid, newest first.",
    )
    unreported_ducts = Batch(
        graphene.List(graphene.NonNull(graphene.String), required=True),
        unreported,
        description="Codes of the ducts that it holds and of which no report tells yet.",
    )
    messages = NestedConnection(
        "case_message.CaseMessage",
        "request_id",
        description="What applicant and desk wrote to each other, oldest first.",
    )
    reservations = ToMany(
        "reservation.Reservation",
        "request_id",
        order=("-pk",),
        description="What it names or holds, newest first; what was not granted is released.",
    )

    @classmethod
    def called(cls, text: str) -> Q | None:
        match = _NUMBER.fullmatch(text)
        return Q(pk=int(match[1])) if match else None

    @classmethod
    def own(cls, viewer: Viewer) -> QuerySet[Any]:
        """Those of the viewer's own organisations."""
        return cls.visible(viewer).filter(organisation__in=viewer.organisation_ids)

    @classmethod
    def queue(cls, viewer: Viewer) -> QuerySet[Any]:
        """Complete and not answered, for those who answer."""
        if not viewer.can(Capability.SEE_QUEUE):
            return cls.visible(viewer).none()
        return cls.visible(viewer).waiting()  # type: ignore[attr-defined]


class AccessRequestQueries:
    access_requests = ConnectionField(
        AccessRequest,
        filterset=AccessRequestFilter,
        orders=AccessRequestOrder,
        ordering=NEWEST,
        description="All you may see, newest first: the own organisation's, and for the desk what "
        "was submitted.",
    )
    my_cases = ConnectionField(
        AccessRequest,
        filterset=AccessRequestFilter,
        orders=AccessRequestOrder,
        ordering=NEWEST,
        base=AccessRequest.own,
        description="Those of your organisations, drafts included, newest first.",
    )
    queue = ConnectionField(
        AccessRequest,
        filterset=AccessRequestFilter,
        orders=QueueOrder,
        ordering=Ordering("place", False),
        base=AccessRequest.queue,
        description="For the desk: complete requests that wait for an answer, in the order in "
        "which they are to be answered (§ 147 TKG).",
    )
