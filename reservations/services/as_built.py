"""The partner reports what it laid; staff confirm it, and what was granted is in use."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from gis.numbers import rounded
from gis.refusals import Refusal, invalid
from gis.retry import retried
from network.models import HeldUnit
from reservations.access import granted, holding
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


@dataclass(frozen=True)
class Laid:
    """A cable in one of the granted ducts; outer Ø in mm, length in m."""

    duct: str
    cable: str
    outer_mm: Decimal
    fibres: int
    length_m: Decimal


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
    """Say what lies in the granted ducts.

    Refusals: WRONG_STATE, PERIOD_OVER; WRONG_UNITS for a duct that is not granted and for what
    does not fit into what is granted of it; INVALID_DATE.
    """
    with step(request, by, remarks[:300], version) as case:
        require_applicant(case, by)
        refuse_unless(case.state, RequestState.IN_USE)
        refuse_over(case)
        _refuse_unless_granted(case, laid)
        if laid_on > timezone.localdate():
            raise Refusal("INVALID_DATE", _("This day is still to come."), "laidOn")
        made = AsBuiltReport.objects.create(
            request=case,
            laid_on=laid_on,
            remarks=remarks[:2_000],
            reported_by=by,
            reported_at=timezone.now(),
        )
        AsBuiltLine.objects.bulk_create(_line(made, one) for one in laid)
        _refuse_what_does_not_fit(case, laid)
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
        return case


@retried
def confirm(
    *, request: AccessRequest, by: User, version: int | None = None, reason: str = ""
) -> AccessRequest:
    """Confirm the report: the case and what it holds are in use from now on.

    What lays nothing is not reported; it is simply in use. Refusals: REPORT_NEEDED; WRONG_UNITS
    for a report of what was given back since, which is sent back; PERIOD_OVER.
    """
    with step(request, by, reason, version) as case:
        require_desk(case, by)
        refuse_unless(case.state, RequestState.IN_USE)
        if case.procedure.reported:
            _refuse_given_back(case, _open_report(case))
            facts = {"confirmed_by": by, "confirmed_at": timezone.now()}
            AsBuiltReport.objects.open().filter(request=case).update(**facts)
        move(case, RequestState.IN_USE)
        holding.start_use(case, by)
        return case


def _open_report(case: AccessRequest) -> AsBuiltReport:
    found = AsBuiltReport.objects.open().filter(request=case).first()
    if found is None:
        raise Refusal("REPORT_NEEDED", _("The applicant has not reported what it laid."))
    return found


def _refuse_unless_granted(case: AccessRequest, laid: Sequence[Laid]) -> None:
    codes = set(granted.units(case).values_list("duct__code", flat=True))
    if not laid or not {one.duct for one in laid} <= codes:
        message = _("Say for one or more of the granted ducts what lies in it.")
        raise Refusal("WRONG_UNITS", message, "laid")


def _refuse_what_does_not_fit(case: AccessRequest, laid: Sequence[Laid]) -> None:
    """Cables fill no more than the granted room of a duct, or its bore: Σd² ≤ D², in mm."""
    room: dict[str, float] = {}
    for unit in granted.units(case).select_related("duct__type").filter(duct__isnull=False):
        bore = unit.cable_outer_mm or unit.duct.type.inner_mm or math.inf
        room[unit.duct.code] = max(bore, room.get(unit.duct.code, 0))
    for duct, bore in room.items():
        if math.hypot(*(float(one.outer_mm) for one in laid if one.duct == duct)) > bore:
            message = _("%(duct)s: there is room for a cable of at most %(bore)s mm.")
            words = {"duct": duct, "bore": rounded(bore, 1)}
            raise Refusal("WRONG_UNITS", message % words, "laid", duct=duct)


def _refuse_given_back(case: AccessRequest, reported: AsBuiltReport) -> None:
    held = granted.units(case).values("duct__code")
    gone = HeldUnit.objects.filter(holder__claim__request=case).values("duct__code")
    lines = reported.lines.filter(duct__in=gone).exclude(duct__in=held)
    codes = list(lines.values_list("duct", flat=True).distinct())
    if codes:
        message = _("%(ducts)s: given back since it was reported. Send the report back.")
        raise Refusal("WRONG_UNITS", message % {"ducts": ", ".join(codes)})


def _line(made: AsBuiltReport, laid: Laid) -> AsBuiltLine:
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
        raise invalid(error) from error
    return line
