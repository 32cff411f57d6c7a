"""The way of a request to GraphQL: what letting it in costs, what refusing it costs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from registry_api.context import Context
from registry_api.execution import run
from registry_api.schema import schema
from tests.api.hostile import HOSTILE, JSON, Hostile
from tests.bench.city import bearer
from tests.bench.measure import Comparison

TYPENAME = {"query": "{ __typename }"}
ADMISSION_MS = 1.0
"""Authentication, limits, price, rate limit and headers together may add so much."""

REFUSAL_MS = 50.0
ROUNDS = 300


def admission() -> Comparison:
    """`{ __typename }` with a bearer token through all middleware, less the same in a bare view."""
    factory, token = RequestFactory(SERVER_NAME="localhost"), bearer("viewer")
    answer = _application()

    def ours() -> None:
        body = json.dumps(TYPENAME)
        headers = {"Authorization": token}
        response = answer(factory.post("/graphql/", body, JSON, headers=headers))
        assert response.status_code == 200, response.content

    def bare() -> None:
        _bare_view(factory.post("/graphql/", json.dumps(TYPENAME), JSON))

    floor, all_of_it = _cpu_ms(bare), _cpu_ms(ours)
    note = f"a bare view takes {floor:.2f} ms, with all {all_of_it:.2f} ms of CPU"
    return Comparison("admission", ADMISSION_MS, all_of_it - floor, 1.0, note)


def refusals() -> Comparison:
    """The most expensive of the hostile requests of the tests."""
    factory, answer = RequestFactory(SERVER_NAME="localhost"), _application()
    times = {name: _cpu_ms(_sender(factory, answer, one), 5) for name, one in HOSTILE.items()}
    worst = max(times, key=lambda name: times[name])
    note = f"of {len(times)}: {worst}"
    return Comparison("refusals", REFUSAL_MS, times[worst], 1.0, note)


def _sender(
    factory: RequestFactory, answer: Callable[[HttpRequest], HttpResponse], one: Hostile
) -> Callable[[], None]:
    def send() -> None:
        if one.body is None:
            request: Any = factory.get("/graphql/", one.address, headers=one.headers)
        else:
            request = factory.post("/graphql/", one.body, one.content_type, headers=one.headers)
        assert answer(request).status_code in {200, one.status}

    return send


def _bare_view(request: HttpRequest) -> HttpResponse:
    """GraphQL as the smallest of views answers it: no limits, nobody looked up."""
    asked = json.loads(request.body)
    request.user = None  # type: ignore[assignment]
    context = Context(request)
    answer, _status = run(
        schema.graphql_schema, context, asked["query"], None, None, read_only=False
    )
    return HttpResponse(json.dumps(answer), content_type=JSON)


def _application() -> Callable[[HttpRequest], HttpResponse]:
    from django.conf import settings
    from django.core.handlers.base import BaseHandler

    settings.GRAPHQL_POINTS_PER_MINUTE = 10**12
    handler = BaseHandler()
    handler.load_middleware()
    return handler.get_response


def _cpu_ms(work: Callable[[], None], rounds: int = ROUNDS) -> float:
    """Milliseconds of CPU of the quickest run, which other work on the machine disturbs least."""
    work(), work()
    best = float("inf")
    for _round in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best * 1_000


BENCHMARKS = {"admission": admission, "refusals": refusals}
