"""Messages on a request, between the applicant and the desk; with their files."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import TextField, Value
from django.db.models.functions import Cast, Concat

from accounts.models import User
from registry_api import edits
from registry_api.inputs import Ref
from registry_api.nodes import Node, id_column
from registry_api.plan import Column, Concept, ToMany, ToOne
from reservations import models
from reservations.services import message as service

_URL = Concat(
    Value("/cases/"),
    Cast("message__request__public_id", TextField()),
    Value("/attachments/"),
    Cast("public_id", TextField()),
    output_field=TextField(),
)


class AttachmentDownload(Concept):
    """Who got an attachment, and when; told to the desk only."""

    class Meta:
        model = models.AttachmentDownload
        identifier = "pk"

    person = Column(graphene.String, "person__full_name", required=True, description="Who.")
    at = Column(graphene.DateTime, required=True)


class CaseAttachment(Concept):
    """A file that came with a message."""

    class Meta:
        model = models.CaseAttachment
        identifier = "pk"

    file_name = Column(graphene.String, "file__name", required=True, description="With its ending.")
    size_bytes = Column(graphene.Float, "file__size", required=True, description="Size in bytes.")
    sha256 = Column(
        graphene.String, "file__sha256", required=True, description="Checksum, hexadecimal."
    )
    url = Column(
        graphene.String,
        _URL,
        required=True,
        description="Path on this server, to be read with the same account or token; each "
        "reading is noted.",
    )
    downloads = ToMany(
        "case_message.AttachmentDownload",
        "attachment_id",
        order=("-pk",),
        description="Newest first; none for the applicant.",
    )


class CaseMessage(Concept):
    """Written once, never changed."""

    class Meta:
        model = models.CaseMessage
        interfaces = (Node,)

    id = id_column("CaseMessage")
    request = ToOne("access_request.AccessRequest", description="The request it is about.")
    author = Column(graphene.String, "author__full_name", required=True, description="Who wrote.")
    from_desk = Column(
        graphene.Boolean,
        required=True,
        description="By the desk; else by the applicant.",
    )
    internal = Column(
        graphene.Boolean, required=True, description="A note that only the desk sees."
    )
    text = Column(graphene.String, required=True, description="Plain text of up to 5,000 signs.")
    created_at = Column(graphene.DateTime, required=True)
    attachments = ToMany(
        "case_message.CaseAttachment", "message_id", order=("pk",), description="Its files."
    )


def _write(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    internal = bool(facts.get("internal"))
    request, text = facts["request"], facts["text"]
    return {"message": service.write(request=request, text=text, by=by, internal=internal)}


class CaseMessageMutations:
    write_message = edits.edit(
        "WriteMessage",
        {
            "id": Ref("access_request.AccessRequest", "request"),
            "text": graphene.String,
            "internal": graphene.Boolean,
        },
        _write,
        {"message": "case_message.CaseMessage"},
        required=("id", "text"),
        description="Write to the other side, applicant or desk; `internal` is a note of the desk. "
        "Messages with files are sent to /cases/<uuid>/messages/ (docs/messages.md).",
    )
