"""What a network server may do with the scope `telemetry`: report, and see nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.services import client as clients
from accounts.services import token as tokens
from assets.models import GatewayReport
from tests.api.operations import operation
from tests.builders import make_gateway, make_organisation, make_site, make_user

pytestmark = pytest.mark.django_db

ROW = {
    "network": "stadt-lora",
    "networkGatewayId": "gw-1",
    "state": "ONLINE",
    "lastSeenAt": "2026-06-01T12:00:00Z",
    "observedAt": "2026-06-01T12:00:20Z",
}


def _token(*scopes: str) -> Client:
    client = clients.make(
        code="lns", organisation=make_organisation(), role="editor", name="LNS", scopes=scopes
    )
    text = tokens.issue(client=client, days=1).text
    return Client(headers={"Authorization": f"Bearer {text}"})


def _ask(client: Client, query: str, **variables: Any) -> Any:
    body = {"query": query, "variables": variables}
    return client.post("/graphql/", body, content_type="application/json").json()


def _report(client: Client, *rows: dict[str, Any]) -> Any:
    text = operation("ReportGateways").text
    return _ask(client, text, input={"rows": list(rows)})["data"]["reportGateways"]


def test_a_network_server_reports_and_sees_nothing() -> None:
    make_gateway(make_site("A"), "GW-1")
    server = _token("telemetry")
    assert _report(server, ROW) == {"gateways": [None], "errors": []}
    assert GatewayReport.objects.get().reported_by == "LNS"
    for query in ("{ gateways { totalCount } }", '{ node(id: "x") { id } }'):
        answer = _ask(server, query)
        assert answer["errors"][0]["extensions"]["code"] == "INSUFFICIENT_SCOPE"


def test_with_the_scope_to_read_it_gets_what_it_reported() -> None:
    make_gateway(make_site("A"), "GW-1")
    (gateway,) = _report(_token("read", "telemetry"), ROW)["gateways"]
    assert gateway["code"] == "GW-1"
    assert gateway["report"]["state"] == "ONLINE"


def test_all_reports_or_none() -> None:
    make_gateway(make_site("A"), "GW-1")
    answer = _report(_token("telemetry"), ROW, {**ROW, "networkGatewayId": "unknown"})
    assert [(one["code"], one["field"]) for one in answer["errors"]] == [
        ("NOT_FOUND", "rows.1.networkGatewayId")
    ]
    assert not GatewayReport.objects.exists()


@pytest.mark.parametrize("scopes", [("read", "edit"), ("edit",)])
def test_other_scopes_do_not_open_it(scopes) -> None:
    make_gateway(make_site("A"), "GW-1")
    errors = _report(_token(*scopes), ROW)["errors"]
    assert [one["code"] for one in errors] == ["INSUFFICIENT_SCOPE"]
    assert errors[0]["details"] == {"scopes": ["telemetry"]}


def test_it_edits_nothing_and_partners_cannot_have_it() -> None:
    make_site("A")
    query = 'mutation { changeSite(input: {id: "A", name: "x"}) { errors { code } } }'
    answer = _ask(_token("read", "telemetry"), query)["data"]["changeSite"]
    assert answer["errors"] == [{"code": "INSUFFICIENT_SCOPE"}]
    with pytest.raises(Exception, match="telemetry"):
        clients.make(
            code="oss",
            organisation=make_organisation("nord", "carrier"),
            role="partner",
            name="OSS",
            scopes=["telemetry"],
        )


def test_the_report_is_as_hidden_as_the_gateway(ask) -> None:
    make_gateway(make_site("A"), "GW-1")
    _report(_token("telemetry"), ROW)
    query = "{ gateways { nodes { code report { state lastSeenAt reportedBy } } } }"
    seen = ask(make_user("viewer"), query)["data"]["gateways"]["nodes"]
    assert [one["report"]["reportedBy"] for one in seen] == ["LNS"]
    assert ask(make_user("partner"), query)["data"]["gateways"]["nodes"] == []
