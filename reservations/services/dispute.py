"""The national dispute body was called about a request, and what it decided."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from gis.refusals import Refusal
from gis.retry import retried
from reservations.access import deadlines
from reservations.access.states import WAITING, RequestState
from reservations.access.steps import require_applicant, require_desk, save, step, told
from reservations.clocks.counting import day_of
from reservations.clocks.rules import Due, due_steps
from reservations.models import AccessRequest, ClockRule, Dispute, LegalStep, StartEvent
from reservations.services import message

LONGEST_REFERENCE = 100

NOT_AGREED = (
    *WAITING,
    RequestState.INCOMPLETE,
    RequestState.OFFERED,
    RequestState.REFUSED,
    RequestState.PARTLY_GRANTED,
    RequestState.EXPIRED,
)
"""Refused in whole or in part, not answered, or offered and not agreed on."""


def right(case: AccessRequest) -> Due | None:
    """Until when the dispute body would decide if it were called today; None where it may not be.

    Which kinds of request it decides on is said by the rules of law (`ClockRule`).
    """
    if case.state not in NOT_AGREED:
        return None
    rules = ClockRule.objects.filter(kind=case.kind, step=LegalStep.RULING)
    found = due_steps(rules, {StartEvent.DISPUTE_FILED: timezone.localdate()})
    return found.get(LegalStep.RULING)


@retried
def file(
    *,
    request: AccessRequest,
    filed_on: dt.date,
    by: User,
    reference: str = "",
    version: int | None = None,
) -> AccessRequest:
    """Note that the body was called on a day, by the applicant or the desk; its clock runs.

    The other side is told by a message. Refusals: NO_DISPUTE, INVALID_DATE, INVALID_TEXT.
    """
    reference = reference.strip()
    if len(reference) > LONGEST_REFERENCE or "\0" in reference:
        text = _("Give the reference, in at most %(most)d characters.")
        raise Refusal("INVALID_TEXT", text % {"most": LONGEST_REFERENCE}, "reference")
    with step(request, by, "", version) as case:
        own = _of_the_applicant(case, by)
        if right(case) is None or Dispute.objects.filter(request=case).exists():
            raise Refusal("NO_DISPUTE", _("The dispute body cannot be called about this request."))
        _refuse_bad_day(case, filed_on)
        Dispute.objects.create(
            request=case,
            filed_on=filed_on,
            reference=reference,
            by_applicant=own,
            recorded_by=by,
            recorded_at=timezone.now(),
        )
        save(case)
        deadlines.begin(case)
        message.write(request=case, text=_notice(filed_on, reference), by=by)
        return case


@retried
def note_ruling(
    *,
    request: AccessRequest,
    ruled_on: dt.date,
    ruling: str,
    by: User,
    version: int | None = None,
) -> AccessRequest:
    """Note what the body decided. Refusals: NO_DISPUTE, REASON_NEEDED, INVALID_DATE."""
    ruling = told(ruling, "ruling")
    with step(request, by, ruling, version) as case:
        require_desk(case, by)
        dispute = Dispute.objects.filter(request=case, ruled_on__isnull=True).first()
        if dispute is None:
            raise Refusal("NO_DISPUTE", _("No call of the dispute body waits for a decision."))
        if not dispute.filed_on <= ruled_on <= timezone.localdate():
            text = _("It was decided between the call and today.")
            raise Refusal("INVALID_DATE", text, "ruledOn")
        dispute.ruled_on, dispute.ruling = ruled_on, ruling
        dispute.save(update_fields=["ruled_on", "ruling"])
        save(case)
        deadlines.fulfil(case, LegalStep.RULING, ruled_on)
        return case


def _of_the_applicant(case: AccessRequest, by: User) -> bool:
    if case.organisation_id not in by.organisation_ids:
        require_desk(case, by)
        return False
    require_applicant(case, by)
    return True


def _refuse_bad_day(case: AccessRequest, filed_on: dt.date) -> None:
    assert case.received_at is not None
    if not day_of(case.received_at) <= filed_on <= timezone.localdate():
        text = _("The body was called between the receipt of the request and today.")
        raise Refusal("INVALID_DATE", text, "filedOn")


def _notice(filed_on: dt.date, reference: str) -> str:
    """What the other side reads, in German as all letters of the city."""
    with translation.override("de"):
        words = _("The national dispute body was called on %(day)s (reference: %(reference)s).")
        day = date_format(filed_on, "SHORT_DATE_FORMAT")
        return words % {"day": day, "reference": reference or "–"}
