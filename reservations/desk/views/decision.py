"""/desk/<id>/decision/ prepares a decision, /desk/<id>/signature/ signs what was prepared."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from reservations.desk import drafts
from reservations.desk.case import DeskCase
from reservations.desk.forms.decision import DECIDE, DecisionForm
from reservations.desk.views.case import on_case
from reservations.forms.dialogue import Dialogue
from reservations.models import DecisionOutcome, RefusalGround
from reservations.services import decision as decisions
from reservations.services.competing import reserves_on_the_way
from reservations.views.dialogue import acted, carried_out, opened, shown


@on_case
def decision(request: HttpRequest, desk: DeskCase) -> HttpResponse:
    outcomes = decisions.outcomes_for(desk.case)
    form = DecisionForm(
        **_opened(request, desk),
        outcomes=outcomes,
        units=[one.unit for one in desk.units],
        grounds=list(RefusalGround.objects.of(desk.case)),
        reserves=reserves_on_the_way(desk.claim, desk.viewer) if desk.claim else [],
    )
    answer = acted(request, desk, form, partial(_acted, request, desk, form))
    if answer is not None:
        return answer
    more = {"outcomes": outcomes, "two_person": settings.TWO_PERSON_RULE}
    return shown(request, "desk/decision.html", desk, form, **more)


def _opened(request: HttpRequest, desk: DeskCase) -> dict[str, Any]:
    """What was prepared before is there to be changed."""
    prepared = opened(request, desk)
    outcomes = decisions.outcomes_for(desk.case)
    if len(outcomes) == 1:
        prepared["initial"] |= {"outcome": outcomes[0]}
    known = desk.decision
    if known is None or known.signed_at is not None:
        return prepared
    initial = prepared["initial"]
    initial |= {"outcome": known.outcome, "reasons": known.reasons}
    initial["refused_units"] = [str(pk) for pk in known.refused_units]
    initial["grounds"] = [str(one.ground_id) for one in known.grounds.all()]
    for one in known.grounds.all():
        initial[f"evidence_{one.ground_id}"] = one.evidence
        initial[f"reserve_{one.ground_id}"] = str(one.reserve_id or "")
        initial[f"plan_{one.ground_id}"] = one.investment_plan
    return prepared


def _acted(request: HttpRequest, desk: DeskCase, form: DecisionForm) -> HttpResponse | None:
    if form.cleaned_data["action"] == DECIDE:
        return _decided(request, desk, form)
    units = [one.unit for one in desk.units]
    form.data = form.data.copy()
    form.data["reasons"] = drafts.reasons(
        form.cleaned_data["outcome"], units, form.refused, form.shown
    )
    return None


def _decided(request: HttpRequest, desk: DeskCase, form: DecisionForm) -> HttpResponse | None:
    by: Any = request.user
    given = form.cleaned_data

    decide = partial(
        decisions.decide,
        request=desk.case,
        outcome=DecisionOutcome(given["outcome"]),
        by=by,
        refused_units=form.refused,
        grounds=form.shown,
        reasons=given["reasons"],
        out_of_turn_reason=given["out_of_turn_reason"],
        version=given["version"],
    )
    done = _("The decision is signed.")
    if settings.TWO_PERSON_RULE:
        done = _("The decision is prepared. Somebody else must sign it.")
    return carried_out(request, desk, form, decide, done)


@on_case
def signature(request: HttpRequest, desk: DeskCase) -> HttpResponse:
    form = Dialogue(**opened(request, desk))
    answer = acted(request, desk, form, partial(_signed, request, desk, form))
    return answer or shown(request, "desk/signature.html", desk, form)


def _signed(request: HttpRequest, desk: DeskCase, form: Dialogue) -> HttpResponse | None:
    by: Any = request.user
    version = form.cleaned_data["version"]
    act = partial(decisions.sign, request=desk.case, by=by, version=version)
    return carried_out(request, desk, form, act, _("The decision is signed."))
