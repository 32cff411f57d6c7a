"""Consent that the law deems given because nobody decided in time (§ 127 TKG)."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gis.refusals import Refusal
from reservations.access import holding
from reservations.access.states import WAITING, RequestState
from reservations.access.steps import lock_queue, move
from reservations.models import (
    ROAD_KINDS,
    AccessRequest,
    Consequence,
    Deadline,
    DeemedConsent,
)

BY_LAW = "gilt kraft Gesetzes als erteilt"
"""Why such a case goes before others; kept in German, the language of the city's files."""


def overdue() -> QuerySet[Deadline]:
    """Deadlines of consents that passed while the case waited."""
    return Deadline.objects.filter(
        request__kind__in=ROAD_KINDS,
        request__state__in=WAITING,
        rule__consequence=Consequence.DEEMED_GRANTED,
        met_on__isnull=True,
        due_on__lt=timezone.localdate(),
    ).select_related("rule")


def deemed_since(case: AccessRequest) -> dt.date | None:
    """The first day on which the consent counts as given, recorded or not yet; else None."""
    recorded = DeemedConsent.objects.filter(request=case).first()
    if recorded is not None:
        return recorded.since
    passed = overdue().filter(request=case).order_by("due_on").first()
    return _day_after(passed) if passed is not None else None


def refuse_if_deemed(case: AccessRequest) -> None:
    """What the law has given nobody decides any more."""
    since = deemed_since(case)
    if since is not None:
        message = _("The consent counts as given since %(day)s; it can only be recorded.")
        day = date_format(since, "SHORT_DATE_FORMAT")
        raise Refusal("DEEMED_GRANTED", message % {"day": day}, since=since.isoformat())


def record(case: AccessRequest) -> bool:
    """Bring a locked case to what the law says of it; False where it says nothing (any more)."""
    passed = overdue().filter(request=case).order_by("due_on").first()
    if passed is None:
        return False
    lock_queue(case)
    now = timezone.now()
    DeemedConsent.objects.create(
        request=case, rule=passed.rule, since=_day_after(passed), recorded_at=now
    )
    if case.state != RequestState.IN_REVIEW:
        move(case, RequestState.IN_REVIEW)
    facts = {"out_of_turn_reason": case.out_of_turn_reason or BY_LAW}
    move(case, RequestState.GRANTED, by_law=True, answered_at=case.answered_at or now, **facts)
    holding.let_go(case, None)
    return True


def _day_after(passed: Deadline) -> dt.date:
    assert passed.due_on is not None
    return passed.due_on + dt.timedelta(days=1)
