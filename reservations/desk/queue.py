"""The queue: which cases, in which order, with their clocks; in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Organisation
from accounts.viewer import Viewer
from gis import cursors
from gis.counting import counted
from gis.refusals import Refusal
from reservations.access.states import HOLDING, UNDECIDED, WAITING, RequestState
from reservations.access.turn import AGREED, Pending, Turn, states_of, turn_of
from reservations.clocks.bar import ClockBar, ClockLook, clock_of, leading
from reservations.models import (
    AccessRequest,
    AsBuiltReport,
    Deadline,
    Decision,
    ExtensionAnswer,
    PeriodExtension,
    RequestKind,
)
from reservations.models.clock_rule import Duty
from reservations.models.deadline import goes_on
from reservations.models.fulfilled_duty import DUTY_STEPS
from reservations.services.fulfilled_duty import first_owed, owed

SIZE = 50
COUNTED = 1_000
"""Nobody at the desk tells larger numbers apart, and counting them costs more than the page."""
OPEN, TASKS, ALL = "open", "tasks", "all"

# Each kind as a constant: else one that nobody asks for is looked for among all that wait.
_FIRST = """
    (SELECT id FROM reservations_accessrequest
     WHERE kind = %s AND state = ANY (%s) AND answered_at IS NULL ORDER BY kind, place LIMIT 1)
"""
_FIRST_OF_EACH = " UNION ALL ".join(_FIRST for _kind in RequestKind)


@dataclass(frozen=True)
class QueueRow:
    """A case with its leading clock; `first` of its kind in the order of receipt.

    `duties` are the clocks of the open ones that do not lead.
    """

    case: AccessRequest
    clock: ClockBar | None
    duties: Sequence[ClockBar]
    turn: Turn
    first: bool

    @property
    def is_plain(self) -> bool:
        """Whether the leading clock is that of the turn; a duty beside it is called by name."""
        return self.clock is None or self.clock.deadline.step not in DUTY_STEPS


@dataclass(frozen=True)
class QueuePage:
    rows: Sequence[QueueRow]
    following: str
    is_first: bool
    count: int


@dataclass(frozen=True)
class Summary:
    """How many cases have a clock that is overdue or due soon."""

    overdue: int
    due_soon: int


def rows_for(viewer: Viewer, asked: Mapping[str, Any]) -> QuerySet[AccessRequest]:
    """The cases that a checked form of filters asks for."""
    rows = AccessRequest.objects.at_desk(viewer)
    show = asked.get("show") or OPEN
    rows = _shown(rows, show)
    if asked.get("kind"):
        rows = rows.filter(kind__in=asked["kind"])
    if asked.get("applicant"):
        named = Organisation.objects.filter(name__icontains=asked["applicant"])
        rows = rows.filter(organisation__in=named)
    if asked.get("turn"):
        rows = rows.filter(_turn(Duty(asked["turn"]), show))
    if asked.get("light"):
        rows = rows.filter(_light(asked["light"]))
    return rows


def read_page(rows: QuerySet[AccessRequest], show: str, after: str) -> QueuePage:
    """A page in the order of the list; a cursor that came from elsewhere begins anew."""
    newest = show == ALL
    ordered = rows.annotate(turn=Coalesce("place", "receipt"))
    order = "-receipt" if newest else "turn"
    position = _position(show, after)
    if position is not None:
        here = Q(receipt__lt=position) if newest else Q(turn__gt=position)
        ordered = ordered.filter(here)
    found = list(ordered.select_related("organisation").order_by(order)[: SIZE + 1])
    page, more = found[:SIZE], len(found) > SIZE
    last = page[-1] if more else None
    mark = (last.receipt if newest else last.turn,) if last else ()  # type: ignore[attr-defined]
    return QueuePage(
        rows=_with_clocks(page),
        following=cursors.encode(_listing(show), mark) if more else "",
        is_first=position is None,
        count=counted(rows, COUNTED) if position is None else 0,
    )


def summary(viewer: Viewer) -> Summary:
    """Each counted as far as `COUNTED`."""
    today = timezone.localdate()
    overdue = Deadline.objects.overdue(today).at_desk(viewer)
    due_soon = Deadline.objects.due_soon(today).at_desk(viewer)
    return Summary(counted(overdue, COUNTED), counted(due_soon, COUNTED))


def beside_deciding() -> Q:
    """An open duty with a clock; or granted, and a report to be read or more time asked for."""
    duties = Deadline.objects.running().filter(step__in=DUTY_STEPS).values("request")
    reports = AsBuiltReport.objects.open().filter(request__state__in=HOLDING)
    asked = PeriodExtension.objects.filter(answer=ExtensionAnswer.OPEN, request__state__in=HOLDING)
    waiting = duties.union(reports.values("request"), asked.values("request"))
    return Q(pk__in=waiting, state__in=(*UNDECIDED, *AGREED))


def _shown(rows: QuerySet[AccessRequest], show: str) -> QuerySet[AccessRequest]:
    if show == ALL:
        return rows
    if show == TASKS:
        return rows.filter(beside_deciding())
    return rows.filter(state__in=UNDECIDED)


def _turn(who: Duty, show: str) -> Q:
    """After the grant it is the city's turn; among open requests nothing is granted."""
    mine = Q(state__in=states_of(who))
    if who == Duty.CITY and show != OPEN:
        mine |= Q(state__in=AGREED) & beside_deciding()
    return mine


