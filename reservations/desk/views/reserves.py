"""/desk/reserves/: what the city keeps of each class of ducts, with its justification."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.roles import Capability
from accounts.viewer import viewer_of
from gis.refusals import Refusal
from reservations.desk.door import desk_only
from reservations.desk.forms.reserves import KEEP, ReserveForm
from reservations.desk.reserves import MOST, newest, shares
from reservations.models import CityReserve
from reservations.services import decide
from reservations.services.city_reserve import kept_at, set_aside_all


@require_http_methods(["GET", "HEAD", "POST"])
@desk_only
def reserves(request: HttpRequest) -> HttpResponse:
    """Look what is kept at some places, and keep what is missing there: at all, or nowhere."""
    viewer = viewer_of(request.user)
    if not viewer.can(Capability.CONFIRM):
        raise PermissionDenied
    form = ReserveForm(viewer, request.POST if request.method == "POST" else None)
    found: list[Any] = []
    if form.is_bound and form.is_valid():
        places = form.cleaned_data["places"]
        if form.cleaned_data["action"] == KEEP and _kept(request, form):
            return redirect("desk_reserves")
        found = [(place, kept_at(place, viewer)) for place in places]
    context = {"form": form, "found": found, "shares": shares(), "reserves": newest()}
    context["most"] = MOST
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "desk/reserves.html", context, status=status)


@require_POST
@desk_only
def give_back_reserve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The capacity is free from today on."""
    by: Any = request.user
    if not viewer_of(by).can(Capability.CONFIRM):
        raise PermissionDenied
    kept = get_object_or_404(
        CityReserve.objects.select_related("claim"), claim__public_id=public_id
    )
    try:
        decide.release(claim=kept.claim, by=by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(claim)s is given back.") % {"claim": kept.claim})
    return redirect("desk_reserves")


def _kept(request: HttpRequest, form: ReserveForm) -> bool:
    given, by = form.cleaned_data, request.user
    facts: Any = {"last": given["last"], "organisation": given["organisation"].code, "by": by}
    try:
        made = set_aside_all(places=given["places"], **facts)
    except Refusal as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, str(refusal))
        return False
    words = ngettext("%(number)d place is kept.", "%(number)d places are kept.", len(made))
    messages.success(request, words % {"number": len(made)})
    return True
