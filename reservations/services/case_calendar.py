"""What becomes of cases by the calendar: offers run out, granted time ends."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from reservations.access import holding
from reservations.access.states import HOLDING, RequestState
from reservations.access.steps import move, step
from reservations.models import AccessRequest


def note_the_day(most: int = 500) -> int:
    """Expire cases whose offer ran out and end those whose time is over; how many.

    Each case in a transaction of its own: one that cannot be ended does not hold up the others.
    """
    cases = AccessRequest.objects.filter(_overdue()).order_by("pk").distinct()[:most]
    return sum(_end(case) for case in list(cases))


def _overdue() -> Q:
    today = timezone.localdate()
    offer_over = Q(
        state=RequestState.OFFERED, offers__withdrawn_at=None, offers__valid_until__lt=today
    )
    return offer_over | Q(state__in=HOLDING, period__endswith__lte=today)


def _end(found: AccessRequest) -> int:
    with step(found, None, "time is over") as case:
        if not AccessRequest.objects.filter(_overdue(), pk=case.pk).exists():
            return 0
        offered = case.state == RequestState.OFFERED
        move(case, RequestState.EXPIRED if offered else RequestState.ENDED)
        holding.let_go(case, None)
    return 1
