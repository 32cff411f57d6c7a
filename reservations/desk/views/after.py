"""/desk/<id>/report/, more-time/: what is done beside the decision."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from reservations.desk.case import DeskCase
from reservations.desk.forms.after import YES, AnswerForm
from reservations.desk.views.case import on_case
from reservations.services import as_built, period_extension
from reservations.views.dialogue import acted, carried_out, opened, shown


@on_case
def report(request: HttpRequest, desk: DeskCase) -> HttpResponse:
    """Confirm what the applicant laid, or send the report back."""
    yes = as_built.confirm, _("The report is confirmed; what was granted is in use.")
    no = as_built.send_back, _("The report is sent back.")
    return _answered(request, desk, "desk/report.html", yes, no)


@on_case
def more_time(request: HttpRequest, desk: DeskCase) -> HttpResponse:
    """Grant the time that was asked for, or say why not."""
    yes = period_extension.grant, _("The longer time is granted.")
    no = period_extension.refuse, _("The longer time is refused.")
    return _answered(request, desk, "desk/more_time.html", yes, no)


Way = tuple[Callable[..., Any], str]
"""What is done, and what is said then."""


def _answered(
    request: HttpRequest, desk: DeskCase, template: str, yes: Way, no: Way
) -> HttpResponse:
    form = AnswerForm(**opened(request, desk))

    def act() -> HttpResponse | None:
        by: Any = request.user
        given = form.cleaned_data
        service, done = yes if given["action"] == YES else no
        facts = {"request": desk.case, "by": by, "version": given["version"]}
        answer = partial(service, reason=given["reason"], **facts)
        return carried_out(request, desk, form, answer, done)

    return acted(request, desk, form, act) or shown(request, template, desk, form)
