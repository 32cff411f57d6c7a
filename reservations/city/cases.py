"""Lets the requests of the demo city happen: by the services, each step on its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal

from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import User
from assets.models import Duct
from fixtures.city.cases import Happening, Story
from network.models import HeldUnit
from network.periods import Period
from reservations.access import built, holding
from reservations.city.tables import public_id
from reservations.models import (
    ROAD_KINDS,
    AccessRequest,
    Claim,
    DecisionOutcome,
    RefusalGround,
    RequestKind,
)
from reservations.services import (
    access_request,
    as_built,
    case_calendar,
    decision,
    fulfilled_duty,
    offer,
)
from reservations.services.requested import Stretch

DESK, ROAD = "mitnutzung@wuppertal.example", "strassen@wuppertal.example"
PEOPLE = {"WFA": "netz@wupperfaser.example", "TLT": "netz@tallicht.example"}
HOUR = 10
_SLACK = Decimal("1.04")
_RESTART = """
    SELECT setval(pg_get_serial_sequence('reservations_accessrequest', 'id'),
                  COALESCE((SELECT max(id) FROM reservations_accessrequest), 0) + 1, false),
           setval('reservations_receipt',
                  COALESCE((SELECT max(place) FROM reservations_accessrequest), 0) + 1, false)
"""


def play(stories: list[Story]) -> int:
    """Draft all requests in their order, then let everything happen in the order of the days."""
    with connection.cursor() as cursor:
        cursor.execute(_RESTART)
    cases = {story.number: _drafted(story) for story in stories}
    happenings = [(one.day, story.number, one) for story in stories for one in story.happenings]
    by_number = {story.number: story for story in stories}
    for day, number, one in sorted(happenings, key=lambda found: found[:2]):
        with _on(_day(day)):
            _STEPS[one.do](cases[number], by_number[number], one)
    _name_claims()
    return len(cases)


@contextmanager
def _on(day: dt.date) -> Iterator[None]:
    """As if it were that day: services ask Django for the time. For an empty database only.

    The desk of the demo city is one person, so each decision is signed by whoever prepared it.
    """
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time(HOUR)))
    real, two_people = timezone.now, settings.TWO_PERSON_RULE
    timezone.now, settings.TWO_PERSON_RULE = (lambda: moment), False
    try:
        yield
    finally:
        timezone.now, settings.TWO_PERSON_RULE = real, two_people


def _day(number: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=number)


def _applicant(story: Story) -> User:
    return User.objects.get(email=PEOPLE[story.organisation])


def _desk(story: Story) -> User:
    road = story.kind in ROAD_KINDS
    return User.objects.get(email=ROAD if road else DESK)


def _drafted(story: Story) -> AccessRequest:
    by = _applicant(story)
    ducts = Duct.objects.filter(code__in=story.ducts).order_by("code")
    units = [Stretch(duct.pk, duct.start_site_id, duct.end_site_id) for duct in ducts]
    earliest = min((one.day for one in story.happenings), default=-1) - 1
    with _on(_day(earliest)):
        case = access_request.draft(
            kind=RequestKind(story.kind),
            by=by,
            units=units,
            subject=story.subject,
            description=story.description,
            contact_name=by.full_name,
            contact_email=by.email,
            period=Period(_day(story.first - earliest), _day(story.last - earliest)),
        )
    identifier = public_id("request", str(case))
    AccessRequest.objects.filter(pk=case.pk).update(public_id=identifier)
    return case


def _name_claims() -> None:
    """Public ids follow from the numbers, so that every machine has the same."""
    for claim in Claim.objects.filter(request__isnull=False).order_by("pk"):
        identifier = public_id("claim of request", f"{claim.request_id}/{claim.pk}")
        Claim.objects.filter(pk=claim.pk).update(public_id=identifier)


# --- what can happen
def _submit(case: AccessRequest, story: Story, one: Happening) -> None:
    access_request.submit(request=case, by=_applicant(story))


def _ask_back(case: AccessRequest, story: Story, one: Happening) -> None:
    access_request.ask_back(request=case, by=_desk(story), missing=one.facts["text"])


def _complete(case: AccessRequest, story: Story, one: Happening) -> None:
    access_request.complete(request=case, by=_applicant(story), description=one.facts["text"])


def _review(case: AccessRequest, story: Story, one: Happening) -> None:
    access_request.review(request=case, by=_desk(story), reason=one.facts.get("text", ""))


def _offer(case: AccessRequest, story: Story, one: Happening) -> None:
    until = timezone.localdate() + dt.timedelta(days=one.facts["days"])
    offer.make(request=case, valid_until=until, by=_desk(story))


def _accept(case: AccessRequest, story: Story, one: Happening) -> None:
    offer.accept(request=case, name=one.facts["text"], by=_applicant(story))


def _decide(case: AccessRequest, story: Story, one: Happening) -> None:
    outcome = DecisionOutcome(one.facts["outcome"])
    grounds = []
    if "ground" in one.facts:
        ground = RefusalGround.objects.get(code=one.facts["ground"])
        evidence, plan = one.facts["text"], one.facts["plan"]
        grounds.append(decision.Shown(ground, evidence, investment_plan=plan))
    decision.decide(
        request=case,
        outcome=outcome,
        by=_desk(story),
        grounds=grounds,
        refused_units=_refused(case) if outcome == DecisionOutcome.PARTLY_GRANTED else (),
        reasons=one.facts["text"],
    )


def _refused(case: AccessRequest) -> list[HeldUnit]:
    """All but the first of what is asked for."""
    claim = holding.claim_of(case)
    assert claim is not None
    return list(HeldUnit.objects.filter(holder=claim.holder_id).order_by("pk")[1:])


def _tell(case: AccessRequest, story: Story, one: Happening) -> None:
    today = timezone.localdate()
    facts = {"done_on": today, "reference": one.facts["text"], "by": _desk(story)}
    fulfilled_duty.record(fulfilled_duty.REGULATOR, request=case, **facts)


def _report(case: AccessRequest, story: Story, one: Happening) -> None:
    ways = built.lengths([case.pk])[case.pk]
    laid = [
        built.Laid(duct, f"Kabel {case}", Decimal("2.5"), 12, round(ways[duct] * _SLACK, 1))
        for duct in story.ducts
    ]
    as_built.report(
        request=case,
        laid=laid,
        laid_on=timezone.localdate(),
        by=_applicant(story),
        remarks=one.facts["text"],
    )


def _use(case: AccessRequest, story: Story, one: Happening) -> None:
    as_built.confirm(request=case, by=_desk(story), reason=one.facts["text"])


def _end(case: AccessRequest, story: Story, one: Happening) -> None:
    access_request.end(request=case, by=_applicant(story), reason=one.facts["text"])


def _withdraw(case: AccessRequest, story: Story, one: Happening) -> None:
    access_request.withdraw(request=case, by=_applicant(story), reason=one.facts["text"])


def _night(case: AccessRequest, story: Story, one: Happening) -> None:
    case_calendar.note_the_day()


_STEPS: dict[str, Callable[[AccessRequest, Story, Happening], None]] = {
    "submit": _submit,
    "ask_back": _ask_back,
    "complete": _complete,
    "review": _review,
    "offer": _offer,
    "accept": _accept,
    "decide": _decide,
    "tell": _tell,
    "report": _report,
    "use": _use,
    "end": _end,
    "withdraw": _withdraw,
    "night": _night,
}
