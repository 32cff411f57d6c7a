"""Whose turn it is in a case, and what is to be done: one answer for both doors."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from reservations.access.states import HOLDING, RequestState
from reservations.models.access_request import AccessRequest
from reservations.models.clock_rule import Duty, LegalStep


class Deed(models.TextChoices):
    """What comes next."""

    SUBMIT = "submit", _("hand the request in")
    CHECK = "check", _("check whether it is complete")
    COMPLETE = "complete", _("hand in what is missing")
    OFFER = "offer", _("make an offer, or refuse")
    ACCEPT = "accept", _("accept the offer")
    DECIDE = "decide", _("decide")
    SIGN = "sign", _("sign the decision")
    TELL = "tell", _("tell the regulator")
    PUBLISH = "publish", _("publish planned works")
    CONFIRM = "confirm", _("confirm what was laid")
    PROLONG = "prolong", _("answer whether there is more time")
    USE = "use", _("use what was granted")
    NOTHING = "nothing", _("nothing more to do")


@dataclass(frozen=True)
class Turn:
    """`who` is None where nobody has to do anything."""

    who: Duty | None
    deed: Deed


_S = RequestState
_TURNS: dict[str, Turn] = {
    _S.DRAFT: Turn(Duty.APPLICANT, Deed.SUBMIT),
    _S.SUBMITTED: Turn(Duty.CITY, Deed.CHECK),
    _S.COMPLETED: Turn(Duty.CITY, Deed.CHECK),
    _S.INCOMPLETE: Turn(Duty.APPLICANT, Deed.COMPLETE),
    _S.IN_REVIEW: Turn(Duty.CITY, Deed.DECIDE),
    _S.OFFERED: Turn(Duty.APPLICANT, Deed.ACCEPT),
    _S.ACCEPTED: Turn(Duty.CITY, Deed.DECIDE),
    _S.GRANTED: Turn(None, Deed.USE),
    _S.PARTLY_GRANTED: Turn(None, Deed.USE),
}


@dataclass(frozen=True)
class Pending:
    """What lies there beside the state.

    `prepared`: a decision without signature; `duty`: the step of the open one that is due first;
    `report` of what was laid; `more_time` that was asked for.
    """

    prepared: bool = False
    duty: str = ""
    report: bool = False
    more_time: bool = False


NOTHING_PENDING = Pending()
_DUTIES = {LegalStep.NOTIFICATION: Deed.TELL, LegalStep.PUBLICATION: Deed.PUBLISH}

AGREED = (*HOLDING, _S.ENDED)
"""The city has nothing more to decide, but may have duties; before that they stand beside it."""


def turn_of(case: AccessRequest, pending: Pending = NOTHING_PENDING) -> Turn:
    """Whose turn it is; of several things the one that the law is strictest about."""
    if pending.prepared:
        return Turn(Duty.CITY, Deed.SIGN)
    if pending.duty and case.state in AGREED:
        return Turn(Duty.CITY, _DUTIES[pending.duty])
    if case.state in HOLDING:
        for waits, deed in (
            (pending.report, Deed.CONFIRM),
            (pending.more_time, Deed.PROLONG),
        ):
            if waits:
                return Turn(Duty.CITY, deed)
    if case.state == _S.IN_REVIEW and case.procedure.holds:
        return Turn(Duty.CITY, Deed.OFFER)
    return _TURNS.get(case.state, Turn(None, Deed.NOTHING))


def states_of(who: Duty) -> list[str]:
    """The states in which it is somebody's turn."""
    return [state for state, turn in _TURNS.items() if turn.who == who]
