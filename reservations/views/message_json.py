"""The conversation on a case as programs read it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from reservations.models import AccessRequest, CaseAttachment, CaseMessage
from reservations.services.message import Conversation


def as_json(case: AccessRequest, talk: Conversation) -> dict[str, Any]:
    """One page, oldest first; `older` is the address of the page before it, or null."""
    way = reverse("case_messages", args=[case.public_id])
    return {
        "messages": [_message(case, one) for one in talk.messages],
        "older": f"{way}?before={talk.before}" if talk.before is not None else None,
    }


def _message(case: AccessRequest, message: CaseMessage) -> dict[str, Any]:
    return {
        "id": str(message.public_id),
        "createdAt": message.created_at.isoformat(),
        "author": message.author.full_name,
        "fromDesk": message.from_desk,
        "internal": message.internal,
        "text": message.text,
        "attachments": [_attachment(case, one) for one in message.attachments.all()],
    }


def _attachment(case: AccessRequest, attachment: CaseAttachment) -> dict[str, Any]:
    """As in GraphQL; each reading of `url` is noted."""
    return {
        "fileName": attachment.file.name,
        "sizeBytes": attachment.file.size,
        "sha256": attachment.file.sha256,
        "url": reverse("case_attachment", args=[case.public_id, attachment.public_id]),
    }
