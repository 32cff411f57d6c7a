"""How a step of an applicant runs: shown, carried out once, or said why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.viewer import viewer_of
from gis.refusals import Refusal
from reservations.portal.case import OwnCase
from reservations.portal.door import case_or_404
from reservations.portal.forms.step import Step

OVERTAKEN = ("STALE_VERSION", "WRONG_STATE")
"""Refusals that mean that the case is not as the applicant saw it."""


def own_case(request: HttpRequest, public_id: UUID) -> OwnCase:
    """The case for whoever looks; Http404 where it is none of theirs."""
    return OwnCase(case_or_404(request.user, public_id), viewer_of(request.user))


def given(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def carried_out(
    request: HttpRequest, own: OwnCase, form: Step, act: Callable[[], Any], done: str
) -> HttpResponse | None:
    """Do it: on to the case, or, where somebody was faster, to what it is now (409).

    None where the form now says what is wrong.
    """
    try:
        act()
    except Refusal as refusal:
        if refusal.code in OVERTAKEN:
            return overtaken(request, own, refusal)
        form.refuse(refusal)
        return None
    messages.success(request, done)
    return redirect("portal_case", public_id=own.case.public_id)


def overtaken(request: HttpRequest, own: OwnCase, refusal: Refusal) -> HttpResponse:
    """Say that the case moved on meanwhile; nothing was carried out."""
    own.case.refresh_from_db()
    context = {**own.context(), "refusal": refusal}
    return render(request, "portal/overtaken.html", context, status=409)


def shown(
    request: HttpRequest, template: str, own: OwnCase, form: Step, **more: Any
) -> HttpResponse:
    """The page of a step; 400 where it could not be carried out."""
    status = 400 if form.is_bound and form.errors else 200
    context: Mapping[str, Any] = {**own.context(), "form": form, **more}
    return render(request, template, context, status=status)
