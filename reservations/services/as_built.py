"""The partner reports what it laid; staff confirm it, and what was granted is in use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from gis.refusals import Refusal, invalid
from gis.retry import retried
from network.models import HeldUnit
from reservations.access import granted, holding
from reservations.access.built import Laid, refuse_impossible
from reservations.access.states import RequestState, refuse_unless
from reservations.access.steps import (
    move,
    refuse_over,
    require_applicant,
    require_desk,
    step,
    told,
)
from reservations.models import AccessRequest, AsBuiltLine, AsBuiltReport
from reservations.services import message
from reservations.services.period_extension import refuse_unless_granted

_SENT_BACK = gettext_noop("Your report of what was laid is sent back: %(reason)s")


@retried
def report(
    *,
    request: AccessRequest,
    laid: Sequence[Laid],
    laid_on: dt.date,
    by: User,
    remarks: str = "",
    version: int | None = None,
) -> AsBuiltReport:
    """Say what lies in granted ducts: of some of them now, of the rest in a later report.

    Refusals: WRONG_STATE, PERIOD_OVER, INVALID_DATE; those of `built.refuse_impossible`.
    """
    with step(request, by, remarks[:300], version) as case:
        require_applicant(case, by)
        refuse_unless_granted(case)
        refuse_over(case)
        refuse_impossible(case, laid)
        if laid_on > timezone.localdate():
            raise Refusal("INVALID_DATE", _("This day is still to come."), "laidOn")
        made = AsBuiltReport.objects.create(
            request=case,
            laid_on=laid_on,
            remarks=remarks[:2_000],
            reported_by=by,
            reported_at=timezone.now(),
        )
        AsBuiltLine.objects.bulk_create(_line(made, number, one) for number, one in enumerate(laid))
        return made


@retried
def send_back(
    *, request: AccessRequest, reason: str, by: User, version: int | None = None
) -> AccessRequest:
    """Say what is wrong with the report; the partner makes another one."""
    reason = told(reason)
    with step(request, by, reason, version) as case:
        require_desk(case, by)
        _open_report(case)
        facts = {"sent_back_by": by, "sent_back_at": timezone.now(), "sent_back_reason": reason}
        AsBuiltReport.objects.open().filter(request=case).update(**facts)
        message.tell_applicant(case, _SENT_BACK, by, reason=reason)
        return case


@retried
def confirm(
    *, request: AccessRequest, by: User, version: int | None = None, reason: str = ""
) -> AccessRequest:
    """Confirm the report: the case and all that it holds are in use from now on.

    What lays nothing is not reported; it is simply in use. Refusals: REPORT_NEEDED; WRONG_UNITS
    for a report of what was given back since, which is sent back; PERIOD_OVER.
    """
    with step(request, by, reason, version) as case:
        require_desk(case, by)
        used = case.state == RequestState.IN_USE
        if used and case.procedure.reported:
            refuse_over(case)
        else:
            refuse_unless(case.state, RequestState.IN_USE)
        if case.procedure.reported:
            _refuse_given_back(case, _open_report(case))
            facts = {"confirmed_by": by, "confirmed_at": timezone.now()}
            AsBuiltReport.objects.open().filter(request=case).update(**facts)
        if not used:
            move(case, RequestState.IN_USE)
            holding.start_use(case, by)
        return case


def _open_report(case: AccessRequest) -> AsBuiltReport:
    found = AsBuiltReport.objects.open().filter(request=case).first()
    if found is None:
        raise Refusal("REPORT_NEEDED", _("The applicant has not reported what it laid."))
    return found


def _refuse_given_back(case: AccessRequest, reported: AsBuiltReport) -> None:
    held = granted.units(case).values("duct__code")
    gone = HeldUnit.objects.filter(holder__claim__request=case).values("duct__code")
    lines = reported.lines.filter(duct__in=gone).exclude(duct__in=held)
    codes = list(lines.values_list("duct", flat=True).distinct())
    if codes:
        message = _("%(ducts)s: given back since it was reported. Send the report back.")
        raise Refusal("WRONG_UNITS", message % {"ducts": ", ".join(codes)})


def _line(made: AsBuiltReport, number: int, laid: Laid) -> AsBuiltLine:
    line = AsBuiltLine(
        report=made,
        duct=laid.duct,
        cable=laid.cable.strip(),
        outer_mm=laid.outer_mm,
        fibres=laid.fibres,
        length_m=laid.length_m,
    )
    try:
        line.clean_fields(exclude=["report"])
    except ValidationError as error:
        raise invalid(error, f"laid.{number}.") from error
    return line
