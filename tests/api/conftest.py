"""How the tests talk to the GraphQL door: over HTTP, as clients do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from network.services.settle import settle
from tests.builders import Network, make_bundle, make_cable, make_gateway, make_line_network

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask() -> Ask:
    """`ask(user, query, **variables)` posts as the user (None: without a login) and reads JSON."""

    def post(user: Any, query: str, **variables: Any) -> dict[str, Any]:
        client = Client()
        if user is not None:
            client.force_login(user)
        body = json.dumps({"query": query, "variables": variables})
        response = client.post("/graphql/", body, content_type="application/json")
        answer = json.loads(response.content)
        assert "Traceback" not in response.content.decode()
        return {"status": response.status_code, **answer}

    return post


@pytest.fixture
def codes() -> Callable[[dict[str, Any]], list[str]]:
    """The codes of an answer's errors."""
    return lambda answer: [one["extensions"]["code"] for one in answer.get("errors", [])]


@pytest.fixture
def small_network(db: None) -> Network:
    """A--B--C with a bundle of two tubes, a cable and a gateway."""
    network = make_line_network("A-B-C")
    make_bundle(network, "A-B-C", tubes=2)
    make_cable(network, "A-B-C", code="K")
    make_gateway(network["C"], "GW")
    settle()
    return network
