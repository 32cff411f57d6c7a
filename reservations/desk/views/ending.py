"""/desk/<id>/take-back/, end/: the city takes back what it granted, in part or as a whole."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from reservations.access import granted
from reservations.desk.case import DeskCase
from reservations.desk.views.case import on_case
from reservations.forms.giving_back import EndForm, TakeBackForm
from reservations.services import access_request, partial_return
from reservations.views.dialogue import acted, carried_out, opened, shown


@on_case
def take_back(request: HttpRequest, desk: DeskCase) -> HttpResponse:
    units = list(granted.units(desk.case)) if desk.is_granted else []
    form = TakeBackForm(**opened(request, desk), granted=units)

    def act() -> HttpResponse | None:
        by: Any = request.user
        facts = {name: form.cleaned_data[name] for name in ("reason", "version")}
        taking = partial(
            partial_return.give_back, request=desk.case, units=form.chosen, by=by, **facts
        )
        return carried_out(
            request, desk, form, taking, _("It is taken back. The applicant is told.")
        )

    return acted(request, desk, form, act) or shown(request, "desk/take_back.html", desk, form)


@on_case
def end(request: HttpRequest, desk: DeskCase) -> HttpResponse:
    form = EndForm(**opened(request, desk))

    def act() -> HttpResponse | None:
        by: Any = request.user
        facts = {name: form.cleaned_data[name] for name in ("reason", "version")}
        ending = partial(access_request.end, request=desk.case, by=by, **facts)
        return carried_out(request, desk, form, ending, _("The grant is ended."))

    return acted(request, desk, form, act) or shown(request, "desk/end.html", desk, form)
