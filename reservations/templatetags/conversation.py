"""The conversation on a case, for the template that both doors include."""

from typing import Any
from uuid import uuid4

from django import template

from accounts.viewer import viewer_of
from gis.uploads.kinds import ENDINGS
from reservations.services import attachment as attachments
from reservations.services import message as service
from reservations.services import notice as notices

register = template.Library()


@register.simple_tag(takes_context=True)
def conversation(context: dict[str, Any]) -> service.Conversation:
    """Of the `case` in the context, as whoever asks for the page sees it: it is read by that."""
    viewer = viewer_of(context["request"].user)
    notices.read_case(context["case"], viewer)
    return service.read(context["case"], viewer, context.get("before"))


@register.simple_tag
def new_message_id() -> str:
    """Sent with the form, so that sending it twice writes one message."""
    return str(uuid4())


@register.simple_tag
def attachment_limits() -> dict[str, Any]:
    return {**attachments.sizes(), "endings": ",".join(ENDINGS)}
