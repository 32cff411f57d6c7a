"""/imports/mappings/: delete what is kept under a name and listed with the deliveries, and undo."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from assets.services import kept_mapping
from assets.views import forgotten_mapping
from assets.views.delivery import deliveries_page, for_importers
from gis.refusals import NotFound, Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def forget_mapping(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Its address leads to the list, if somebody reloads it."""
    if request.method == "POST":
        try:
            gone = kept_mapping.forget(by=request.user, pk=pk)
        except NotFound:
            raise Http404 from None
        forgotten_mapping.remember(request, gone)
    return redirect("deliveries")


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def bring_back_mapping(request: HttpRequest) -> HttpResponse:
    """Undo the last deletion of this session; a refusal leaves it to be tried again."""
    gone = forgotten_mapping.last(request)
    if request.method == "POST" and gone is not None:
        try:
            kept_mapping.bring_back(by=request.user, gone=gone)
        except Refusal as refusal:
            return deliveries_page(request, not_brought_back=refusal)
        forgotten_mapping.let_go(request)
    return redirect("deliveries")
