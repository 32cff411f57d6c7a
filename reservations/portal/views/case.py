"""/portal/<id>/ and its steps: accept, withdraw, give back."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reservations.access.states import RequestState
from reservations.portal.door import portal_only
from reservations.portal.forms.step import AcceptForm, SureForm
from reservations.portal.views.step import own_case
from reservations.services import access_request
from reservations.services import offer as offers
from reservations.views.dialogue import carried_out, given, shown


@require_safe
@portal_only
def case_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return render(request, "portal/case.html", own_case(request, public_id).context())


@require_http_methods(["GET", "HEAD", "POST"])
@portal_only
def accept(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Accept the offer by name; a second click on the button finds it accepted."""
    own = own_case(request, public_id)
    by: Any = request.user
    offer = own.open_offer
    if own.case.state == RequestState.ACCEPTED and offer and offer.accepted_by_id == by.pk:
        return redirect("portal_case", public_id=public_id)
    initial = {"version": own.case.version, "name": by.full_name}
    form = AcceptForm(data=given(request), initial=initial)
    if form.is_bound and form.is_valid():
        act = partial(
            offers.accept,
            request=own.case,
            name=form.cleaned_data["name"],
            by=by,
            version=form.cleaned_data["version"],
        )
        done = _("The offer is accepted. The city decides next.")
        answer = carried_out(request, own, form, act, done)
        if answer is not None:
            return answer
    return shown(request, "portal/accept.html", own, form)


@require_http_methods(["GET", "HEAD", "POST"])
@portal_only
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take the request back; what it held is free at once."""
    done = _("The request is withdrawn. What it held is free.")
    return _sure(request, public_id, "portal/withdraw.html", access_request.withdraw, done)


@require_http_methods(["GET", "HEAD", "POST"])
@portal_only
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give back what was granted."""
    done = _("What was granted is given back.")
    return _sure(request, public_id, "portal/end.html", access_request.end, done)


def _sure(
    request: HttpRequest, public_id: UUID, template: str, service: Any, done: str
) -> HttpResponse:
    own = own_case(request, public_id)
    form = SureForm(data=given(request), initial={"version": own.case.version})
    if form.is_bound and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("version", "reason")}
        act = partial(service, request=own.case, by=request.user, **facts)
        answer = carried_out(request, own, form, act, done)
        if answer is not None:
            return answer
    return shown(request, template, own, form)
