"""Addresses below /cases/ that the portal and the desk share: one rule who sees what."""

from django.urls import path

from reservations.models import LetterKind
from reservations.views.information import CONTENT_TYPES, information
from reservations.views.letter import letter

urlpatterns = [
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
]
