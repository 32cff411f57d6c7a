"""Mutations of access requests: drafted, submitted, completed, looked at, withdrawn, ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import graphene
from django.utils.translation import gettext as _

from accounts.models import User
from gis.refusals import Refusal
from registry_api import edits
from registry_api.carry_out import Run
from registry_api.checklist import ANSWERS, answers_of
from registry_api.elements import ELEMENTS, asked_for
from registry_api.enums import enum_of
from registry_api.inputs import REASON, PolygonGeometry, Table
from registry_api.on_case import CASE, CASE_WITH_REASON, RETURNS, step
from registry_api.period import FuturePeriod
from reservations.models import LegalStep, RequestKind
from reservations.services import access_request as service
from reservations.services import elements

_FACTS: Table = {
    "contact_name": graphene.String,
    "contact_email": graphene.String,
    "contact_phone": graphene.String,
    "subject": graphene.String,
    "description": graphene.String,
    "period": FuturePeriod(),
    "permit_on": graphene.Date,
    "area": PolygonGeometry(),
}
_NEW: Table = {"kind": enum_of(RequestKind), "organisation": graphene.String}
_TEXTS = ("reason", "contact_name", "contact_email", "contact_phone", "subject", "description")
_NEEDED = ("kind", "subject", "contact_name", "contact_email", "period")


def _written(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    """The facts as the service takes them: a text that is emptied is empty, not null."""
    asked = asked_for(by, facts)
    if "period" in facts:
        _refuse_missing(facts, "period")
    return {
        key: "" if value is None and key in _TEXTS else value for key, value in facts.items()
    } | asked


def _refuse_missing(facts: dict[str, Any], *names: str) -> None:
    for name in names:
        if facts.get(name) in (None, ""):
            raise Refusal("REQUIRED", _("A required value is missing."), name)


def _draft(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"access_request": _drafted(by, facts)}


def _drafted(by: User, facts: dict[str, Any]) -> Any:
    _refuse_missing(facts, *_NEEDED)
    given = _written(by, facts)
    return service.draft(by=by, kind=RequestKind(given.pop("kind")), **given)


def _change(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"access_request": service.change(by=by, **_written(by, facts))}


def _submit(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    """Hand in a draft, changed first if facts are given, or a new request at once."""
    hold = facts.pop("hold", None)
    reason = facts.get("reason") or ""
    if facts.get("request") is None:
        facts.pop("request", None)
        facts.pop("version", None)
        case, version = _drafted(by, facts), None
    else:
        for name in _NEW:
            facts.pop(name, None)
        case, version = facts["request"], facts.get("version")
        if facts.keys() - {"request", "version", "reason"}:
            case, version = service.change(by=by, **_written(by, facts)), None
    submitted = service.submit(
        request=case, by=by, hold=hold is not False, version=version, reason=reason
    )
    return {"access_request": submitted}


def _complete(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    given = _written(by, facts)
    if "units" not in given:
        return {"access_request": service.complete(by=by, **given)}
    changed = service.change(by=by, **given)
    return {
        "access_request": service.complete(request=changed, by=by, reason=given.get("reason", ""))
    }


def _checked(work: Callable[..., Any]) -> Run:
    """A step of the desk that may say what it found of the checklist."""

    def run(by: User, facts: dict[str, Any]) -> dict[str, Any]:
        answers = answers_of(facts["request"], facts.pop("answers", None))
        return {"access_request": work(by=by, answers=answers, **facts)}

    return run


def _name(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    facts.update(asked_for(by, facts))
    facts.pop("length_m", None)
    _refuse_missing({"elements": facts.get("units")}, "elements")
    hold = facts.pop("hold", None) is not False
    return {"access_request": elements.name_ducts(by=by, hold=hold, **facts)}


def _extend(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"access_request": service.extend(by=by, step_name=facts.pop("step"), **facts)}


class AccessRequestMutations:
    draft_access_request = edits.edit(
        "DraftAccessRequest",
        {**_NEW, **_FACTS, **ELEMENTS, **REASON},
        _draft,
        RETURNS,
        required=_NEEDED,
        description="A new request that only its organisation sees.",
    )
    change_access_request = edits.edit(
        "ChangeAccessRequest",
        {**CASE_WITH_REASON, **_FACTS, **ELEMENTS},
        _change,
        RETURNS,
        required=("id",),
        description="Change the given facts of a draft, or of a request of which something is "
        "missing; the applicant only.",
    )
    submit_access_request = edits.edit(
        "SubmitAccessRequest",
        {**CASE_WITH_REASON, **_NEW, **_FACTS, **ELEMENTS, "hold": graphene.Boolean},
        _submit,
        RETURNS,
        description="Hand in a draft (`id`) or, without `id`, a new request at once. It is "
        "received now, and holds what it asks for unless `hold` is false.",
    )
    ask_back = edits.edit(
        "AskBack",
        {**CASE, "missing": graphene.String, **ANSWERS},
        _checked(service.ask_back),
        RETURNS,
        required=("id", "missing"),
        description="Say what is missing, and what was found of the checklist; clocks that "
        "wait for it stop. The desk only.",
    )
    complete_request = edits.edit(
        "CompleteRequest",
        {**CASE_WITH_REASON, **_FACTS, **ELEMENTS},
        _complete,
        RETURNS,
        required=("id",),
        description="Hand in what was missing: the request is complete from now on.",
    )
    review_request = edits.edit(
        "ReviewRequest",
        {**CASE_WITH_REASON, **ANSWERS},
        _checked(service.review),
        RETURNS,
        required=("id",),
        description="Find a request complete and begin to look at it; the desk only.",
    )
    name_ducts = edits.edit(
        "NameDucts",
        {**CASE_WITH_REASON, **ELEMENTS, "hold": graphene.Boolean},
        _name,
        RETURNS,
        required=("id",),
        description="Name the ducts of a request that names an area only; they are held for it "
        "unless `hold` is false. The desk only.",
    )
    extend_deadline = edits.edit(
        "ExtendDeadline",
        {**CASE_WITH_REASON, "step": enum_of(LegalStep)},
        _extend,
        RETURNS,
        required=("id", "step", "reason"),
        description="Extend a deadline once, in time; the applicant is told the reason.",
    )
    withdraw_request = edits.edit(
        "WithdrawRequest",
        CASE_WITH_REASON,
        step(service.withdraw),
        RETURNS,
        required=("id",),
        description="Take a request back before it is decided; what it held is free at once.",
    )
    end_request = edits.edit(
        "EndRequest",
        CASE_WITH_REASON,
        step(service.end),
        RETURNS,
        required=("id",),
        description="Give back what was granted; by the applicant, or by the desk with a reason.",
    )
