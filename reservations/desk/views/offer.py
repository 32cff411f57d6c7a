"""/desk/<id>/offer/: the quote line by line; make, replace or take back the offer."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from gis.refusals import Refusal
from reservations.access.states import TRANSITIONS, RequestState
from reservations.desk.case import DeskCase
from reservations.desk.forms.offer import MAKE, REPLACE, OfferForm
from reservations.desk.views.case import on_case
from reservations.services import offer as offers
from reservations.tariffs.quote import Quote, quote
from reservations.views.dialogue import acted, carried_out, opened, shown

USUAL_DAYS = 30
"""How long an offer stands unless the officer says otherwise."""


@on_case
def offer(request: HttpRequest, desk: DeskCase) -> HttpResponse:
    prepared = opened(request, desk)
    prepared["initial"]["valid_until"] = timezone.localdate() + dt.timedelta(days=USUAL_DAYS)
    form = OfferForm(**prepared)
    answer = acted(request, desk, form, partial(_acted, request, desk, form))
    if answer is not None:
        return answer
    state = RequestState(desk.case.state)
    price, refused = _price(desk)
    more = {
        "quote": price,
        "refused": refused,
        "may_make": RequestState.OFFERED in TRANSITIONS[state],
        "may_replace": state == RequestState.OFFERED,
    }
    return shown(request, "desk/offer.html", desk, form, **more)


def _acted(request: HttpRequest, desk: DeskCase, form: OfferForm) -> HttpResponse | None:
    by: Any = request.user
    given = form.cleaned_data
    facts = {"request": desk.case, "by": by, "version": given["version"]}
    if given["action"] == MAKE:
        return carried_out(
            request,
            desk,
            form,
            partial(
                offers.make,
                valid_until=given["valid_until"],
                out_of_turn_reason=given["out_of_turn_reason"],
                **facts,
            ),
            _("The offer is made. What it offers is held until it runs out."),
        )
    if given["action"] == REPLACE:
        act = partial(offers.replace, valid_until=given["valid_until"], **facts)
        return carried_out(request, desk, form, act, _("The offer is replaced by a new one."))
    done = _("The offer is taken back.")
    return carried_out(request, desk, form, partial(offers.withdraw, **facts), done)


def _price(desk: DeskCase) -> tuple[Quote | None, str]:
    """What it costs by the tariffs of today, or why that cannot be said."""
    if desk.claim is None:
        return None, _("The request names nothing that has a price.")
    try:
        return quote(desk.claim, timezone.localdate()), ""
    except Refusal as refusal:
        return None, str(refusal)
