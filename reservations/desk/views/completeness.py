"""/desk/<id>/completeness/: go through the checklist; find it complete or ask for the rest."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from reservations.desk import drafts
from reservations.desk.case import DeskCase
from reservations.desk.forms.completeness import ASK, COMPLETE, CompletenessForm
from reservations.desk.views.case import on_case
from reservations.services import access_request
from reservations.views.dialogue import acted, carried_out, opened, shown


@on_case
def completeness(request: HttpRequest, desk: DeskCase) -> HttpResponse:
    form = CompletenessForm(**opened(request, desk), items=desk.checklist)
    answer = acted(request, desk, form, partial(_acted, request, desk, form))
    if answer is not None:
        return answer
    return shown(request, "desk/completeness.html", desk, form)


def _acted(request: HttpRequest, desk: DeskCase, form: CompletenessForm) -> HttpResponse | None:
    by: Any = request.user
    facts = {
        "request": desk.case,
        "by": by,
        "answers": form.answers,
        "version": form.cleaned_data["version"],
    }
    action = form.cleaned_data["action"]
    if action == COMPLETE:
        done = _("The request is complete. You can look at it now.")
        return carried_out(request, desk, form, partial(access_request.review, **facts), done)
    if action == ASK:
        missing = form.cleaned_data["missing"]
        done = _("The applicant is asked for what is missing.")
        act = partial(access_request.ask_back, missing=missing, **facts)
        return carried_out(request, desk, form, act, done)
    form.data = form.data.copy()
    form.data["missing"] = drafts.missing(form.missing_items)
    return None
