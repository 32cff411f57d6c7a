"""Middleware: whoever sees plant by a grant leaves a line in the log, at every door.

A door is logged unless it is known to show no plant, so that a new one is logged from its first
day. Nothing is handed out before the line is written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.services import look

WITHOUT_PLANT = ("/static/", "/i18n/", "/oauth/", "/accounts/", "/bookmarks/", "/admin/")
"""Beginnings of addresses that show no plant to partners."""

SHOWING = {200, 206, 400, 409, 422}
"""Answers with something in them: a form that comes back with its faults shows what it is about."""


def looks_recorded(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Behind the middleware that says who asks."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code in SHOWING and not request.path.startswith(WITHOUT_PLANT):
            _record(request)
        return response

    return middleware


def _record(request: HttpRequest) -> None:
    person: Any = request.user
    # A view that has recorded its own look says more than the address does.
    if not person.is_authenticated or getattr(request, "look_is_recorded", False):
        return
    if look.looks_through_a_grant(person):
        match = request.resolver_match
        # A door whose address does not say what was asked for says it here.
        what = getattr(request, "looked_at", None) or request.get_full_path()
        look.record(person, (match and match.view_name) or request.path, what)
