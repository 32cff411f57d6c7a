"""Addresses below /cases/ that the portal and the desk share: one rule who sees what."""

from django.urls import path

from reservations.models import LetterKind
from reservations.views.attachment import attachment
from reservations.views.case_map import case_map
from reservations.views.information import CONTENT_TYPES, information
from reservations.views.letter import letter
from reservations.views.message import messages, take_back
from reservations.views.notice import case_door, notices

urlpatterns = [
    path("<uuid:public_id>/map.json", case_map, name="case_map"),
    *(
        path(f"<uuid:public_id>/{kind}.pdf", letter, {"kind": kind}, name=f"case-{kind}")
        for kind in LetterKind.values
    ),
    *(
        path(
            f"<uuid:public_id>/information.{form}",
            information,
            {"form": form},
            name=f"case-information-{form}",
        )
        for form in CONTENT_TYPES
    ),
    path("<uuid:public_id>/messages/", messages, name="case_messages"),
    path(
        "<uuid:public_id>/messages/<uuid:message_id>/take-back",
        take_back,
        name="case_message_back",
    ),
    path("<uuid:public_id>/attachments/<uuid:attachment_id>", attachment, name="case_attachment"),
    path("notices/", notices, name="case_notices"),
    path("<uuid:public_id>/", case_door, name="case_door"),
]
