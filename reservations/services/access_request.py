"""What becomes of a case: drafted, submitted, completed, reviewed, withdrawn, ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.contrib.gis.geos import Polygon
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from gis.refusals import Refusal, invalid, worded
from gis.retry import retried
from history.context import acting
from network.periods import Period
from network.services.settle import settle
from reservations.access import deadlines, holding
from reservations.access.states import RequestState, refuse_unless
from reservations.access.steps import (
    LONGEST_LETTER,
    move,
    require_applicant,
    require_desk,
    save,
    step,
    told,
)
from reservations.clocks.counting import day_of
from reservations.clocks.rules import basis_on
from reservations.models import AccessRequest, ClockRule, Deadline, RequestKind
from reservations.services import checklist, letter, message
from reservations.services.checklist import Answers
from reservations.services.requested import Unit, organisation_for

NO_ANSWERS: Answers = MappingProxyType({})

_DRAFTED = (RequestState.DRAFT, RequestState.INCOMPLETE)

_ONE_LINE = ("subject", "contact_name", "contact_phone")
"""Kept without line ends: in a mail's plain text what follows one would look like the city's."""


class RequestFacts(TypedDict, total=False):
    """`permit_on`: the day on which a permit for works is to be applied for."""

    contact_name: str
    contact_email: str
    contact_phone: str
    subject: str
    description: str
    period: Period
    permit_on: dt.date | None
    area: Polygon | None


@retried
def draft(
    *,
    kind: RequestKind,
    by: User,
    organisation: str | None = None,
    units: Sequence[Unit] = (),
    length_m: float | None = None,
    reason: str = "",
    public_id: UUID | None = None,
    **facts: Unpack[RequestFacts],
) -> AccessRequest:
    """A new case that only its organisation sees. `units` are what it asks for."""
    asking = organisation_for(by, organisation)
    with worded(), acting(by, reason):
        case = AccessRequest(kind=kind, organisation=asking, created_by=by)
        case.public_id = public_id or case.public_id
        _write(case, facts)
        if units:
            holding.name(case, units, by, length_m)
        settle()
        return case


@retried
def change(
    *,
    request: AccessRequest,
    by: User,
    units: Sequence[Unit] = (),
    length_m: float | None = None,
    version: int | None = None,
    reason: str = "",
    **facts: Unpack[RequestFacts],
) -> AccessRequest:
    """Change the given facts, while it is a draft or something is missing."""
    with step(request, by, reason, version) as case:
        require_applicant(case, by)
        _refuse_unless_open(case)
        _write(case, facts)
        if units:
            holding.name(case, units, by, length_m)
        else:
            holding.follow_period(case, by)
        return case


@retried
def submit(
    *,
    request: AccessRequest,
    by: User,
    hold: bool = True,
    version: int | None = None,
    reason: str = "",
) -> AccessRequest:
    """Hand it in: it is received now, by the law of this day; `hold` takes what it asks for."""
    with step(request, by, reason, version) as case:
        require_applicant(case, by)
        refuse_unless(case.state, RequestState.SUBMITTED)
        now = timezone.now()
        rules = ClockRule.objects.filter(kind=case.kind)
        claim = holding.claim_of(case)
        if case.procedure.holds and claim is None and case.area is None:
            raise Refusal(
                "NOTHING_ASKED",
                _("Name the ducts that you ask for, or draw the area."),
                "routeToken",
            )
        move(
            case,
            RequestState.SUBMITTED,
            received_at=now,
            complete_at=now,
            legal_basis=basis_on(day_of(now), rules),
        )
        if hold and claim is not None:
            holding.hold(case, claim, by, limited=True)
        return case


@retried
def ask_back(
    *,
    request: AccessRequest,
    missing: str,
    by: User,
    answers: Answers = NO_ANSWERS,
    version: int | None = None,
) -> AccessRequest:
    """Say what is missing, and what was found of the checklist; clocks that wait for it stop."""
    missing = told(missing, "missing", LONGEST_LETTER)
    with step(request, by, missing, version) as case:
        require_desk(case, by)
        checklist.note(case, answers, by)
        return move(case, RequestState.INCOMPLETE, complete_at=None, place=None)


@retried
def complete(
    *,
    request: AccessRequest,
    by: User,
    version: int | None = None,
    reason: str = "",
    **facts: Unpack[RequestFacts],
) -> AccessRequest:
    """Hand in what was missing: the request counts as complete from now on."""
    with step(request, by, reason, version) as case:
        require_applicant(case, by)
        refuse_unless(case.state, RequestState.COMPLETED)
        _write(case, facts)
        holding.follow_period(case, by)
        return move(case, RequestState.COMPLETED, complete_at=timezone.now())


@retried
def review(
    *,
    request: AccessRequest,
    by: User,
    answers: Answers = NO_ANSWERS,
    version: int | None = None,
    reason: str = "",
) -> AccessRequest:
    """Find it complete and begin to look at it. Refusals: PARTS_MISSING by the checklist."""
    with step(request, by, reason, version) as case:
        require_desk(case, by)
        checklist.note(case, answers, by)
        return move(case, RequestState.IN_REVIEW)


@retried
def withdraw(
    *, request: AccessRequest, by: User, version: int | None = None, reason: str = ""
) -> AccessRequest:
    """Take it back before it is decided; what it held is free at once."""
    with step(request, by, reason, version) as case:
        require_applicant(case, by)
        move(case, RequestState.WITHDRAWN)
        holding.let_go(case, by)
        return case


@retried
def end(
    *, request: AccessRequest, by: User, version: int | None = None, reason: str = ""
) -> AccessRequest:
    """Give back what was granted, by the applicant, or by the desk, which says why."""
    with step(request, by, reason, version) as case:
        if case.organisation_id not in by.organisation_ids:
            require_desk(case, by)
            refuse_unless(case.state, RequestState.ENDED)
            told(reason)
        else:
            require_applicant(case, by)
        move(case, RequestState.ENDED)
        holding.let_go(case, by)
        return case


@retried
def extend(
    *,
    request: AccessRequest,
    step_name: str,
    reason: str,
    by: User,
    version: int | None = None,
) -> AccessRequest:
    """Extend a clock once, in time and with the reason that the applicant is told."""
    reason = told(reason)
    with step(request, by, reason, version) as case:
        require_desk(case, by)
        row = deadlines.extend(case, step_name, reason, timezone.localdate())
        if row is None:
            raise Refusal("NO_EXTENSION", _("This deadline cannot be extended."), "step")
        save(case)
        said = message.write(request=case, text=_notice_of_extension(row, reason), by=by)
        letter.tell_extension(case, row, said)
        return case


def _notice_of_extension(row: Deadline, reason: str) -> str:
    """What the applicant is told (Art. 4 (1) GIA), in German as all letters of the city."""
    with translation.override("de"):
        words = _("The deadline (%(rule)s) is extended until %(day)s. The reason: %(reason)s")
        day = date_format(row.due_on, "SHORT_DATE_FORMAT")
        return words % {"rule": row.rule, "day": day, "reason": reason}


def _refuse_unless_open(case: AccessRequest) -> None:
    if case.state not in _DRAFTED:
        state = RequestState(case.state)
        message = _("The request is %(state)s; it cannot be changed.")
        raise Refusal("WRONG_STATE", message % {"state": state.label}, state=state.value)


def _write(case: AccessRequest, facts: Any) -> None:
    given = dict(facts)
    if "period" in given:
        given["period"] = given["period"].range
    for name, value in given.items():
        setattr(case, name, " ".join(value.split()) if value and name in _ONE_LINE else value)
    try:
        case.clean_fields(exclude=["organisation", "created_by"])
    except ValidationError as error:
        raise invalid(error) from error
    if case.pk is None:
        case.save()
    elif given:
        save(case)
