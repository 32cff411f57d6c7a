"""/portal/<id>/elements/: what a draft, or a request of which something is missing, asks for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.roles import Capability
from gis.refusals import Refusal
from reservations.access.states import RequestState
from reservations.portal.case import OwnCase
from reservations.portal.door import portal_only
from reservations.portal.elements import units_in, units_of_codes, units_of_token
from reservations.portal.forms.elements import BY_LIST, ElementsForm
from reservations.portal.views.step import own_case
from reservations.services import access_request
from reservations.views.dialogue import OVERTAKEN, given, overtaken, shown

_OPEN = (RequestState.DRAFT, RequestState.INCOMPLETE)


@require_http_methods(["GET", "HEAD", "POST"])
@portal_only
def elements(request: HttpRequest, public_id: UUID) -> HttpResponse:
    own = own_case(request, public_id)
    if own.case.state not in _OPEN and request.method != "POST":
        return redirect("portal_case", public_id=public_id)
    area = own.case.area.transform(4326, clone=True).json if own.case.area else ""
    initial = {"version": own.case.version, "area": area}
    form = ElementsForm(data=given(request), initial=initial)
    if form.is_bound and form.is_valid():
        try:
            _named(own, form, request.user)
        except Refusal as refusal:
            if refusal.code in OVERTAKEN:
                return overtaken(request, own, form, refusal)
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("portal_elements", public_id=public_id)
    return shown(request, "portal/elements.html", own, form)


def _named(own: OwnCase, form: ElementsForm, by: Any) -> None:
    asked = form.cleaned_data
    facts: dict[str, Any] = {"request": own.case, "by": by, "version": asked["version"]}
    if asked["how"] == BY_LIST:
        facts["units"] = units_of_codes(asked["codes"], by)
    else:
        facts["area"] = asked["area"]
        sees = by.can(Capability.SEE_EXACT_PLANT) or by.holds_grants
        if own.case.procedure.holds and sees:
            facts["units"] = units_in(own.case, asked["area"], by)
    access_request.change(**facts)


@require_POST
@portal_only
def take_route(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask for a route that the enquiry found, instead of what was asked for before."""
    own = own_case(request, public_id)
    by: Any = request.user
    try:
        asked = units_of_token(request.POST.get("token", ""), by)
        access_request.change(request=own.case, by=by, **asked)
    except Refusal as refusal:
        return overtaken(request, own, None, refusal)
    messages.success(request, _("The route is taken over."))
    return redirect("portal_elements", public_id=public_id)
