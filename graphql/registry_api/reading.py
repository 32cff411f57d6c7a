"""From an HTTP request to what is asked, by the specification GraphQL over HTTP."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from django.http import HttpRequest
from django.http.request import RawPostDataException, UnreadablePostError
from django.utils.translation import gettext_lazy as _

from gis.refusals import Refusal
from registry_api import limits, persisted

JSON = "application/json"
RESPONSE_JSON = "application/graphql-response+json"
PARTS: Mapping[str, tuple[type, str]] = {
    "query": (str, _("The query must be a text.")),
    "operationName": (str, _("The operation name must be a text.")),
    "documentId": (str, _("The document's id must be a text.")),
    "variables": (Mapping, _("The variables must be a JSON object.")),
    "extensions": (Mapping, _("The extensions must be a JSON object.")),
}
"""What a request may say, of which kind, and the sentence for any other."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for one operation."""

    query: str
    variables: Mapping[str, Any]
    operation: str | None

    @property
    def in_words(self) -> str:
        """Query and variables on one line."""
        return f"{' '.join(self.query.split())} {dict(self.variables) or ''}".strip()


def asked_by(request: HttpRequest) -> Asked:
    """What is asked; raises Refusal with a code that `STATUS` of the response knows."""
    given = _from_address(request) if request.method == "GET" else _from_body(request)
    if isinstance(given, list):
        raise Refusal("BATCHING", _("One request at a time: lists of requests are not answered."))
    if not isinstance(given, Mapping):
        raise Refusal("BAD_REQUEST", _("The request must be a JSON object."))
    parts = {name: given.get(name) for name in PARTS}
    for name, (kind, message) in PARTS.items():
        if parts[name] is not None and not isinstance(parts[name], kind):
            raise Refusal("BAD_REQUEST", message, name)
    query = persisted.document_text(parts)
    if query is None or not query.strip():
        raise Refusal("BAD_REQUEST", _("The request has no query."), "query")
    variables = parts["variables"] or {}
    _check_size(variables)
    return Asked(query, variables, parts["operationName"] or None)


def asks_something(request: HttpRequest) -> bool:
    """Whether an address carries a request at all; else it is that of the explorer."""
    return any(name in request.GET for name in PARTS)


def preferred_type(request: HttpRequest) -> str:
    """The media type of the answer; raises Refusal NOT_ACCEPTABLE.

    Whoever does not name the newer one gets plain JSON, whose statuses old clients expect.
    """
    qualities = {RESPONSE_JSON: -1.0, JSON: -1.0}
    for wanted in reversed(request.accepted_types_by_precedence):
        name = f"{wanted.main_type}/{wanted.sub_type}"
        if name in qualities:
            qualities[name] = wanted.quality
        elif name in {"*/*", "application/*"}:
            qualities[JSON] = wanted.quality
    best = max(qualities, key=lambda name: qualities[name])
    if qualities[best] <= 0:
        message = _("Answers come as %(first)s or %(second)s.")
        raise Refusal("NOT_ACCEPTABLE", message % {"first": RESPONSE_JSON, "second": JSON})
    return best


def _from_address(request: HttpRequest) -> Any:
    limits.ADDRESS.check(len(request.META.get("QUERY_STRING", "")))
    given: dict[str, Any] = {}
    for name, (kind, _message) in PARTS.items():
        values = request.GET.getlist(name)
        if len(values) > 1:
            raise _twice(name)
        if values and values[0]:
            given[name] = values[0] if kind is str else _json(values[0].encode("utf-8", "replace"))
    return given


def _from_body(request: HttpRequest) -> Any:
    _check_content(request)
    if _length(request) > limits.BODY.most:
        raise limits.BODY.refusal()
    try:
        body = request.read(limits.BODY.most + 1)
    except (UnreadablePostError, RawPostDataException):
        raise Refusal("BAD_REQUEST", _("The body could not be read.")) from None
    limits.BODY.check(len(body))
    return _json(body)


def _check_content(request: HttpRequest) -> None:
    """Only plain UTF-8 JSON of a stated length."""
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    if request.content_type != JSON or charset not in {"utf-8", "utf8"}:
        raise Refusal("NOT_JSON", _("The body must be JSON (application/json) in UTF-8."))
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Refusal("NOT_JSON", _("The body must not be compressed."))
    if "Transfer-Encoding" in request.headers:
        raise Refusal("LENGTH_REQUIRED", _("The body needs a Content-Length."))


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _json(text: bytes) -> Any:
    try:
        given = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Refusal("BAD_REQUEST", _("The request is not valid JSON.")) from None
    _check_keys(text)
    return given


def _check_keys(body: bytes) -> None:
    """A key given twice could mean one thing to a filter in front of us and another to us."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _value in pairs]
            raise _twice(next(key for key in keys if keys.count(key) > 1))
        return found

    try:
        json.loads(body, object_pairs_hook=once)
    except RecursionError:
        raise limits.JSON_DEPTH.refusal() from None


def _twice(name: str) -> Refusal:
    return Refusal("BAD_REQUEST", _("This part is given more than once."), name[:100])


def _check_size(value: Any) -> None:
    """Level by level, so that no depth can exhaust the stack."""
    level, depth, values = [value], 0, 0
    while level:
        limits.JSON_DEPTH.check(depth)
        depth += 1
        values += sum(map(len, level))
        limits.VALUES.check(values)
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
