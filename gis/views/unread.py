"""Requests that cannot be read, or are larger than any form of this site."""

from __future__ import annotations

from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
JSON = "application/json"


def unread(request: HttpRequest, exception: Exception) -> HttpResponse:
    """413 for what is too large, else 400; JSON for whoever sent or wants it."""
    if isinstance(exception, DisallowedHost):
        # Every link of a page would lead to the name that is not ours.
        return HttpResponse("Bad Request (400)\n", status=400, content_type="text/plain")
    is_large = isinstance(exception, TOO_LARGE)
    status = 413 if is_large else 400
    if JSON in (request.content_type, request.headers.get("Accept")):
        return JsonResponse(_answer(is_large), status=status)
    return render(request, "unread.html", {"is_large": is_large}, status=status)


def _answer(is_large: bool) -> dict[str, object]:
    """As refusals and the map's saver have it."""
    if is_large:
        code, message = "TOO_LARGE", _("This is more than can be sent at once. Nothing was saved.")
    else:
        code, message = "BAD_REQUEST", _("The request cannot be read. Nothing was saved.")
    problem = {"code": code, "message": message, "field": None}
    return {**problem, "fields": {}, "problems": [{**problem, "place": None}]}
