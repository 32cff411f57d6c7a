"""Before anybody is looked up: reads a request, refuses what is beyond the limits, counts SQL."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from graphql import GraphQLError, OperationType, get_operation_ast
from graphql.execution.values import get_variable_values

from gis import rate, request_number
from gis.refusals import Refusal
from registry_api import documents, limits, reading
from registry_api.context import Context
from registry_api.cost import cost
from registry_api.errors import internal
from registry_api.execution import failed
from registry_api.responses import answer_refusal, respond
from registry_api.schema import schema
from registry_api.visit import Visit

METHODS = {"GET", "POST", "OPTIONS"}
OPENING = "text/html"


class _Faults(Exception):
    """The document or its variables are not valid."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__()
        self.errors = errors


def graphql_door(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware in front of sessions and tokens, for the address of GraphQL only.

    A document that is refused has caused no statement. Whoever sends many of them, or many tokens
    that do not work, is not heard for a while.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info != _address():
            return get_response(request)
        visit = request.visit = Visit(request_number.current())  # type: ignore[attr-defined]
        with connection.execute_wrapper(visit.statement):
            response = _refused(request, visit) or get_response(request)
        if response.get("Content-Type") == reading.JSON:  # a token that was refused on the way
            response["Content-Type"] = f"{visit.media_type}; charset=utf-8"
        if response.status_code == 401 and "Authorization" in request.headers:
            rate.note_refusal(request)
        visit.log(response)
        response._has_been_logged = True  # type: ignore[attr-defined]  # else by Django once more
        return response

    return middleware


@cache
def _address() -> str:
    return reverse("graphql")


def _refused(request: HttpRequest, visit: Visit) -> HttpResponse | None:
    """The response to a request that gets no further; None for all others."""
    try:
        if request.method not in METHODS:
            raise Refusal("METHOD", _("GraphQL answers GET and POST."))
        if request.method == "OPTIONS" or _opens_explorer(request):
            return None
        _refuse_the_refused(request)
        visit.media_type = reading.preferred_type(request)
        visit.asked = reading.asked_by(request)
        # What the log of looks will say.
        request.looked_at = visit.asked.in_words  # type: ignore[attr-defined]
        _check_operation(request, visit)
    except _Faults as faults:
        rate.note_refusal(request)
        return respond(request, failed(faults.errors, Context(request, visit.request_id)), 400)
    except Refusal as refusal:
        if refusal.code not in {"RATE_LIMITED", "PERSISTED_QUERY_NOT_FOUND"}:
            rate.note_refusal(request)
        return answer_refusal(request, refusal)
    except Exception as fault:  # nothing internal may reach the client, whatever it is
        return respond(request, *internal(fault, visit.request_id))
    return None


def _fault(message: Promise) -> _Faults:
    return _Faults([GraphQLError(str(message))])


def _opens_explorer(request: HttpRequest) -> bool:
    wants_page = OPENING in request.headers.get("Accept", "")
    return request.method == "GET" and wants_page and not reading.asks_something(request)


def _check_operation(request: HttpRequest, visit: Visit) -> None:
    """Notes which operation is asked for and its price; raises Refusal or _Faults."""
    asked = visit.asked
    assert asked is not None
    graphql_schema = schema.graphql_schema
    checked = documents.checked(graphql_schema, asked.query)
    document, faults = checked.tree, checked.faults
    if faults:
        raise _Faults(faults)
    visit.node = get_operation_ast(document, asked.operation)
    if visit.node is None:
        raise _fault(_("Name one of the operations in the document."))
    if graphql_schema.get_root_type(visit.node.operation) is None:
        raise _fault(_("There are no subscriptions here."))
    if request.method == "GET" and visit.node.operation is not OperationType.QUERY:
        raise Refusal("METHOD", _("Mutations must be sent with POST."))
    points = cost(graphql_schema, document, visit.node, asked.variables)
    limits.COST.check(points)
    visit.points = max(rate.LEAST, points)
    variables = get_variable_values(
        graphql_schema,
        visit.node.variable_definitions,
        dict(asked.variables),
        max_errors=documents.MOST_ERRORS,
    )
    if isinstance(variables, list):
        raise _Faults(variables)


def _refuse_the_refused(request: HttpRequest) -> None:
    empty = rate.emptied_by_refusals(request)
    if empty is not None:
        request.visit.budget = empty  # type: ignore[attr-defined]
        raise empty.refusal()
