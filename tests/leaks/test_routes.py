"""Routes tell a partner of protected plant what they tell of plant that does not exist: nothing."""

from __future__ import annotations

from typing import Any

import pytest

from reservations.models import Exemption
from tests.api.conftest import ask  # noqa: F401
from tests.api.operations import operation
from tests.builders import (
    Network,
    make_bundle,
    make_fill_policies,
    make_line_network,
    make_organisation,
    make_segment,
    make_site,
    make_user,
    place,
)
from tests.reservations.access.cases import tariff

pytestmark = pytest.mark.django_db

TOKEN = "token"


@pytest.fixture
def network() -> Network:
    """A way round, A-D-C; the short way, A-C, is built by `protect`."""
    make_fill_policies()
    tariff()
    network = make_line_network("A-D-C")
    make_bundle(network, "A-D-C", tubes=2)
    return network


def protect(network: Network, officer: Any) -> None:
    """A short way from A to C and a line that ends in the open, both on the list."""
    network.sites["X"], network.sites["Y"] = make_site("X", 0, -400), make_site("Y", 90, -400)
    for start, end in (("A", "C"), ("X", "Y")):
        line = make_segment(network[start], network[end])
        network.segments[f"{start}-{end}"] = line
        make_bundle(network, f"{start}-{end}", tubes=2, code=f"GEHEIM-{start}")
        Exemption.objects.create(
            concept="segment",
            code=line.code,
            reason="critical",
            explanation="Leitstelle der Feuerwehr",
            source="§ 79 Abs. 3 TKG",
            added_by=officer,
        )


def asked(ask: Any, user: Any, start: Any, end: Any, **more: Any) -> dict[str, Any]:  # noqa: F811
    query = operation("FindRoutes")
    places = {
        name: {"point": {"type": "Point", "coordinates": list(where.transform(4326, clone=True))}}
        for name, where in (("from", start), ("to", end))
    }
    answer = ask(user, query.text, **{**query.variables, **places, "owners": None, **more})
    for route in ((answer["data"] or {}).get("routes") or {}).get("routes", []):
        assert route.pop(TOKEN)  # random
    return answer


def test_a_partner_hears_the_same_as_if_it_did_not_exist(ask: Any, network: Network) -> None:  # noqa: F811
    """Way, length, price, blockers, and how far it is to the next site, in the open and here."""
    north, officer = (
        make_user("partner", make_organisation("nord", "carrier")),
        make_user("planner"),
    )
    a, c = network["A"].geom, network["C"].geom
    open_land = place(0, -400)
    wide = {"tubes": 1, "minInnerMm": 40}
    questions: list[tuple[Any, ...]] = [
        (a, c, {}),
        (a, c, {"alternatives": 3}),
        (open_land, c, {}),
        (a, open_land, {"alternatives": 3}),
        (a, c, {"requirement": wide}),
        (a, c, {"requirement": {"tubes": 9, "minInnerMm": 4}}),
    ]
    told, known = (
        [asked(ask, user, start, end, **more) for start, end, more in questions]
        for user in (north, officer)
    )
    assert told[0]["data"]["routes"]["routes"], "there is a way"
    protect(network, officer)
    assert [asked(ask, north, start, end, **more) for start, end, more in questions] == told
    now = asked(ask, officer, a, c)["data"]["routes"]["routes"][0]
    assert now["lengthM"] < known[0]["data"]["routes"]["routes"][0]["lengthM"], "staff may use it"
