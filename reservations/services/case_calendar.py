"""What becomes of cases by the calendar: offers and incomplete requests run out, time ends."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from reservations.access import holding
from reservations.access.states import HOLDING, RequestState
from reservations.access.steps import move, step
from reservations.models import AccessRequest, Deadline, LegalStep
from reservations.services import deemed_consent

TIME_IS_OVER = gettext_noop("time is over")
"""Kept as it stands here; the log tells it in the language of its reader."""


def note_the_day(most: int = 500) -> int:
    """Expire, end and deem granted what the calendar says; how many cases.

    An offer runs out, a missing part does not come, the granted time is over, or the time for a
    consent has passed. Each case in a transaction of its own: one that cannot be ended does not
    hold up the others.
    """
    cases = AccessRequest.objects.filter(_overdue()).order_by("pk").distinct()[:most]
    return sum(_end(case) for case in list(cases)) + _deem(most)


def _overdue() -> Q:
    today = timezone.localdate()
    offer_over = Q(
        state=RequestState.OFFERED, offers__withdrawn_at=None, offers__valid_until__lt=today
    )
    never_came = Deadline.objects.running().filter(step=LegalStep.COMPLETION, due_on__lt=today)
    incomplete = Q(state=RequestState.INCOMPLETE, pk__in=never_came.values("request"))
    return offer_over | incomplete | Q(state__in=HOLDING, period__endswith__lte=today)


def _end(found: AccessRequest) -> int:
    with step(found, None, TIME_IS_OVER) as case:
        if not AccessRequest.objects.filter(_overdue(), pk=case.pk).exists():
            return 0
        granted = case.state in HOLDING
        move(case, RequestState.ENDED if granted else RequestState.EXPIRED)
        holding.let_go(case, None)
    return 1


def _deem(most: int) -> int:
    waiting = AccessRequest.objects.filter(pk__in=deemed_consent.overdue().values("request"))
    return sum(_deem_one(case) for case in list(waiting.order_by("place")[:most]))


def _deem_one(found: AccessRequest) -> int:
    with step(found, None, deemed_consent.BY_LAW) as case:
        return int(deemed_consent.record(case))
