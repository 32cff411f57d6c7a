"""Answers as HTTP: status, media type, entity tag, compression."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from gzip import GzipFile
from hashlib import blake2b
from io import BytesIO
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.regex_helper import _lazy_re_compile

from gis.refusals import Refusal
from registry_api.context import Context
from registry_api.execution import refused
from registry_api.reading import JSON
from registry_api.visit import Visit

STATUS = {
    "UNAUTHENTICATED": 401,
    "CSRF": 403,
    "PERSISTED_QUERY_NOT_FOUND": 404,
    "METHOD": 405,
    "NOT_ACCEPTABLE": 406,
    "LENGTH_REQUIRED": 411,
    "BODY_TOO_LARGE": 413,
    "NOT_JSON": 415,
    "RATE_LIMITED": 429,
    "TIMEOUT": 503,
}
"""Of a request that is refused as a whole; 400 for all other codes."""

OF_THE_DOCUMENT = {"SYNTAX", "GRAPHQL_INVALID"}
"""Faults that the specification answers with 200 to those who want plain JSON."""

WORTH_COMPRESSING = 1_000
COMPRESSION = 4
_GZIP = _lazy_re_compile(r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?!0(?:\.0*)?\s*(?:,|$))[^,]*)?(?:,|$)")


def answer_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The response to a request that is refused as a whole."""
    answer = refused(refusal, Context(request, request.visit.request_id))  # type: ignore[attr-defined]
    response = respond(request, answer, STATUS.get(refusal.code, 400))
    if refusal.code == "METHOD":
        response["Allow"] = "GET, POST" if request.method not in {"GET", "POST"} else "POST"
    return response


def respond(request: HttpRequest, answer: Mapping[str, Any], status: int) -> HttpResponse:
    """The answer as the client wants it; queries by GET get an entity tag and are compared."""
    visit: Visit = request.visit  # type: ignore[attr-defined]
    body = orjson.dumps(answer, default=str)
    response = HttpResponse(status=_status(answer, status, visit.media_type))
    response["Content-Type"] = f"{visit.media_type}; charset=utf-8"
    response["Vary"] = "Accept, Accept-Encoding, Accept-Language, Authorization, Cookie"
    response["Cache-Control"] = "private, no-store"
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    for name, value in visit.budget.headers.items() if visit.budget else ():
        response[name] = value
    if request.method == "GET" and status == 200 and "errors" not in answer:
        # Weak, because a compressed body is another one; private, because answers differ by person.
        response["ETag"] = f'W/"{blake2b(body, digest_size=16).hexdigest()}"'
        response["Cache-Control"] = "private, no-cache"
        if (unchanged := _unchanged(request, response)) is not None:
            return unchanged
    response.content = _packed(request, response, body)
    return response


def _status(answer: Mapping[str, Any], status: int, media_type: str) -> int:
    if status == 400 and media_type == JSON:
        codes = {error["extensions"]["code"] for error in answer["errors"]}
        return 200 if codes <= OF_THE_DOCUMENT else 400
    return status


def _unchanged(request: HttpRequest, response: HttpResponse) -> HttpResponse | None:
    """304 where the client has this very answer already."""
    found = get_conditional_response(request, etag=response["ETag"], response=response)
    if found is response:
        return None
    for name in ("ETag", "Vary", "Cache-Control", "RateLimit", "RateLimit-Policy"):
        if name in response:
            found[name] = response[name]
    return found


def _packed(request: HttpRequest, response: HttpResponse, body: bytes) -> bytes:
    """Compressed where it is worth it. Never what a change answers, which may be a secret.

    A name of random length in the header blurs the size, from which one could otherwise learn what
    an answer holds by having a browser ask again and again (BREACH).
    """
    visit: Visit = request.visit  # type: ignore[attr-defined]
    accepted = request.headers.get("Accept-Encoding", "")
    if len(body) < WORTH_COMPRESSING or visit.changes or not _GZIP.search(accepted):
        return body
    packed = BytesIO()
    blur = "a" * secrets.randbelow(100)
    with GzipFile(blur, "wb", COMPRESSION, packed, mtime=0) as file:
        file.write(body)
    response["Content-Encoding"] = "gzip"
    return packed.getvalue()
