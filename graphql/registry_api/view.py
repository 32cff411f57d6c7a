"""/graphql/ over HTTP, behind the door: GraphiQL for browsers, answers for everybody let in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt, ensure_csrf_cookie

from gis import rate
from gis.refusals import Refusal
from registry_api.context import Context
from registry_api.errors import internal
from registry_api.execution import run
from registry_api.responses import answer_refusal, respond
from registry_api.schema import schema
from registry_api.visit import Visit

DEBUG_HEADER = "X-Trassenbuch-Debug"


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
        return _graphiql(request) if request.visit.asked is None else _answer(request)  # type: ignore[attr-defined]

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            _refuse_forged(request)
        except Refusal as refusal:
            return answer_refusal(request, refusal)
        return _answer(request)


@ensure_csrf_cookie
def _graphiql(request: HttpRequest) -> HttpResponse:
    """The explorer page, from our own static files."""
    return render(request, "registry_api/graphiql.html")


def _refuse_forged(request: HttpRequest) -> None:
    """Only a browser that sends a session by itself can be led to send what nobody meant."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return
    check = _CsrfCheck(lambda _request: HttpResponse())
    check.process_request(request)
    if check.process_view(request, None, (), {}):
        raise Refusal("CSRF", _("The CSRF token is missing or wrong. Reload the page."))


def _answer(request: HttpRequest) -> HttpResponse:
    visit: Visit = request.visit  # type: ignore[attr-defined]
    context = Context(request, visit.request_id)
    try:
        visit.budget = rate.take(rate.client_of(request), visit.points)
        if visit.budget is not None and not visit.budget.enough:
            raise visit.budget.refusal()
        answer, status = _executed(request, visit, context)
        _pay_for_more(request, visit, context.objects)
    except Refusal as refusal:
        return answer_refusal(request, refusal)
    except Exception as fault:  # nothing internal may reach the client, whatever it is
        answer, status = internal(fault, context.request_id)
    if request.headers.get(DEBUG_HEADER) == "1":
        answer["extensions"] = _told_to_developers(visit)
    return respond(request, answer, status)


def _executed(request: HttpRequest, visit: Visit, context: Context) -> tuple[dict[str, Any], int]:
    asked = visit.asked
    assert asked is not None, "the door lets nobody in who asks nothing"
    return run(
        schema.graphql_schema,
        context,
        asked.query,
        asked.variables,
        asked.operation,
        read_only=request.method == "GET",
    )


def _pay_for_more(request: HttpRequest, visit: Visit, objects: int) -> None:
    """Lists were longer than they are on average: what is beyond the price is paid afterwards."""
    visit.objects = objects
    if objects > visit.points:
        visit.budget = rate.take(rate.client_of(request), objects - visit.points, in_debt=True)


def _told_to_developers(visit: Visit) -> dict[str, Any]:
    return {
        "cost": {
            "points": visit.points,
            "objects": visit.objects,
            "statements": visit.statements,
        },
        "milliseconds": round(visit.seconds * 1_000, 1),
    }
