"""/portal/: own cases."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.viewer import viewer_of
from reservations.portal.dashboard import Show, numbers, read_page
from reservations.portal.door import portal_only


@require_safe
@portal_only
def dashboard(request: HttpRequest) -> HttpResponse:
    """What needs me first; an unknown list is the usual one."""
    viewer = viewer_of(request.user)
    known = numbers(viewer)
    usual = Show.MINE if known[Show.MINE] else Show.OPEN
    asked = request.GET.get("show", "")
    show = asked if asked in Show.values else usual.value
    context = {
        "show": show,
        "tabs": [(one.value, one.label, known[one.value]) for one in Show],
        "page": read_page(viewer, show, request.GET.get("after", "")),
    }
    return render(request, "portal/dashboard.html", context)
