"""/desk/<id>/extension/<step>/: extend a deadline once, with the reason that is told."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from reservations.clocks.bar import clock_of
from reservations.clocks.counting import extended
from reservations.desk.case import DeskCase
from reservations.desk.forms.extension import ExtensionForm
from reservations.desk.views.case import on_case
from reservations.services import access_request
from reservations.views.dialogue import acted, carried_out, opened, shown


@on_case
def extension(request: HttpRequest, desk: DeskCase, step: str) -> HttpResponse:
    row = next((one for one in desk.deadlines if one.step == step), None)
    if row is None:
        raise Http404
    form = ExtensionForm(**opened(request, desk))
    answer = acted(request, desk, form, partial(_extended, request, desk, form, step))
    if answer is not None:
        return answer
    possible = row.may_be_extended(timezone.localdate())
    more = {
        "clock": clock_of(row),
        "possible": possible,
        "new_day": extended(row.rule.extension, row.due_on) if possible else None,  # type: ignore[arg-type]
    }
    return shown(request, "desk/extension.html", desk, form, **more)


def _extended(
    request: HttpRequest, desk: DeskCase, form: ExtensionForm, step: str
) -> HttpResponse | None:
    by: Any = request.user
    facts = {"request": desk.case, "step_name": step, "by": by}
    extend = partial(access_request.extend, **facts, **form.cleaned_data)
    done = _("The deadline is extended. The applicant is told.")
    return carried_out(request, desk, form, extend, done)
