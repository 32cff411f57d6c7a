"""/imports/mappings/: delete what is kept under a name and listed with the deliveries."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from assets.services import kept_mapping
from assets.views.delivery import for_importers
from gis.refusals import NotFound


@require_http_methods(["GET", "HEAD", "POST"])
@for_importers
def forget_mapping(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Its address leads to the list, if somebody reloads it."""
    if request.method == "POST":
        try:
            kept_mapping.forget(by=request.user, pk=pk)
        except NotFound:
            raise Http404 from None
    return redirect("deliveries")
