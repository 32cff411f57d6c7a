"""Finding owners and EUIs: only what the viewer may see."""

import pytest

from assets.models import Gateway
from gis import search
from tests.builders import make_gateway, make_line_network, make_organisation, make_user

pytestmark = pytest.mark.django_db


def found(role: str, text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.label) for one in search.find(make_user(role), text)]


def test_owners_are_found_by_those_who_may_see_them():
    make_organisation("telco", "carrier")

    for text in ("telco", "TEL", "elc"):
        assert ("organisation", "Telco") in found("viewer", text)
    for role in ("partner", "contractor_editor"):
        assert found(role, "telco") == []


def test_gateways_are_found_by_their_eui_where_plant_is_seen():
    network = make_line_network("A-B")
    make_gateway(network["A"], "GW-1")
    Gateway.objects.update(eui="aa555a0000000001")

    assert found("viewer", "AA-55-5A") == [("gateway", "GW-1")]
    assert found("viewer", "aa555a0000000001") == [("gateway", "GW-1")]
    assert found("viewer", "555a") == []
    assert found("partner", "AA-55-5A") == []
