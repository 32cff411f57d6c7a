"""The city notes that it fulfilled a duty with a clock: on which day, and by what one finds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gis.refusals import Refusal, Text
from gis.retry import retried
from reservations.access import deadlines
from reservations.access.steps import require_desk, save, step
from reservations.models import AccessRequest, Deadline, FulfilledDuty, LegalStep
from reservations.models.fulfilled_duty import DUTY_STEPS, LONGEST_AT_REGULATOR, LONGEST_REFERENCE


@dataclass(frozen=True)
class Duty:
    """What differs between the duties.

    `day` and `text` are what the contract and the forms call the day and the reference, `longest`
    its characters. `unowed` is the code and `nothing` the words where no such clock runs; from its
    start on is the day where `after_start`.
    """

    step: LegalStep
    day: str
    text: str
    longest: int
    unowed: str
    nothing: Text
    needed: Text
    wrong_day: Text
    after_start: bool


REGULATOR = Duty(
    LegalStep.NOTIFICATION,
    day="toldOn",
    text="reference",
    longest=LONGEST_AT_REGULATOR,
    unowed="NOTHING_TO_TELL",
    nothing=_("Nothing of this request waits to be told to the regulator."),
    needed=_("Give the reference, in 1 to %(most)d characters."),
    wrong_day=_("The regulator was told between the agreement and today."),
    after_start=True,
)
WORKS = Duty(
    LegalStep.PUBLICATION,
    day="publishedOn",
    text="place",
    longest=LONGEST_REFERENCE,
    unowed="NOTHING_TO_PUBLISH",
    nothing=_("No works of this request wait to be published."),
    needed=_("Say where the works can be read about, in 1 to %(most)d characters."),
    wrong_day=_("This day lies ahead."),
    # Its clock is counted back from the day of the permit: it "starts" after its end.
    after_start=False,
)


def owed(of_case: Iterable[Deadline]) -> dict[str, Deadline]:
    """The open duties among the deadlines of a case, by step."""
    return {one.step: one for one in of_case if one.step in DUTY_STEPS and one.met_on is None}


def first_owed(of_case: Iterable[Deadline]) -> str:
    """The step of the open duty that is due first; nothing where there is none."""
    rows = owed(of_case).values()
    return min(rows, key=lambda one: one.due_on or dt.date.max).step if rows else ""


def fulfilled(case: AccessRequest, of_case: Iterable[Deadline]) -> dict[str, FulfilledDuty]:
    """By step, with who noted it; asked for only where the case has such a deadline."""
    steps = [one.step for one in of_case if one.step in DUTY_STEPS]
    if not steps:
        return {}
    rows = FulfilledDuty.objects.filter(request=case, step__in=steps)
    return {one.step: one for one in rows.select_related("recorded_by")}


@retried
def record(
    duty: Duty,
    *,
    request: AccessRequest,
    done_on: dt.date,
    reference: str,
    by: User,
    version: int | None = None,
) -> AccessRequest:
    """Record that it was done on a day, and by what one finds it; it stands.

    Refusals: the duty's own code where no such deadline runs; INVALID_DATE; REQUIRED.
    """
    reference = reference.strip()
    if not 1 <= len(reference) <= duty.longest or "\0" in reference:
        raise Refusal("REQUIRED", str(duty.needed) % {"most": duty.longest}, duty.text)
    with step(request, by, reference, version) as case:
        require_desk(case, by)
        _refuse_unowed(case, duty, done_on)
        FulfilledDuty.objects.create(
            request=case,
            step=duty.step,
            done_on=done_on,
            reference=reference,
            recorded_by=by,
            recorded_at=timezone.now(),
        )
        save(case)
        deadlines.fulfil(case, duty.step, done_on)
        return case


def _refuse_unowed(case: AccessRequest, duty: Duty, done_on: dt.date) -> None:
    task = Deadline.objects.running().filter(request=case, step=duty.step).first()
    if task is None:
        raise Refusal(duty.unowed, str(duty.nothing))
    if done_on > timezone.localdate() or (duty.after_start and done_on < task.started_on):
        raise Refusal("INVALID_DATE", str(duty.wrong_day), duty.day)
