"""How a dialogue of the desk runs: shown, carried out once, or said why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gis.refusals import Refusal, StaleVersion
from reservations.desk.case import DeskCase
from reservations.desk.forms.dialogue import Dialogue

OVERTAKEN = ("STALE_VERSION", "WRONG_STATE", "NOTHING_TO_SIGN")
"""Refusals that mean that the case is not as the officer saw it."""


def acted(
    request: HttpRequest, desk: DeskCase, form: Dialogue, act: Callable[[], HttpResponse | None]
) -> HttpResponse | None:
    """Act on a form that was sent and is valid; None where its page is to be shown.

    Somebody who saw another version hears that first: mistakes in the form do not matter then.
    """
    if not form.is_bound:
        return None
    valid = form.is_valid()
    if form.cleaned_data.get("version") not in (None, desk.case.version):
        return overtaken(request, desk, form, StaleVersion(desk.case.version))
    return act() if valid else None


def carried_out(
    request: HttpRequest,
    desk: DeskCase,
    form: Dialogue,
    act: Callable[[], Any],
    done: str,
) -> HttpResponse | None:
    """Do it: on to the case, or, where somebody was faster, to what they did.

    None where the form now says what is wrong.
    """
    try:
        act()
    except Refusal as refusal:
        if refusal.code in OVERTAKEN:
            return overtaken(request, desk, form, refusal)
        form.refuse(refusal)
        return None
    messages.success(request, done)
    return redirect("desk_case", public_id=desk.case.public_id)


def overtaken(
    request: HttpRequest, desk: DeskCase, form: Dialogue, refusal: Refusal
) -> HttpResponse:
    """Say who did what meanwhile; what was typed can be copied from the page."""
    desk.case.refresh_from_db()
    typed = [
        (field.label, field.value())
        for field in form.visible_fields()
        if isinstance(field.value(), str) and len(field.value()) > len("complete")
    ]
    context = {
        **desk.context(),
        "refusal": refusal,
        "last": desk.events[0] if desk.events else None,
        "stale": isinstance(refusal, StaleVersion),
        "typed": typed,
    }
    return render(request, "desk/overtaken.html", context, status=409)


def shown(
    request: HttpRequest, template: str, desk: DeskCase, form: Dialogue, more: Mapping[str, Any]
) -> HttpResponse:
    """The page of a dialogue; 400 where it could not be carried out."""
    status = 400 if form.is_bound and form.errors else 200
    context = {**desk.context(), "form": form, **more}
    return render(request, template, context, status=status)


def opened(request: HttpRequest, desk: DeskCase) -> dict[str, Any]:
    """What a form of the case starts with."""
    initial = {"version": desk.case.version}
    return {"data": request.POST if request.method == "POST" else None, "initial": initial}
