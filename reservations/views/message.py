"""/cases/<public id>/messages/: the conversation on a case, for the applicant and the desk."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages as notes
from django.contrib.auth.decorators import login_required
from django.core.exceptions import SuspiciousOperation
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.viewer import viewer_of
from gis.refusals import NotFound, Refusal, unmoved
from gis.uploads.handler import was_stopped
from gis.views.refused import refused
from reservations.models import AccessRequest, CaseMessage
from reservations.services import attachment as attachments
from reservations.services import message as service
from reservations.views.message_json import as_json


class Given(forms.Form):
    """What the form sends; what it means is looked at by the service."""

    text = forms.CharField(required=False, strip=False)
    internal = forms.BooleanField(required=False)
    id = forms.UUIDField(required=False)
    before = forms.IntegerField(required=False, min_value=1)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def messages(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The page by itself, for a token as JSON; 404 for all but the applicant and the desk."""
    viewer = viewer_of(request.user)
    cases = AccessRequest.objects.visible_to(viewer).select_related("organisation")
    if viewer.scopes is not None:
        return _for_program(request, cases.filter(public_id=public_id).first())
    case = get_object_or_404(cases, public_id=public_id)
    if request.method != "POST":
        return _page(request, case, 200)
    try:
        _write(request, case)
    except Refusal as refusal:
        return refused(refusal) if _by_script(request) else _page(request, case, 400, refusal)
    notes.success(request, _said(case))
    address = f"{_way_back(request, case)}#messages"
    if _by_script(request):
        return JsonResponse({"address": address})
    return HttpResponseRedirect(address)


@require_POST
@never_cache
@login_required
def take_back(request: HttpRequest, public_id: UUID, message_id: UUID) -> HttpResponse:
    """Of a draft alone; a program is answered 204."""
    viewer, by = viewer_of(request.user), cast(User, request.user)
    case = AccessRequest.objects.visible_to(viewer).filter(public_id=public_id).first()
    by_program = viewer.scopes is not None
    try:
        found = unmoved(case, None)
        service.take_back(request=found, message_id=message_id, by=by)
    except Refusal as refusal:
        if by_program:
            return refused(refusal)
        if isinstance(refusal, NotFound):
            raise Http404 from refusal
        notes.error(request, str(refusal))
    else:
        if by_program:
            return HttpResponse(status=204)
        notes.success(request, _("It is taken back."))
    return HttpResponseRedirect(f"{_way_back(request, found)}#messages")


def _said(case: AccessRequest) -> str:
    if case.receipt is None:
        return _("It is attached. The desk reads it once the request is handed in.")
    return _("Your message was sent.")


def _for_program(request: HttpRequest, case: AccessRequest | None) -> JsonResponse:
    """A program reads JSON whatever it said that it accepts, and 201 once something was written."""
    try:
        found = unmoved(case, None)
        if request.method != "POST":
            talk = service.read(found, viewer_of(request.user), _before(request))
            return JsonResponse(as_json(found, talk))
        made = _write(request, found)
    except Refusal as refusal:
        return refused(refusal)
    except (MultiPartParserError, SuspiciousOperation):
        return refused(Refusal("BAD_REQUEST", _("The request cannot be read.")))
    answer = {"id": str(made.public_id), "message": _said(found)}
    return JsonResponse(answer, status=201)


def _before(request: HttpRequest) -> int | None:
    """Where the page ends; what is no such place a program is told."""
    form = Given(request.GET)
    if not form.is_valid() and "before" in form.errors:
        raise Refusal("INVALID_VALUE", form.errors["before"][0], "before")
    return form.cleaned_data["before"]


def _by_script(request: HttpRequest) -> bool:
    """Whether the page sent it by itself, with its progress."""
    return request.headers.get("Accept") == "application/json"


def _write(request: HttpRequest, case: AccessRequest) -> CaseMessage:
    by: Any = request.user
    service.may_write(case, by)
    files = request.FILES.getlist(attachments.FIELD)
    if was_stopped(request):
        raise attachments.too_large()
    form = Given(request.POST)
    form.is_valid()
    return service.write(
        request=case,
        text=request.POST.get("text", ""),
        by=by,
        internal=form.cleaned_data.get("internal", False),
        files=attachments.checked(files),
        public_id=form.cleaned_data.get("id"),
    )


def _page(
    request: HttpRequest, case: AccessRequest, status: int, refusal: Refusal | None = None
) -> HttpResponse:
    form = Given(request.GET)
    form.is_valid()
    context = {
        "case": case,
        "before": form.cleaned_data.get("before"),
        "refusal": refusal,
        "typed": request.POST.get("text", ""),
        "typed_internal": "internal" in request.POST,
        "message_id": request.POST.get("id") or uuid4(),
    }
    return render(request, "cases/messages_page.html", context, status=status)


def _way_back(request: HttpRequest, case: AccessRequest) -> str:
    """Where the form was, if that is here."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted.partition("#")[0]
    return reverse("case_messages", args=[case.public_id])
