"""/desk/<id>/completeness/: go through the checklist; find it complete or ask for the rest."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reservations.desk.case import DeskCase
from reservations.desk.door import desk_only
from reservations.desk.forms.completeness import ASK, COMPLETE, CompletenessForm
from reservations.desk.views.case import desk_case
from reservations.desk.views.dialogue import carried_out, opened, shown
from reservations.models import ChecklistItem
from reservations.services import access_request


@require_http_methods(["GET", "HEAD", "POST"])
@desk_only
def completeness(request: HttpRequest, public_id: UUID) -> HttpResponse:
    desk = desk_case(request, public_id)
    form = CompletenessForm(**opened(request, desk), items=desk.checklist)
    if form.is_bound and form.is_valid():
        answer = _acted(request, desk, form)
        if answer is not None:
            return answer
    return shown(request, "desk/completeness.html", desk, form, {})


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
    form.data["missing"] = drafted(form.missing_items)
    return None


def drafted(items: list[ChecklistItem]) -> str:
    """The request for what is missing, in German as all letters are."""
    with translation.override("de"):
        lines = [_("Your request is not complete yet. Please send us:")]
        lines += [f"– {item}" for item in items]
        lines.append(_("The legal period does not run until this has come."))
    return "\n".join(lines)
