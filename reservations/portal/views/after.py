"""/portal/<id>/report/, longer/, return/: what an applicant does with what was granted."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gis.refusals import Refusal
from reservations.access import granted
from reservations.forms.giving_back import ReturnForm
from reservations.portal.case import OwnCase
from reservations.portal.door import portal_only
from reservations.portal.forms.after import LongerForm, ReportForm
from reservations.portal.views.step import own_case
from reservations.services import as_built, partial_return, period_extension
from reservations.views.dialogue import carried_out, given, shown


@require_http_methods(["GET", "HEAD", "POST"])
@portal_only
def report(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say what was laid; the desk confirms it."""
    own = own_case(request, public_id)
    ducts = [one.duct.code for one in _units(own) if one.duct is not None]
    known = {"ducts": ducts, "unreported": own.unreported}
    form = ReportForm(data=given(request), initial=_seen(own), **known)
    if form.is_bound and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("laid_on", "remarks", "version")}
        act = partial(as_built.report, request=own.case, laid=form.laid, by=request.user, **facts)
        done = _("The report is handed in. The city confirms it.")
        answer = carried_out(request, own, form, act, done)
        if answer is not None:
            return answer
    return shown(request, "portal/report.html", own, form)


@require_http_methods(["GET", "HEAD", "POST"])
@portal_only
def longer(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """First the price of the later last day, then the question itself."""
    own = own_case(request, public_id)
    form = LongerForm(data=given(request), initial=_seen(own))
    price = None
    if form.is_bound and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("last", "reason", "version")}
        if "ask" in request.POST:
            act = partial(period_extension.ask, request=own.case, by=request.user, **facts)
            done = _("The question is with the city, at the price of today.")
            answer = carried_out(request, own, form, act, done)
            if answer is not None:
                return answer
        else:
            price = _price(own, form)
    return shown(request, "portal/longer.html", own, form, price=price)


def _price(own: OwnCase, form: LongerForm) -> Any:
    try:
        return period_extension.price(own.case, form.cleaned_data["last"])
    except Refusal as refusal:
        form.refuse(refusal)
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@portal_only
def give_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give back some of it; who gives back all ends the request."""
    own = own_case(request, public_id)
    form = ReturnForm(data=given(request), initial=_seen(own), granted=_units(own))
    if form.is_bound and form.is_valid():
        act = partial(
            partial_return.give_back,
            request=own.case,
            units=form.chosen,
            by=request.user,
            version=form.cleaned_data["version"],
        )
        answer = carried_out(request, own, form, act, _("It is given back."))
        if answer is not None:
            return answer
    return shown(request, "portal/return.html", own, form)


def _units(own: OwnCase) -> list[Any]:
    """What was granted; nothing before that, so that no name is told."""
    return list(granted.units(own.case)) if own.may_end else []


def _seen(own: OwnCase) -> dict[str, Any]:
    return {"version": own.case.version}
