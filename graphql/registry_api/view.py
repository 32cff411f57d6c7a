"""/graphql/ over HTTP: JSON in, JSON out; GraphiQL for browsers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt, ensure_csrf_cookie

from gis.refusals import Refusal
from registry_api import limits
from registry_api.context import Context
from registry_api.errors import internal
from registry_api.execution import refused, run
from registry_api.schema import schema

JSON = "application/json"
STATUS = {"BODY_TOO_LARGE": 413, "CSRF": 403, "NOT_JSON": 415}


class _CsrfCheck(CsrfViewMiddleware):
    """Django's own check, which answers the reason instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> str:  # type: ignore[override]
        return reason


@method_decorator(csrf_exempt, name="dispatch")  # checked in `post`, to answer in JSON
class GraphQLView(View):
    """POST with a JSON body for everything, GET for queries.

    Sessions need the CSRF token with POST, as everywhere; bearer tokens do not. A mutation never
    runs by GET, which needs no CSRF token.
    """

    http_method_names = ["get", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        if "query" not in request.GET and request.accepts("text/html"):
            return _graphiql(request)
        return self._answer(request, lambda: _from_address(request), read_only=True)

    def post(self, request: HttpRequest) -> HttpResponse:
        def read() -> Any:
            _refuse_forged(request)
            return _from_body(request)

        return self._answer(request, read, read_only=False)

    def _answer(self, request: HttpRequest, read: Any, *, read_only: bool) -> HttpResponse:
        context = Context(request)
        try:
            asked = _checked(read())
            answer, status = run(schema.graphql_schema, context, **asked, read_only=read_only)
        except Refusal as refusal:
            answer, status = refused(refusal, context), STATUS.get(refusal.code, 400)
        except Exception as fault:  # nothing internal may reach the client, whatever it is
            answer, status = internal(fault, context.request_id), 500
        return _response(answer, status, context)


@ensure_csrf_cookie
def _graphiql(request: HttpRequest) -> HttpResponse:
    """The explorer page, from our own static files."""
    return render(request, "registry_api/graphiql.html")


def _refuse_forged(request: HttpRequest) -> None:
    check = _CsrfCheck(lambda _request: HttpResponse())
    check.process_request(request)
    if check.process_view(request, None, (), {}):
        raise Refusal("CSRF", _("The CSRF token is missing or wrong. Reload the page."))


def _from_address(request: HttpRequest) -> Any:
    asked: dict[str, Any] = {
        name: request.GET[name] for name in ("query", "operationName") if name in request.GET
    }
    if variables := request.GET.get("variables"):
        asked["variables"] = _json(variables.encode())
    return asked


def _from_body(request: HttpRequest) -> Any:
    if request.content_type != JSON:
        raise Refusal("NOT_JSON", _("The body must be JSON (application/json)."))
    if int(request.META.get("CONTENT_LENGTH") or 0) > limits.BODY.most:
        raise _too_large()
    try:
        body = request.read(limits.BODY.most + 1)
    except (UnreadablePostError, RawPostDataException):
        raise Refusal("BAD_REQUEST", _("The body could not be read.")) from None
    if len(body) > limits.BODY.most:
        raise _too_large()
    return _json(body)


def _json(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Refusal("BAD_REQUEST", _("The request is not valid JSON.")) from None


def _checked(asked: Any) -> dict[str, Any]:
    """The three parts of a request, each of the type it must have."""
    if not isinstance(asked, Mapping):
        raise Refusal("BAD_REQUEST", _("One request at a time, as a JSON object."))
    query, variables = asked.get("query"), asked.get("variables")
    operation = asked.get("operationName")
    if not isinstance(query, str) or not query.strip():
        raise Refusal("BAD_REQUEST", _("The request has no query."), "query")
    if variables is not None and not isinstance(variables, Mapping):
        raise Refusal("BAD_REQUEST", _("The variables must be a JSON object."), "variables")
    if operation is not None and not isinstance(operation, str):
        raise Refusal("BAD_REQUEST", _("The operation name must be a text."), "operationName")
    return {"query": query, "variables": variables, "operation": operation or None}


def _too_large() -> Refusal:
    message = _("The request is larger than %(most)d bytes.") % {"most": limits.BODY.most}
    return Refusal("BODY_TOO_LARGE", message)


def _response(answer: Mapping[str, Any], status: int, context: Context) -> HttpResponse:
    body = orjson.dumps(answer, default=str)
    response = HttpResponse(body, status=status, content_type=JSON)
    response["X-Request-Id"] = context.request_id
    response["Cache-Control"] = "private, no-store"
    response["Vary"] = "Cookie, Authorization, Accept-Language"
    return response
