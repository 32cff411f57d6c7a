"""The states of a case and the only ways between them; drawn in docs/access-requests.md.

The database holds the same table (`reservations_casetransition`) and refuses everything else; a
test compares the two.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis.refusals import Refusal


class RequestState(models.TextChoices):
    DRAFT = "draft", gettext_lazy("draft")
    SUBMITTED = "submitted", gettext_lazy("submitted")
    INCOMPLETE = "incomplete", gettext_lazy("incomplete")
    COMPLETED = "completed", gettext_lazy("completed")
    IN_REVIEW = "in_review", gettext_lazy("in review")
    OFFERED = "offered", gettext_lazy("offered")
    ACCEPTED = "accepted", gettext_lazy("offer accepted")
    GRANTED = "granted", gettext_lazy("granted")
    PARTLY_GRANTED = "partly_granted", gettext_lazy("partly granted")
    IN_USE = "in_use", gettext_lazy("in use")
    ENDED = "ended", gettext_lazy("ended")
    REFUSED = "refused", gettext_lazy("refused")
    WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")
    EXPIRED = "expired", gettext_lazy("expired")


_S = RequestState
TRANSITIONS: dict[RequestState, frozenset[RequestState]] = {
    _S.DRAFT: frozenset({_S.SUBMITTED, _S.WITHDRAWN}),
    _S.SUBMITTED: frozenset({_S.INCOMPLETE, _S.IN_REVIEW, _S.WITHDRAWN}),
    _S.INCOMPLETE: frozenset({_S.COMPLETED, _S.WITHDRAWN, _S.EXPIRED}),
    _S.COMPLETED: frozenset({_S.INCOMPLETE, _S.IN_REVIEW, _S.WITHDRAWN}),
    _S.IN_REVIEW: frozenset({_S.OFFERED, _S.GRANTED, _S.PARTLY_GRANTED, _S.REFUSED, _S.WITHDRAWN}),
    _S.OFFERED: frozenset({_S.IN_REVIEW, _S.ACCEPTED, _S.WITHDRAWN, _S.EXPIRED}),
    _S.ACCEPTED: frozenset({_S.GRANTED, _S.PARTLY_GRANTED, _S.REFUSED, _S.WITHDRAWN}),
    _S.GRANTED: frozenset({_S.IN_USE, _S.ENDED}),
    _S.PARTLY_GRANTED: frozenset({_S.IN_USE, _S.ENDED}),
    _S.IN_USE: frozenset({_S.ENDED}),
    _S.ENDED: frozenset(),
    _S.REFUSED: frozenset(),
    _S.WITHDRAWN: frozenset(),
    _S.EXPIRED: frozenset(),
}

WAITING = (_S.SUBMITTED, _S.COMPLETED, _S.IN_REVIEW)
"""Complete as far as anybody said, and not answered yet: these stand in the queue."""

UNDECIDED = (*WAITING, _S.INCOMPLETE, _S.OFFERED, _S.ACCEPTED)
"""Handed in and neither decided nor given up: what lies on the desk."""

HOLDING = (_S.GRANTED, _S.PARTLY_GRANTED, _S.IN_USE)
"""What is granted is held in the ledger."""

PROMISING = (_S.SUBMITTED, _S.COMPLETED, _S.OFFERED, _S.ACCEPTED, *HOLDING)
"""Steps to these are about a time of which something is left."""

OVER = tuple(state for state, onwards in TRANSITIONS.items() if not onwards)
"""Nothing comes after these, and nothing is held."""


def refuse_unless(state: str, wanted: RequestState) -> None:
    """Refuse a step that does not lead on from this state."""
    now = RequestState(state)
    if wanted not in TRANSITIONS[now]:
        message = _("The request is %(state)s; it cannot become %(wanted)s.")
        names = {"state": now.label, "wanted": wanted.label}
        raise Refusal("WRONG_STATE", message % names, state=now.value)
