"""How a step on a case runs, at the desk and in the portal: shown, carried out once, or refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gis.refusals import Refusal, StaleVersion
from reservations.forms.dialogue import Dialogue
from reservations.models import AccessRequest

OVERTAKEN = ("STALE_VERSION", "WRONG_STATE", "NOTHING_TO_SIGN")
"""Refusals that mean that the case is not as it was seen."""

SHORTEST_TYPED = len("complete") + 1
"""Shorter values are choices, not words that somebody would miss."""


class Side(Protocol):
    """A case as one of the doors shows it: `page` names its address, `moved_on` what is shown
    when somebody was faster.
    """

    case: AccessRequest
    page: str
    moved_on: str

    def context(self) -> dict[str, Any]: ...


def acted(
    request: HttpRequest, side: Side, form: Dialogue, act: Callable[[], HttpResponse | None]
) -> HttpResponse | None:
    """Act on a form that was sent and is valid; None where its page is to be shown.

    Somebody who saw another version hears that first: mistakes in the form do not matter then.
    """
    if not form.is_bound:
        return None
    valid = form.is_valid()
    if form.cleaned_data.get("version") not in (None, side.case.version):
        return overtaken(request, side, form, StaleVersion(side.case.version))
    return act() if valid else None


def carried_out(
    request: HttpRequest,
    side: Side,
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
            return overtaken(request, side, form, refusal)
        form.refuse(refusal)
        return None
    messages.success(request, done)
    return redirect(side.page, public_id=side.case.public_id)


def overtaken(
    request: HttpRequest, side: Side, form: Dialogue | None, refusal: Refusal
) -> HttpResponse:
    """Say that the case moved on, or that the step is not of its state.

    Nothing was done; what was typed can be copied from the page.
    """
    seen = side.case.version
    side.case.refresh_from_db()
    context = {
        **side.context(),
        "refusal": refusal,
        "moved": isinstance(refusal, StaleVersion) or side.case.version != seen,
        "typed": _typed(form) if form is not None else [],
    }
    return render(request, side.moved_on, context, status=409)


def _typed(form: Dialogue) -> list[tuple[Any, str]]:
    """Labels and words."""
    values = ((field.label, field.value()) for field in form.visible_fields())
    return [
        (label, value)
        for label, value in values
        if isinstance(value, str) and len(value) >= SHORTEST_TYPED
    ]


def shown(
    request: HttpRequest, template: str, side: Side, form: Dialogue, **more: Any
) -> HttpResponse:
    """The page of a dialogue; 400 where it could not be carried out."""
    status = 400 if form.is_bound and form.errors else 200
    context = {**side.context(), "form": form, **more}
    return render(request, template, context, status=status)


def given(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def opened(request: HttpRequest, side: Side) -> dict[str, Any]:
    """What a form of the case starts with."""
    initial = {"version": side.case.version}
    return {"data": given(request), "initial": initial}
