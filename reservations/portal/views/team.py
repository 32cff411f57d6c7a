"""/portal/team/: the people of the own organisation, kept by its administrator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Membership
from accounts.services import team
from gis.refusals import NotFound, NotPermitted, Refusal
from reservations.portal.door import portal_only
from reservations.portal.forms.team import InviteForm


@require_http_methods(["GET", "HEAD", "POST"])
@portal_only
def team_page(request: HttpRequest) -> HttpResponse:
    """Everybody sees who is there; the administrator invites. The link is shown once."""
    by: Any = request.user
    form = InviteForm(data=request.POST if request.method == "POST" else None)
    invitation = None
    if form.is_bound and form.is_valid():
        try:
            invitation = team.invite(by=by, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            form = InviteForm()
    return _shown(request, form, invitation)


@require_POST
@portal_only
def invite_again(request: HttpRequest, member: int) -> HttpResponse:
    try:
        return _shown(request, InviteForm(), _found(team.invite_again, member, request))
    except Refusal as refusal:
        return _refused(request, refusal)


@require_POST
@portal_only
def change_role(request: HttpRequest, member: int) -> HttpResponse:
    try:
        _found(team.change_role, member, request, role=request.POST.get("role", ""))
    except Refusal as refusal:
        return _refused(request, refusal)
    messages.success(request, _("The role is changed."))
    return redirect("portal_team")


@require_http_methods(["GET", "HEAD", "POST"])
@portal_only
def remove(request: HttpRequest, member: int) -> HttpResponse:
    """Asked first, then carried out."""
    found = _member(request, member)
    if request.method != "POST":
        return render(request, "portal/team_remove.html", {"member": found})
    try:
        _found(team.remove, member, request)
    except Refusal as refusal:
        return _refused(request, refusal)
    messages.success(request, _("The person is removed from your organisation."))
    return redirect("portal_team")


def _member(request: HttpRequest, member: int) -> Membership:
    by: Any = request.user
    own = [one.pk for one in team.managed_by(by)]
    found = team.members(by).filter(pk=member, organisation__in=own).first()
    if found is None:
        raise Http404
    return found


def _found(service: Any, member: int, request: HttpRequest, **facts: Any) -> Any:
    try:
        return service(member=member, by=request.user, **facts)
    except NotFound as missing:
        raise Http404 from missing


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return _shown(request, InviteForm(), None, refusal)


def _shown(
    request: HttpRequest,
    form: InviteForm,
    invitation: team.Invitation | None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    by: Any = request.user
    link = ""
    if invitation is not None:
        named = {"uidb64": invitation.uid, "token": invitation.token}
        link = request.build_absolute_uri(reverse("invitation", kwargs=named))
    context = {
        "form": form,
        "members": team.members(by),
        "managed": {one.pk for one in team.managed_by(by)},
        "roles": [(one.value, one.label) for one in team.ROLES],
        "invitation": invitation,
        "link": link,
        "refusal": refusal,
    }
    return render(request, "portal/team.html", context, status=_status(form, refusal))


def _status(form: InviteForm, refusal: Refusal | None) -> int:
    if isinstance(refusal, NotPermitted):
        return 403
    return 400 if refusal is not None or (form.is_bound and form.errors) else 200
