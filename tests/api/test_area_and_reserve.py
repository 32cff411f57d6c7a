"""Ducts of an area, and what the city keeps of a bundle or a class: who is told what."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.door import Door
from tests.api.examples import geo
from tests.api.questions import PEOPLE, ask, plant
from tests.builders import make_area
from tests.reservations.conftest import next_year

__all__ = ["plant"]

pytestmark = pytest.mark.django_db


AREA = """query($a: GeoJSON!, $p: PeriodInput) { ductsInArea(area: $a, period: $p) {
    cells { availabilityClass cells }
    stretches { state lengthM duct { code } fromSite { code } toSite { code } } } }"""


def _around_everything() -> dict[str, Any]:
    (polygon,) = make_area().transform(4326, clone=True)
    return {"type": "Polygon", "coordinates": [[list(point) for point in polygon.coords[0]]]}


def test_ducts_of_an_area_for_those_who_see_plant(plant) -> None:
    asked = next_year()
    days = {"from": asked.first.isoformat(), "until": asked.last.isoformat()}
    found, codes = ask(plant, "planner", AREA, a=_around_everything(), p=days)
    assert codes == [] and found["cells"] == []
    states = {one["duct"]["code"]: one["state"] for one in found["stretches"]}
    assert {"C1", "C3", "C4", "DU", "EU"} <= states.keys()
    assert (states["EU"], states["C4"]) == ("FREE", "RESERVED")


@pytest.mark.parametrize("who", ["north", "south"])
def test_a_carrier_is_told_of_cells_only(plant, who) -> None:
    found, codes = ask(plant, who, AREA, a=_around_everything())
    assert codes == [] and found["stretches"] == []
    assert found["cells"] == [] or sum(one["cells"] for one in found["cells"]) > 0


def test_areas_that_are_none(plant) -> None:
    point = geo(plant.spare["X"].geom)
    assert ask(plant, "planner", AREA, a=point)[1] == ["INVALID_GEOMETRY"]
    assert ask(plant, "contractor_editor", AREA, a=_around_everything())[1] == ["NOT_PERMITTED"]


KEPT = """query($p: ReservePlace!) {
    keptShare(place: $p) { percent ducts due kept missing justification } }"""

SHARES = "{ reserveShares { ductClass percent justification valid { from until } ducts } }"


def test_what_the_city_keeps(plant) -> None:
    found, codes = ask(plant, "access_officer", KEPT, p={"bundle": "RV"})
    assert (codes, found["ducts"], found["due"], found["kept"]) == ([], 3, 1, 0)
    assert (found["percent"], found["missing"]) == ("10.0", 1)
    assert ask(plant, "access_officer", KEPT, p={"bundle": "EU"}) == (None, [])
    for who in ("north", "south", "partner_administrator"):
        assert ask(plant, who, KEPT, p={"bundle": "RV"})[1] == ["NOT_FOUND"], who
    assert ask(plant, "viewer", KEPT, p={"bundle": "RV"})[1] == ["NOT_PERMITTED"]


@pytest.mark.parametrize(
    "place", [{}, {"ductClass": "TUBE"}, {"segment": "U=V"}, {"bundle": "RV", "segment": "U=V"}]
)
def test_a_place_is_a_bundle_or_a_class_in_a_segment(plant, place) -> None:
    assert ask(plant, "access_officer", KEPT, p=place)[1] == ["REQUIRED"]
    given = {"places": [{"bundle": "RV"}, place], "last": "2044-12-31", "organisation": "stadt"}
    query = (
        "mutation($i: SetAsideReserveInput!) { setAsideReserve(input: $i) { errors { field } } }"
    )
    answer = Door(plant.user("access_officer"))(query, i=given)["data"]["setAsideReserve"]
    assert answer["errors"] == [{"field": "places.1"}]


def test_the_shares_in_force(plant) -> None:
    """Their reasons are told to those who see all reservations."""
    (share,), codes = ask(plant, "access_officer", SHARES)
    assert (codes, share["ductClass"], share["percent"]) == ([], "TUBE", "10.0")
    assert (share["justification"], share["ducts"]) == ("Eigenbedarf", 0)
    told = {who for who in PEOPLE if not ask(plant, who, SHARES)[1]}
    assert told == {"planner", "access_officer", "auditor"}
