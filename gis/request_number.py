"""The number of a request: on its answer, and on each line that the log gets meanwhile."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse
from django.utils.log import log_response

HEADER = "X-Request-Id"
_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_number: ContextVar[str] = ContextVar("request_number", default="-")


def current() -> str:
    """The number of the request that is answered here and now, "-" outside of any."""
    return _number.get()


def numbered(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware in front of all others: an answer of any of them has its number.

    It is the one that a proxy or client gave, if it looks like one, else a new one.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        number = given if _WELL_FORMED.fullmatch(given) else uuid.uuid4().hex
        before = _number.set(number)
        try:
            response = get_response(request)
            if response.status_code >= 400:  # Django would do it once the number is forgotten
                said = ("%s: %s", response.reason_phrase, request.path)
                log_response(*said, response=response, request=request)
        finally:
            _number.reset(before)
        response[HEADER] = number
        return response

    return middleware


class NumberOfRequest(logging.Filter):
    """Gives each record of the log its `number`."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.number = current()
        return True
