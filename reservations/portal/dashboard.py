"""The dashboard: which own cases need me, what runs out when; in a fixed number of statements."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.viewer import Viewer
from gis import cursors
from gis.refusals import Refusal
from reservations.access.states import HOLDING, OVER, UNDECIDED, RequestState
from reservations.access.turn import Turn, states_of, turn_of
from reservations.clocks.bar import ClockBar, leading
from reservations.models import AccessRequest, Claim, ClaimState, Deadline, LegalStep, Offer
from reservations.models.clock_rule import Duty
from reservations.portal.door import own_cases

SIZE = 50


class Show(models.TextChoices):
    """The lists of the dashboard."""

    MINE = "mine", _("Need me")
    OPEN = "open", _("Under way")
    GRANTED = "granted", _("Granted")
    OVER = "over", _("Over")
    ALL = "all", _("All")


_STATES: Mapping[str, Sequence[str]] = {
    Show.MINE: states_of(Duty.APPLICANT),
    Show.OPEN: (RequestState.DRAFT, *UNDECIDED),
    Show.GRANTED: HOLDING,
    Show.OVER: OVER,
    Show.ALL: RequestState.values,
}


@dataclass(frozen=True)
class RunsOut:
    """What of a case ends by itself, and its last day."""

    what: str
    on: dt.date
    days: int

    @property
    def is_over(self) -> bool:
        return self.days < 0


@dataclass(frozen=True)
class Row:
    case: AccessRequest
    turn: Turn
    clock: ClockBar | None
    runs_out: RunsOut | None

    @property
    def needs_me(self) -> bool:
        return self.turn.who == Duty.APPLICANT


@dataclass(frozen=True)
class Page:
    rows: Sequence[Row]
    following: str
    is_first: bool


def rows_of(viewer: Viewer, show: str) -> QuerySet[AccessRequest]:
    return own_cases(viewer).filter(state__in=_STATES[show])


def read_page(viewer: Viewer, show: str, after: str) -> Page:
    """The newest first; a cursor that came from elsewhere begins anew."""
    rows = rows_of(viewer, show)
    position = _position(show, after)
    ordered = rows if position is None else rows.filter(pk__lt=position)
    found = list(ordered.order_by("-pk")[: SIZE + 1])
    page, more = found[:SIZE], len(found) > SIZE
    return Page(
        rows=_told(page),
        following=cursors.encode(_listing(show), (page[-1].pk,)) if more else "",
        is_first=position is None,
    )


def numbers(viewer: Viewer) -> dict[str, int]:
    """How many cases each list has; one statement, along an index."""
    of_state = dict(own_cases(viewer).order_by().values_list("state").annotate(Count("pk")))
    return {show.value: sum(of_state.get(one, 0) for one in _STATES[show]) for show in Show}


def _position(show: str, after: str) -> int | None:
    if not after:
        return None
    try:
        return cursors.decode(_listing(show), after, "after")[0]
    except Refusal:
        return None


def _listing(show: str) -> str:
    return f"portal cases {show}"


def _told(cases: Sequence[AccessRequest]) -> list[Row]:
    deadlines: dict[int, list[Deadline]] = defaultdict(list)
    for one in Deadline.objects.filter(request__in=cases).select_related("rule"):
        deadlines[one.request_id].append(one)
    offers = _by_case(Offer.objects.open().filter(request__in=cases))
    live = Claim.objects.filter(request__in=cases, state=ClaimState.HELD)
    holds = _by_case(live.select_related("holder"))
    today = timezone.localdate()
    return [
        Row(
            case=one,
            turn=turn_of(one),
            clock=leading(deadlines[one.pk], one.state) if one.state in UNDECIDED else None,
            runs_out=_runs_out(one, deadlines[one.pk], offers, holds, today),
        )
        for one in cases
    ]


def _by_case(rows: Iterable[Any]) -> dict[int, Any]:
    return {one.request_id: one for one in rows}


def _runs_out(
    case: AccessRequest,
    deadlines: Iterable[Deadline],
    offers: Mapping[int, Offer],
    holds: Mapping[int, Claim],
    today: dt.date,
) -> RunsOut | None:
    """Offer, time to complete, granted period or hold: whichever counts in this state."""
    found: tuple[Any, dt.date] | None = None
    if case.state == RequestState.OFFERED and case.pk in offers:
        found = _("Offer"), offers[case.pk].valid_until
    elif case.state == RequestState.INCOMPLETE:
        due = [one.due_on for one in deadlines if one.step == LegalStep.COMPLETION and one.due_on]
        found = (_("Time to complete"), due[0]) if due else None
    elif case.state in HOLDING:
        found = _("Granted period"), case.period.upper - dt.timedelta(days=1)
    elif case.pk in holds and holds[case.pk].held_until:
        found = _("Hold"), holds[case.pk].held_until
    return RunsOut(str(found[0]), found[1], (found[1] - today).days) if found else None
