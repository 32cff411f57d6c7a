"""/history/<kind>/<public id>/: older changes of an asset, below those in its panel."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.roles import Capability
from accounts.viewer import viewer_of
from assets.panels import history
from assets.panels.facts import one_or_404


@require_safe
@never_cache
def older_changes(request: HttpRequest, kind: str, public_id: UUID) -> HttpResponse:
    """The steps before the change `before`; 404 for what may not be seen."""
    viewer = viewer_of(request.user)
    before = request.GET.get("before", "")
    known = kind in history.PARTS and before.isdecimal() and len(before) < 19
    if not known or not viewer.can(Capability.SEE_HISTORY):
        raise Http404
    model: Any = apps.get_model("assets", kind)
    asset = one_or_404(model.objects.visible_to(viewer), public_id)
    part = history.context(asset, viewer, int(before))
    return render(request, "assets/history_steps.html", {"part": part})
