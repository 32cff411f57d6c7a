"""Random operations from the schema: whatever is asked, no fault of ours and nothing internal.

`make fuzz` tries 2,000 of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import Client
from graphql import NameNode, ObjectFieldNode, StringValueNode, Visitor, parse, print_ast, visit
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from schemathesis.graphql import nodes

from accounts.models import User
from assets.models import Duct
from network.services.settle import settle
from registry_api.nodes import to_global_id
from reservations.models import Claim
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve
from tests.builders import (
    Network,
    make_bundle,
    make_cable,
    make_gateway,
    make_line_network,
    make_organisation,
    make_user,
)
from tests.reservations.conftest import next_year

ROLES = ("administrator", "editor", "access_officer", "planner", "partner", "viewer")
INTERNALS = ("Traceback", "psycopg", 'File "', "SELECT ", "INSERT ", "UPDATE ", " object at 0x")
WAYS = (
    {"type": "Point", "coordinates": [7.1384, 51.2565]},
    {"type": "LineString", "coordinates": [[7.137, 51.2565], [7.1384, 51.2565]]},
    {"type": "Polygon", "coordinates": [[[7, 51], [8, 51], [8, 52], [7, 51]]]},
    {"type": "Polygon", "coordinates": []},
)


def _node(value: Any) -> Any:
    """A JSON value as GraphQL writes it."""
    if isinstance(value, dict):
        return nodes.Object(
            [
                ObjectFieldNode(name=NameNode(value=key), value=_node(inner))
                for key, inner in value.items()
            ]
        )
    if isinstance(value, list):
        return nodes.List([_node(inner) for inner in value])
    kinds = {bool: nodes.Boolean, int: nodes.Int, float: nodes.Float, str: nodes.String}
    return nodes.Null if value is None else kinds[type(value)](value)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "coordinates", "crs", "x"]), inner, max_size=3)
    ),
    max_leaves=12,
)
GEOMETRY = st.sampled_from(WAYS) | st.builds(
    lambda kind, coordinates: {"type": kind, "coordinates": coordinates},
    st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon", "GeometryCollection"]),
    JSON,
)
DECIMALS = st.decimals().map(str)
DATES = st.sampled_from([date(2027, 1, 1), date(2027, 12, 31), date.max, date.min]) | st.dates()
schemathesis.graphql.scalar("GeoJSON", (GEOMETRY | JSON).map(_node))
schemathesis.graphql.scalar("Date", DATES.map(nodes.String))
schemathesis.graphql.scalar("Decimal", (DECIMALS | st.text(max_size=9)).map(nodes.String))
CASES = schemathesis.graphql.from_path(
    str(django_settings.BASE_DIR / "graphql" / "schema.graphql")
).as_strategy()


class _Hints(Visitor):
    """Puts what exists in place of some texts, else hardly anything would be found."""

    def __init__(self, known: list[str], random: Random) -> None:
        super().__init__()
        self._known = known
        self._random = random

    def enter_string_value(self, node: StringValueNode, *_: object) -> StringValueNode | None:
        if self._random.random() < 0.5:
            return StringValueNode(value=self._random.choice(self._known))
        return None


def _hold(network: Network, bundle: Duct, by: User) -> Claim:
    tube = bundle.tubes.get(number=2)
    return reserve(
        units=[Stretch(tube.pk, network["A"].pk, network["C"].pk)],
        period=next_year(),
        idempotency_key="k",
        by=by,
        purpose="",
    )


class Ground:
    """A small network with something of everything, and somebody of each role."""

    def __init__(self) -> None:
        network = make_line_network("A-B-C")
        bundle = make_bundle(network, "A-B-C", tubes=2)
        cable = make_cable(network, "A-B-C", inside=bundle.tubes.get(number=1), code="K")
        make_gateway(network["C"], "GW")
        carrier = make_organisation("nord", "carrier")
        settle()
        self.clients = []
        for role in ROLES:
            user = make_user(role, carrier if role == "partner" else None)
            client = Client()
            client.force_login(user)
            self.clients.append(client)
            if role == "planner":
                claim = _hold(network, bundle, user)
        codes = ["A", "B", "C", "A-B", "B-C", "K", "GW", "stadt", "nord", bundle.code]
        self.known = [
            *codes,
            f"R-{claim.pk}",
            to_global_id("Site", network["A"].public_id),
            to_global_id("Segment", network["A-B"].public_id),
            to_global_id("Duct", bundle.public_id),
            to_global_id("Cable", cable.public_id),
            to_global_id("Strand", cable.strands.all()[0].pk),
            to_global_id("DuctSection", bundle.sections.all()[0].pk),
            to_global_id("Organisation", carrier.pk),
            "2027-01-01",
            "",
            "a\0b",
        ]


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: Any) -> Iterator[Ground]:
    """Made once and rolled back behind the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Ground()
        transaction.set_rollback(True)


@pytest.mark.django_db
@given(case=CASES, random=st.randoms(use_true_random=False))
@settings(deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_nothing_that_can_be_asked_is_a_fault_of_ours(ground, case, random) -> None:
    query = print_ast(visit(parse(case.body), _Hints(ground.known, random)))
    client = random.choice(ground.clients)
    with transaction.atomic():
        response = client.post(
            "/graphql/",
            json.dumps({"query": query}),
            content_type="application/json",
            headers={"Accept": "application/graphql-response+json"},
        )
        assert connection.is_usable()
        transaction.set_rollback(True)
    text = response.content.decode()
    assert response.status_code < 500, (query, text)
    codes = {error["extensions"]["code"] for error in response.json().get("errors", [])}
    event(", ".join(sorted(codes)) or "answered")
    assert "INTERNAL" not in codes, query
    tables = [word for word in connection.introspection.table_names() if f'"{word}"' in text]
    assert not tables + [word for word in INTERNALS if word in text], (query, text)
