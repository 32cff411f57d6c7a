"""/desk/<id>/notice/, published/: note that a duty with a clock was fulfilled."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse

from reservations.clocks.bar import clock_of
from reservations.desk.case import DeskCase
from reservations.desk.forms.duty import PAGES, Page
from reservations.desk.views.case import on_case
from reservations.forms.dialogue import Dialogue, name_of
from reservations.models import LegalStep
from reservations.services import fulfilled_duty
from reservations.views.dialogue import acted, carried_out, opened, shown


@on_case
def duty(request: HttpRequest, desk: DeskCase, step: LegalStep) -> HttpResponse:
    """When it was done, and by what one finds it."""
    page = PAGES[step]
    form = page.form()(**opened(request, desk))
    answer = acted(request, desk, form, partial(_noted, request, desk, form, page))
    owed = desk.owed.get(step)
    facts = {"page": page, "clock": owed and clock_of(owed), "done": desk.fulfilled.get(step)}
    return answer or shown(request, "desk/duty.html", desk, form, **facts)


def _noted(request: HttpRequest, desk: DeskCase, form: Dialogue, page: Page) -> HttpResponse | None:
    by: Any = request.user
    given = form.cleaned_data
    act = partial(
        fulfilled_duty.record,
        page.duty,
        request=desk.case,
        by=by,
        version=given["version"],
        done_on=given[name_of(page.duty.day)],
        reference=given[name_of(page.duty.text)],
    )
    return carried_out(request, desk, form, act, str(page.noted))
