"""The regulator is told of agreements on access: a task with a deadline, done with a reference."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from gis.refusals import Refusal
from gis.retry import retried
from reservations.access import deadlines
from reservations.access.steps import require_desk, step
from reservations.models import AccessRequest, Deadline, LegalStep, RegulatorNotice

LONGEST_REFERENCE = 100


@retried
def tell(
    *,
    request: AccessRequest,
    told_on: dt.date,
    reference: str,
    by: User,
    version: int | None = None,
) -> AccessRequest:
    """Record that the regulator was told on a day under a reference; it stands.

    Refusals: NOTHING_TO_TELL where no such deadline runs; INVALID_DATE; REQUIRED.
    """
    reference = reference.strip()
    if not 1 <= len(reference) <= LONGEST_REFERENCE or "\0" in reference:
        message = _("Give the reference, in 1 to %(most)d characters.")
        raise Refusal("REQUIRED", message % {"most": LONGEST_REFERENCE}, "reference")
    with step(request, by, reference, version) as case:
        require_desk(case, by)
        task = Deadline.objects.running().filter(request=case, step=LegalStep.NOTIFICATION).first()
        if task is None:
            raise Refusal("NOTHING_TO_TELL", _("The regulator need not be told of this request."))
        if not task.started_on <= told_on <= timezone.localdate():
            message = _("The regulator was told between the agreement and today.")
            raise Refusal("INVALID_DATE", message, "toldOn")
        RegulatorNotice.objects.create(
            request=case,
            told_on=told_on,
            reference=reference,
            recorded_by=by,
            recorded_at=timezone.now(),
        )
        deadlines.fulfil(case, LegalStep.NOTIFICATION, told_on)
        return case