def _light(look: str) -> Q:
    """Cases whose leading clock has this light."""
    today = timezone.localdate()
    if look == ClockLook.PAUSED:
        runs = Deadline.objects.leading().filter(due_on__isnull=False, request=OuterRef("pk"))
        return Q(state=RequestState.INCOMPLETE) & ~Exists(runs)
    lights = {
        ClockLook.RED: Deadline.objects.overdue,
        ClockLook.AMBER: Deadline.objects.due_soon,
        ClockLook.GREEN: Deadline.objects.in_time,
    }
    return Q(pk__in=lights[ClockLook(look)](today).values("request"))


def _with_clocks(cases: Sequence[AccessRequest]) -> list[QueueRow]:
    by_case: dict[int, list[Deadline]] = defaultdict(list)
    for one in Deadline.objects.filter(request__in=cases).select_related("rule"):
        by_case[one.request_id].append(one)
    pending = _pending(cases, by_case)
    first = _first_of_each()
    return [_row(one, by_case[one.pk], pending(one.pk), one.pk in first) for one in cases]


def _pending(
    cases: Sequence[AccessRequest], deadlines: Mapping[int, list[Deadline]]
) -> Callable[[int], Pending]:
    """What lies there for each of the cases."""

    def having(rows: QuerySet[Any]) -> set[int]:
        return set(rows.filter(request__in=cases).values_list("request_id", flat=True))

    unsigned = having(Decision.objects.filter(signed_at__isnull=True))
    reported = having(AsBuiltReport.objects.open())
    asked = having(PeriodExtension.objects.filter(answer=ExtensionAnswer.OPEN))
    return lambda pk: Pending(
        prepared=pk in unsigned,
        duty=first_owed(deadlines[pk]),
        report=pk in reported,
        more_time=pk in asked,
    )


def _row(
    case: AccessRequest, deadlines: Sequence[Deadline], pending: Pending, first: bool
) -> QueueRow:
    clock = leading(deadlines, case.state)
    open_duties = owed(deadlines).values()
    others = [one for one in open_duties if clock is None or one != clock.deadline]
    beside = [clock_of(one) for one in others if goes_on(one.step, case.state)]
    return QueueRow(case, clock, beside, turn_of(case, pending), first)


def _first_of_each() -> set[int]:
    with connection.cursor() as cursor:
        waiting = list(WAITING)
        cursor.execute(
            _FIRST_OF_EACH, [one for kind in RequestKind for one in (kind.value, waiting)]
        )
        return {pk for (pk,) in cursor.fetchall()}


def _listing(show: str) -> str:
    return f"desk queue {show}"


def _position(show: str, text: str) -> int | None:
    if not text:
        return None
    try:
        return cursors.decode(_listing(show), text, "after")[0]
    except Refusal:
        return None
