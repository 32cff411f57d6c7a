"""Keeps the deadlines of a case: what has happened to it, by the rules of law, as rows."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from reservations.access.states import RequestState
from reservations.clocks.counting import Pause, day_of
from reservations.clocks.rules import Due, due_by, due_steps
from reservations.models import (
    AccessRequest,
    CaseEvent,
    ClockRule,
    Deadline,
    Dispute,
    LegalStep,
    StartEvent,
)
from reservations.models.deadline import owed_first

_DECIDED = (RequestState.GRANTED, RequestState.PARTLY_GRANTED, RequestState.REFUSED)
MET_BY: dict[str, tuple[RequestState, ...]] = {
    LegalStep.NOTICE: (RequestState.INCOMPLETE, RequestState.IN_REVIEW),
    LegalStep.ANSWER: _DECIDED,
    LegalStep.OFFER: (RequestState.OFFERED, *_DECIDED),
    LegalStep.DECISION: (RequestState.OFFERED, *_DECIDED),
    LegalStep.PERMIT: _DECIDED,
}
"""By which states a step of the city is done. A decision on access is also an offer in time."""


def keep(case: AccessRequest) -> None:
    """Bring the rows to what is so now; called within each step of the case."""
    events = list(CaseEvent.objects.filter(request=case).order_by("pk"))
    starts = _starts(case, events)
    found = due_steps(ClockRule.objects.filter(kind=case.kind), starts, _pauses(events))
    known = _known(case)
    rows = []
    for step, one in found.items():
        row = known.pop(step, None) or Deadline(request=case, step=step)
        _bring_up_to_date(row, one)
        row.met_on = row.met_on or _met_on(step, events)
        rows.append(row)
    # A clock whose beginning was taken back is none: something turned out to be missing.
    gone = [row for row in known.values() if StartEvent(row.rule.start) not in starts]
    Deadline.objects.filter(pk__in=[row.pk for row in gone]).delete()
    _save(case, [*rows, *(row for row in known.values() if row not in gone)])


def begin(case: AccessRequest) -> None:
    """Set going what something beside the steps of the case has begun."""
    events = list(CaseEvent.objects.filter(request=case).order_by("pk"))
    starts, known = _starts(case, events), _known(case)
    rules = ClockRule.objects.filter(kind=case.kind)
    for step, one in due_steps(rules, starts, _pauses(events)).items():
        if step not in known:
            known[step] = Deadline(request=case, step=step)
            _bring_up_to_date(known[step], one)
    _save(case, list(known.values()))


def extend(case: AccessRequest, step: str, reason: str, today: dt.date) -> Deadline | None:
    """The deadline of that step, longer by its one extension; None where it has none (any more)."""
    known = _known(case)
    row = known.get(step)
    if row is None or not row.may_be_extended(today):
        return None
    events = list(CaseEvent.objects.filter(request=case).order_by("pk"))
    one = due_by(row.rule, row.started_on, _pauses(events))
    row.extended_on, row.extension_reason = today, reason
    row.due_on = one.extended_due
    _save(case, list(known.values()))
    return row


def fulfil(case: AccessRequest, step: str, day: dt.date) -> None:
    """Note that a step was done that is none of the case itself."""
    known = _known(case)
    if step in known:
        known[step].met_on = day
    _save(case, list(known.values()))


def _known(case: AccessRequest) -> dict[str, Deadline]:
    rows = Deadline.objects.filter(request=case).select_related("rule")
    return {row.step: row for row in rows}


def _save(case: AccessRequest, rows: list[Deadline]) -> None:
    first = owed_first(rows, case.state)
    for row in rows:
        row.leads = row is first
    # Only one leads at a time: whichever led so far steps back first.
    for row in sorted(rows, key=lambda row: row.leads):
        row.save()


def _bring_up_to_date(row: Deadline, one: Due) -> None:
    restarted = row.pk is not None and row.started_on != one.start
    row.rule, row.started_on, row.due_on = one.rule, one.start, one.due
    if restarted:
        row.extended_on, row.extension_reason = None, ""
    if row.extended_on is not None and one.extended_due is not None:
        row.due_on = one.extended_due


def _starts(case: AccessRequest, events: list[CaseEvent]) -> dict[StartEvent, dt.date]:
    starts: dict[StartEvent, dt.date] = {}
    if case.received_at is not None:
        starts[StartEvent.RECEIVED] = day_of(case.received_at)
    if case.complete_at is not None:
        starts[StartEvent.COMPLETE] = day_of(case.complete_at)
    if case.permit_on is not None and case.received_at is not None:
        starts[StartEvent.PERMIT_FILED] = case.permit_on
    if case.state == RequestState.INCOMPLETE:
        # Gone again as soon as the missing part has come.
        starts[StartEvent.ASKED_BACK] = day_of(case.state_at)
    granted = [e for e in events if e.to_state in _DECIDED and e.to_state != RequestState.REFUSED]
    if granted:
        starts[StartEvent.CONCLUDED] = day_of(granted[0].at)
    dispute = Dispute.objects.filter(request=case).first()
    if dispute is not None:
        starts[StartEvent.DISPUTE_FILED] = dispute.filed_on
    return starts


def _pauses(events: list[CaseEvent]) -> list[Pause]:
    asked = [e for e in events if RequestState.INCOMPLETE in (e.from_state, e.to_state)]
    closed = [
        Pause(day_of(before.at), day_of(after.at))
        for before, after in pairwise(asked)
        if before.to_state == RequestState.INCOMPLETE
    ]
    if asked and asked[-1].to_state == RequestState.INCOMPLETE:
        closed.append(Pause(day_of(asked[-1].at)))
    return closed


def _met_on(step: str, events: list[CaseEvent]) -> dt.date | None:
    done = [event for event in events if event.to_state in MET_BY.get(step, ())]
    return day_of(done[0].at) if done else None
