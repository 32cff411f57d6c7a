"""The request assistant: facts, elements, check and hand in. Each step is saved when it is left."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gis.refusals import Refusal
from reservations.access.foreseen import next_due
from reservations.access.states import RequestState
from reservations.models import AccessRequest, RequestKind
from reservations.portal.case import OwnCase
from reservations.portal.door import own_cases, portal_only
from reservations.portal.elements import units_of_token
from reservations.portal.forms.facts import FactsForm, facts_of, usual_facts
from reservations.portal.forms.step import SubmitForm
from reservations.portal.views.step import own_case
from reservations.services import access_request
from reservations.views.dialogue import OVERTAKEN, carried_out, given, overtaken, shown

AUTOSAVE = "X-Autosave"
"""Sent by the page when it saves by itself: the answer is JSON."""


@require_http_methods(["GET", "HEAD", "POST"])
@portal_only
def new_request(request: HttpRequest) -> HttpResponse:
    """The first step makes the draft; a way that the enquiry found is sent along with it."""
    by: Any = request.user
    chosen = request.method == "POST" and "subject" not in request.POST
    asked = request.POST if chosen else request.GET
    form = FactsForm(data=None if chosen else given(request), initial=_initial(asked, by))
    token = request.POST.get("token", "")
    if form.is_bound and form.is_valid():
        try:
            case = _drafted_once(form, token, by)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            if case.state != RequestState.DRAFT:
                return redirect("portal_case", public_id=case.public_id)
            messages.success(request, _("The draft is saved."))
            return redirect("portal_elements", public_id=case.public_id)
    status = 400 if form.is_bound and form.errors else 200
    kind = form["kind"].value() or RequestKind.DUCT_ACCESS
    context = {"form": form, "token": token, "due": next_due(kind, timezone.localdate())}
    return render(request, "portal/facts.html", context, status=status)


def _initial(asked: QueryDict, by: Any) -> dict[str, Any]:
    """What is known of who asks, and what the enquiry was about."""
    known = {name: asked[name] for name in ("first", "last", "kind") if name in asked}
    if known.get("kind") not in RequestKind.values:
        known.pop("kind", None)
    return {**usual_facts(by), **known}


def _drafted_once(form: FactsForm, token: str, by: Any) -> AccessRequest:
    """As `_drafted`, also where a second click was looked at while the first was on its way."""
    key = form.cleaned_data["id"]
    try:
        return _drafted(form, token, by)
    except Refusal:
        if not own_cases(by).filter(public_id=key).exists():
            raise
        return _drafted(form, token, by)


def _drafted(form: FactsForm, token: str, by: Any) -> AccessRequest:
    """The draft of this page: sent twice, or again from a page gone back to, it is the same one."""
    kind, key = RequestKind(form.cleaned_data["kind"]), form.cleaned_data["id"]
    known = own_cases(by).filter(public_id=key).first() if key else None
    if known is not None and known.kind == kind:
        return _drafted_again(known, form, by)
    units = units_of_token(token, by) if token else {}
    free = key if not AccessRequest.objects.filter(public_id=key).exists() else None
    return access_request.draft(kind=kind, by=by, public_id=free, **units, **form.facts)


def _drafted_again(case: AccessRequest, form: FactsForm, by: Any) -> AccessRequest:
    if case.state != RequestState.DRAFT:
        return case
    return access_request.change(request=case, by=by, **form.facts)


@require_http_methods(["GET", "HEAD", "POST"])
@portal_only
def facts(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change the facts of a draft; the page saves them by itself, too."""
    own = own_case(request, public_id)
    if own.case.state != RequestState.DRAFT and request.method != "POST":
        return redirect("portal_case", public_id=public_id)
    form = FactsForm(data=given(request), case=own.case, initial=facts_of(own.case))
    by_itself = AUTOSAVE in request.headers
    if form.is_bound and form.is_valid():
        try:
            case = _changed(own, form, request.user)
        except Refusal as refusal:
            if refusal.code in OVERTAKEN and not by_itself:
                return overtaken(request, own, form, refusal)
            form.refuse(refusal)
        else:
            if by_itself:
                return JsonResponse({"version": case.version})
            messages.success(request, _("The draft is saved."))
            return redirect("portal_elements", public_id=public_id)
    if by_itself:
        return JsonResponse({"errors": form.errors, "said": _unsaved(form)}, status=400)
    return shown(request, "portal/facts.html", own, form, due=own.foreseen)


def _unsaved(form: FactsForm) -> str:
    """Why the page could not save by itself, each reason with the field it is about."""
    labels = {one.name: f"{one.label}: " for one in form.visible_fields()}
    reasons = [labels.get(name, "") + errors[0] for name, errors in form.errors.items()]
    return _("Not saved: %(reasons)s") % {"reasons": " ".join(reasons)}


def _changed(own: OwnCase, form: FactsForm, by: Any) -> AccessRequest:
    version = form.cleaned_data["version"]
    return access_request.change(request=own.case, by=by, version=version, **form.facts)


@require_http_methods(["GET", "HEAD", "POST"])
@portal_only
def complete(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hand in what the desk asked for."""
    own = own_case(request, public_id)
    form = FactsForm(data=given(request), case=own.case, initial=facts_of(own.case))
    if form.is_bound and form.is_valid():
        act = partial(
            access_request.complete,
            request=own.case,
            by=request.user,
            version=form.cleaned_data["version"],
            **form.facts,
        )
        done = _("What was missing is handed in. The request counts as complete from now on.")
        answer = carried_out(request, own, form, act, done)
        if answer is not None:
            return answer
    return shown(request, "portal/complete.html", own, form)


@require_http_methods(["GET", "HEAD", "POST"])
@portal_only
def submit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The last step: look through it and hand it in."""
    own = own_case(request, public_id)
    if not own.is_draft and request.method != "POST":
        return redirect("portal_case", public_id=public_id)
    initial = {"version": own.case.version, "hold": True}
    form = SubmitForm(data=given(request), initial=initial)
    if form.is_bound and form.is_valid():
        act = partial(
            access_request.submit,
            request=own.case,
            by=request.user,
            hold=form.cleaned_data["hold"],
            version=form.cleaned_data["version"],
        )
        done = _("The request is handed in. Its receipt is below.")
        answer = carried_out(request, own, form, act, done)
        if answer is not None:
            return answer
    return shown(request, "portal/submit.html", own, form)
