"""What routes would cost and what offers say of their lines, at the GraphQL door."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils.translation import override

from reservations.tariffs.explain import explained
from reservations.tariffs.quote import Line
from tests.api.door import Door
from tests.api.ground import Ground
from tests.builders import make_fill_policies
from tests.reservations.access.cases import tariff

pytestmark = pytest.mark.django_db

PRICE = """{ routes(from: {point: {type: "Point", coordinates: [%s, %s]}},
  to: {point: {type: "Point", coordinates: [%s, %s]}},
  requirement: {%s}, period: {from: "2031-01-01", until: "2031-06-30"}) {
  routes { lengthM price { isBinding notice currency net vat gross
    lines { units lengthM months perMetreYear oneOff net explanation tariff { code } } } } } }"""


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: Any) -> Iterator[Ground]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Ground()
        transaction.set_rollback(True)


def price_of(ground: Ground, who: str, requirement: str = "tubes: 1") -> dict[str, Any] | None:
    places = []
    for name in "AC":
        point = ground.network[name].geom.clone()
        point.transform(4326)
        places += [round(point.x, 6), round(point.y, 6)]
    answer = Door(ground.user(who))(PRICE % (*places, requirement))
    assert "errors" not in answer, answer
    return answer["data"]["routes"]["routes"][0]["price"]


def test_without_a_tariff_there_is_no_price_but_a_route(ground) -> None:
    assert price_of(ground, "planner") is None


def test_by_the_tariff_in_force_with_its_shortest_term(ground) -> None:
    tariff()  # 0.60 a metre and year, 250 once, at least 12 months: six would be 60
    price = price_of(ground, "planner")
    assert price is not None
    (line,) = price["lines"]
    metres = Decimal(line["lengthM"])
    assert metres == pytest.approx(Decimal(200), abs=Decimal("0.2"))
    assert (line["units"], line["months"], line["tariff"]["code"]) == (1, 12, "tube")
    assert Decimal(line["net"]) == round(metres * Decimal("0.60") + 250, 2)
    assert Decimal(price["gross"]) == Decimal(price["net"]) + Decimal(price["vat"])
    assert price["isBinding"] is False and price["notice"]
    assert price["currency"] == "EUR" and line["net"].replace(".", ",") in line["explanation"]


def test_a_price_tells_a_carrier_no_finer_length_than_the_corridor(ground) -> None:
    tariff()
    price = price_of(ground, "south")
    assert price is not None
    (line,) = price["lines"]
    assert Decimal(line["lengthM"]) % 50 == 0
    assert Decimal(line["net"]) == Decimal(line["lengthM"]) * Decimal("0.60") + 250


def test_room_for_a_cable_has_a_price_of_its_own(ground) -> None:
    make_fill_policies()
    tariff()
    assert price_of(ground, "planner", "cableOuterMm: 1.0") is None
    tariff("room", per_metre_year=Decimal("0.20"), one_off=Decimal(0))
    price = price_of(ground, "planner", "cableOuterMm: 1.0")
    assert price is not None and price["lines"][0]["tariff"]["code"] == "room"


def test_each_line_can_be_reckoned_again() -> None:
    line = Line(tariff(), Decimal("1234.5"), 18, units=2)
    with override("en"):
        assert explained(line, "EUR", 2) == (
            "1,234.5 m × 0.60 EUR per metre and year × 18 / 12 months"
            " + 2 × 250.00 EUR once = 1,611.05 EUR"
        )
    with override("de"):
        assert "1.234,5 m × 0,60 EUR" in explained(line, "EUR", 2)
