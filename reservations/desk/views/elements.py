"""/desk/<id>/elements/: the desk names the ducts of a request that names an area only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.viewer import viewer_of
from gis.refusals import Refusal
from network.periods import Period
from reservations.desk.case import DeskCase
from reservations.desk.forms.elements import NamingForm
from reservations.desk.views.case import on_case
from reservations.services import elements as naming
from reservations.services.elements import Inside
from reservations.views.dialogue import acted, carried_out, opened, shown


@on_case
def elements(request: HttpRequest, desk: DeskCase) -> HttpResponse:
    found, too_many = _in_its_area(desk, request)
    form = NamingForm(found, **opened(request, desk))
    answer = acted(request, desk, form, partial(_named, request, desk, form))
    more = {"found": found, "too_many": too_many}
    return answer or shown(request, "desk/elements.html", desk, form, **more)


def _in_its_area(desk: DeskCase, request: HttpRequest) -> tuple[Sequence[Inside], str]:
    """What lies in the area of the case over its time, or why that cannot be listed."""
    period = Period.of_range(desk.case.period)
    if desk.case.area is None or period is None:
        return [], ""
    try:
        return naming.in_area(desk.case.area, period, viewer_of(request.user)).stretches, ""
    except Refusal as refusal:
        return [], str(refusal)


def _named(request: HttpRequest, desk: DeskCase, form: NamingForm) -> HttpResponse | None:
    by: Any = request.user

    def act() -> None:
        given = form.cleaned_data
        facts = {"version": given["version"], "hold": given["hold"]}
        naming.name_ducts(request=desk.case, units=form.units(by), by=by, **facts)

    return carried_out(request, desk, form, act, _("The ducts are named."))
