"""How many statements each documented query takes: the same for one parent and for a hundred.

The numbers are in query_counts.json; a change of them is a decision, not an accident.
`UPDATE_QUERY_COUNTS=1 pytest tests/api/test_query_counts.py` writes them anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.account import COLUMNS, account_from
from accounts.models import Grant, User
from network.services.settle import settle
from registry_api.context import Context
from registry_api.execution import run
from registry_api.schema import schema
from tests.api.operations import operation
from tests.builders import make_bundle, make_cable, make_line_network, make_user
from tests.reservations.conftest import next_year

pytestmark = pytest.mark.django_db

FILE = Path(__file__).with_name("query_counts.json")
SMALL, LARGE = "A-B", "-".join(f"S{number}" for number in range(101))
QUERIES: dict[str, tuple[str, dict[str, Any]]] = {
    "AssetsInBox": (
        "",
        {"box": {"west": 7, "south": 51, "east": 7.4, "north": 51.4}},
    ),
    "DuctDetail": ("", {"code": "RV"}),
    "MyReservations": ("", {}),
    "sites with all around them": (
        """{ sites(first: 100) { totalCount nodes { code owner { code } address { street }
             segments { code capacity { tubesFree } } ducts { code colour { hex } }
             cables { code lengthM strands { number occupancy } } gateways { code } } } }""",
        {},
    ),
    "cables with their way": (
        """{ cables(first: 100) { edges { cursor node { geometry lengthM type { code }
             tubes { number } sections { segment { code }
             ductSection { duct { code } } } } } } }""",
        {},
    ),
}


def _draw(drawing: str) -> None:
    network = make_line_network(drawing)
    bundle = make_bundle(network, drawing, tubes=3)
    make_cable(network, drawing, inside=bundle.tubes.get(number=1))
    settle()


def _hold(times: int) -> User:
    from assets.models import Duct
    from reservations.services.requested import Stretch
    from reservations.services.reserve import reserve

    user = make_user("partner")
    for tube in Duct.objects.filter(bundle__code="RV", number__gte=2)[:times]:
        stretch = Stretch(tube.pk, tube.start_site_id, tube.end_site_id)
        reserve(units=[stretch], period=next_year(), idempotency_key=tube.code, by=user)
    organisation = user.memberships.get().organisation
    Grant.objects.create(organisation=organisation, case_reference="F-1", valid=next_year().range)
    return user


def as_in_a_request(user: User) -> User:
    """The account with its roles, as session and token find it in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM accounts_user u WHERE u.id = %s", [user.pk])
        return account_from(cursor.fetchone())


def _count(user: Any, name: str) -> int:
    text, variables = QUERIES[name]
    user = as_in_a_request(user)
    context = Context(SimpleNamespace(user=user))  # type: ignore[arg-type]
    with CaptureQueriesContext(connection) as captured:
        answer, _status = run(
            schema.graphql_schema,
            context,
            text or operation(name).text,
            variables,
            None,
            read_only=True,
        )
    assert "errors" not in answer, answer
    return len(captured)


@pytest.mark.parametrize("role", ["viewer", "partner"])
@pytest.mark.parametrize("drawing", [SMALL, LARGE])
def test_statements_do_not_grow_with_the_answer(drawing: str, role: str) -> None:
    _draw(drawing)
    holder = _hold(1 if drawing == SMALL else 2)
    user = make_user("viewer") if role == "viewer" else holder
    counts = {name: _count(user, name) for name in QUERIES}
    known = json.loads(FILE.read_text())
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        FILE.write_text(json.dumps({**known, role: counts}, indent=2, sort_keys=True) + "\n")
        return
    assert counts == known[role]
