"""/portal/clients/: the API clients of the own organisation, by the services of accounts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import ApiClient, ApiSecret
from accounts.roles import Capability, Role
from accounts.secrets import Issued
from accounts.services import client as clients
from gis.refusals import Refusal
from reservations.portal.door import portal_only
from reservations.portal.forms.team import ClientForm


@require_http_methods(["GET", "HEAD", "POST"])
@portal_only
def client_page(request: HttpRequest) -> HttpResponse:
    """The list and a form for a new one; its secret is shown once. Others read who manages them."""
    by: Any = request.user
    form = ClientForm(data=request.POST if request.method == "POST" else None)
    if form.is_bound:
        _require_manager(request)
        if form.is_valid():
            try:
                issued = clients.create(by=by, role=Role.PARTNER, **form.cleaned_data)
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                return _shown(request, ClientForm(), issued)
    return _shown(request, form, None)


@require_POST
@portal_only
def new_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret; the old one ends at once."""
    by: Any = request.user
    try:
        issued = clients.rotate_secret(client=_own(request, pk), by=by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("portal_clients")
    return _shown(request, ClientForm(), issued)


@require_http_methods(["GET", "HEAD", "POST"])
@portal_only
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked first, then for good."""
    client, by = _own(request, pk), request.user
    if request.method != "POST":
        return render(request, "portal/client_revoke.html", {"client": client})
    try:
        clients.revoke(client=client, by=by)  # type: ignore[arg-type]
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The client is revoked, with its secrets and tokens."))
    return redirect("portal_clients")


def _require_manager(request: HttpRequest) -> None:
    by: Any = request.user
    if not by.can(Capability.MANAGE_CLIENTS):
        raise PermissionDenied


def _own(request: HttpRequest, pk: int) -> ApiClient:
    by: Any = request.user
    _require_manager(request)
    rows = ApiClient.objects.visible_to(by).filter(organisation__in=by.organisation_ids)
    found = rows.select_related("organisation", "user").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _shown(
    request: HttpRequest, form: ClientForm, issued: Issued[ApiSecret] | None
) -> HttpResponse:
    by: Any = request.user
    rows = ApiClient.objects.visible_to(by).filter(organisation__in=by.organisation_ids)
    context = {
        "form": form,
        "clients": rows.with_last_use().order_by("revoked_at", "code"),
        "manages": by.can(Capability.MANAGE_CLIENTS),
        "issued": issued,
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "portal/clients.html", context, status=status)
