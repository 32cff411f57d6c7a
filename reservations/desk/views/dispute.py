"""/desk/<id>/dispute/: the dispute body was called, and what it decided."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from reservations.desk.case import DeskCase
from reservations.desk.views.case import on_case
from reservations.forms.dispute import DisputeForm, RulingForm
from reservations.services import dispute as disputes
from reservations.views.dialogue import acted, carried_out, opened, shown


@on_case
def dispute(request: HttpRequest, desk: DeskCase) -> HttpResponse:
    """First the call, then, once that is noted, what was decided."""
    by: Any = request.user
    form: DisputeForm | RulingForm
    if desk.dispute is None:
        form, service, done = DisputeForm(**opened(request, desk)), disputes.file, _("It is noted.")
    else:
        form, service = RulingForm(**opened(request, desk)), disputes.note_ruling
        done = _("What was decided is noted.")

    def act() -> HttpResponse | None:
        todo = partial(service, request=desk.case, by=by, **form.cleaned_data)
        return carried_out(request, desk, form, todo, done)

    return acted(request, desk, form, act) or shown(request, "desk/dispute.html", desk, form)
