"""More time for what was granted: asked for at today's price, answered by the desk."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from gis.refusals import Refusal
from gis.retry import retried
from network.periods import Period, checked_period
from reservations.access import granted
from reservations.access.states import HOLDING, RequestState
from reservations.access.steps import (
    refuse_over,
    require_applicant,
    require_desk,
    save,
    step,
    told,
)
from reservations.models import (
    AccessRequest,
    Claim,
    ClaimState,
    ExtensionAnswer,
    PeriodExtension,
)
from reservations.services import message
from reservations.tariffs.granted import months_offered
from reservations.tariffs.quote import Quote, quote_of_extension

_LONGER = gettext_noop("More time is granted, until %(day)s.")
_NO_LONGER = gettext_noop("More time until %(day)s is refused: %(reason)s")


def price(request: AccessRequest, last: dt.date) -> Quote:
    """What it costs to keep what was granted until a later last day, by the tariffs of today.

    Refusals: WRONG_STATE, PERIOD_OVER, INVALID_PERIOD, NO_TARIFF.
    """
    refuse_unless_granted(request)
    refuse_over(request)
    _longer(request, last)
    claim = granted.claim(request)
    return quote_of_extension(claim, last, timezone.localdate(), months_offered(request))


@retried
def ask(
    *, request: AccessRequest, last: dt.date, reason: str, by: User, version: int | None = None
) -> PeriodExtension:
    """Ask to keep it until a later last day, at the price of `price`; one question at a time."""
    reason = told(reason)
    with step(request, by, reason, version) as case:
        require_applicant(case, by)
        cost = price(case, last)
        return PeriodExtension.objects.create(
            request=case,
            until=case.period.upper - dt.timedelta(days=1),
            last=last,
            months=max(line.months for line in cost.lines),
            currency=cost.currency,
            net=cost.net,
            vat=cost.vat,
            gross=cost.gross,
            asked_by=by,
            asked_at=timezone.now(),
            reason=reason,
        )


@retried
def grant(
    *, request: AccessRequest, by: User, version: int | None = None, reason: str = ""
) -> AccessRequest:
    """Give the time that was asked for: case, claim, ledger and sight together, or none of them.

    Refusals: NOTHING_ASKED; STALE_PRICE where some of it was given back since, so that the price
    is that of more than what is kept; PERIOD_OVER where that time has passed, too; CONFLICT where
    somebody else has it in that time.
    """
    with step(request, by, reason, version) as case:
        require_desk(case, by)
        refuse_unless_granted(case)
        asked = _answered(case, by, ExtensionAnswer.GRANTED, reason)
        _refuse_given_back_since(case, asked)
        case.period = _longer(case, asked.last).range
        refuse_over(case)
        save(case)
        granted.prolong(case, by)
        message.tell_applicant(case, _LONGER, by, day=date_format(asked.last, "d.m.Y"))
        return case


@retried
def refuse(
    *, request: AccessRequest, reason: str, by: User, version: int | None = None
) -> AccessRequest:
    """Say why not; what was granted stays as it is."""
    reason = told(reason)
    with step(request, by, reason, version) as case:
        require_desk(case, by)
        asked = _answered(case, by, ExtensionAnswer.REFUSED, reason)
        day = date_format(asked.last, "d.m.Y")
        message.tell_applicant(case, _NO_LONGER, by, day=day, reason=reason)
        return case


def _answered(case: AccessRequest, by: User, answer: ExtensionAnswer, why: str) -> PeriodExtension:
    rows = PeriodExtension.objects.select_for_update()
    asked = rows.filter(request=case, answer=ExtensionAnswer.OPEN).first()
    if asked is None:
        raise Refusal("NOTHING_ASKED", _("Nobody asked for more time."))
    asked.answer, asked.answer_reason = answer, why[:300]
    asked.answered_by, asked.answered_at = by, timezone.now()
    asked.save()
    return asked


def _refuse_given_back_since(case: AccessRequest, asked: PeriodExtension) -> None:
    over = (ClaimState.RELEASED, ClaimState.ENDED)
    if Claim.objects.filter(request=case, state__in=over, decided_at__gt=asked.asked_at).exists():
        message = _(
            "Some of it was given back since; the price is that of all. Refuse, and the applicant"
            " can ask again for what it keeps."
        )
        raise Refusal("STALE_PRICE", message)


def refuse_unless_granted(case: AccessRequest) -> None:
    """Refuse where nothing is granted, or what is granted is not in the ledger."""
    if case.state not in HOLDING:
        state = RequestState(case.state)
        message = _("The request is %(state)s; nothing is granted.")
        raise Refusal("WRONG_STATE", message % {"state": state.label}, state=state.value)


def _longer(case: AccessRequest, last: dt.date) -> Period:
    """The time frame up to that day; refused where it is no longer than now, or too long."""
    if last < case.period.upper:
        message = _("The last day must be later than it is now.")
        raise Refusal("INVALID_PERIOD", message, "last")
    try:
        return checked_period(case.period.lower, last)
    except Refusal as refusal:
        refusal.field = "last"
        raise
