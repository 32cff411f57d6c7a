"""Statements read the columns that were asked for, and nothing that the viewer may not see."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg2.extras import DateRange

from accounts.models import Grant
from registry_api import listing_text
from tests.builders import (
    make_bundle,
    make_cable,
    make_gateway,
    make_line_network,
    make_organisation,
    make_user,
)

pytestmark = pytest.mark.django_db

BY_SQL = "{ gateways { nodes { code %s site { code } } } }"
BY_CORE = "{ cables { nodes { code %s startSite { code } lengthM } } }"


@pytest.fixture(autouse=True)
def network() -> Any:
    network = make_line_network("A-B-C")
    bundle = make_bundle(network, "A-B-C", tubes=2)
    make_cable(network, "A-B-C", inside=bundle.tubes.get(number=1), code="K")
    make_gateway(network["C"], "GW", landlord="Owner of the roof")
    return network


def _sql(ask: Any, user: Any, query: str, table: str) -> str:
    """The statements about a table."""
    with CaptureQueriesContext(connection) as captured:
        answer = ask(user, query)
    assert "errors" not in answer, answer
    found = [one["sql"] for one in captured if f'"{table}"' in one["sql"]]
    assert found
    return " ".join(found)


@pytest.mark.parametrize(
    ("query", "table", "column"),
    [(BY_SQL, "assets_gateway", "landlord"), (BY_CORE, "assets_cable", "remarks")],
)
def test_a_column_is_read_only_if_it_is_asked_for(ask, query, table, column) -> None:
    user = make_user("viewer")
    assert f'"{column}"' not in _sql(ask, user, query % "", table)
    assert f'"{column}"' in _sql(ask, user, query % column, table)


@pytest.mark.parametrize(
    ("query", "table"),
    [
        ("{ sites { nodes { geometry } } }", "assets_site"),
        ("{ segments { nodes { geometry capacity { tubesFree } } } }", "assets_segment"),
        ("{ cables { nodes { geometry } } }", "assets_cablesection"),
    ],
)
def test_geometry_leaves_the_database_as_finished_geojson(ask, query, table) -> None:
    assert "ST_AsGeoJSON" in _sql(ask, make_user("viewer"), query, table)


def test_a_field_that_may_not_be_seen_is_not_read(ask, network, monkeypatch) -> None:
    """A granted gateway shows no landlord, whichever way the query takes."""
    carrier = make_organisation("nord", "carrier")
    always = DateRange(date(2020, 1, 1), None)
    grant = Grant.objects.create(organisation=carrier, case_reference="C-1", valid=always)
    grant.gateways.add(network["C"].gateways.get())
    partner = make_user("partner", carrier)
    query = "{ gateways { nodes { code landlord } } }"
    for longest in (listing_text.MOST_BYTES, 0):
        monkeypatch.setattr(listing_text, "MOST_BYTES", longest)  # 0: left to graphql-core
        answer = ask(partner, query)["data"]["gateways"]["nodes"]
        assert [one["landlord"] for one in answer] == [None]
        assert '"assets_gateway"."landlord"' not in _sql(ask, partner, query, "assets_gateway")


def test_an_edge_that_may_not_be_seen_is_not_followed(ask) -> None:
    """Whoever sees no plant asks the database for none: the statement says so beforehand."""
    nobody_yet = make_user("partner", make_organisation("west", "carrier"))
    query = "{ myReservations { nodes { units { duct { code } fromSite { code } } } } }"
    with CaptureQueriesContext(connection) as captured:
        assert "errors" not in ask(nobody_yet, query)
    assert not [one for one in captured if '"assets_site"."code"' in one["sql"]]
