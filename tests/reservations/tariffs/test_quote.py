"""Quotes: every line by its tariff, Decimal money, and offers that are accepted in time."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from network.periods import Period
from reservations.access import holding
from reservations.models import Offer, Tariff
from reservations.services import access_request, offer
from reservations.services.requested import Stretch
from reservations.tariffs.quote import months_of, quote
from tests.builders import make_duct
from tests.refused import refused_as
from tests.reservations.access.cases import drafted, offered, reviewed, tariff

pytestmark = pytest.mark.django_db


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2027-01-01", "2027-12-31", 12),
        ("2027-01-01", "2028-01-01", 13),
        ("2027-01-15", "2027-02-14", 1),
        ("2027-01-15", "2027-02-15", 2),
        ("2028-02-29", "2028-03-28", 1),
        ("2027-01-31", "2027-02-27", 1),
        ("2027-06-01", "2027-06-01", 1),
    ],
)
def test_months_are_counted_as_they_begin(first, last, months) -> None:
    assert months_of(Period(day(first), day(last))) == months


@pytest.fixture
def year(scene):
    scene.period = Period(day("2030-01-01"), day("2030-12-31"))
    return scene


def claim_of(scene, *numbers):
    return holding.claim_of(drafted(scene, *numbers))


def test_every_line_says_how_it_comes_about(year) -> None:
    """A-B-C is 200 m on the grid and geodesically a little more."""
    tariff()
    price = quote(claim_of(year, 1), day("2029-12-01"))
    (line,) = price.lines
    assert line.length_m == Decimal(str(round(sum(
        s.segment.length_m for s in year.tube(1).sections.all()), 1)))  # fmt: skip
    assert line.months == 12
    lease = (line.length_m * Decimal("0.60")).quantize(Decimal("0.01"))
    assert (line.net, price.net) == (lease + 250, lease + 250)
    assert price.vat == (price.net * Decimal("0.19")).quantize(Decimal("0.01"))
    assert price.gross == price.net + price.vat
    assert isinstance(price.gross, Decimal)


def test_a_short_lease_pays_the_minimum_term(scene) -> None:
    tariff(minimum_months=36)
    scene.period = Period(day("2030-01-01"), day("2030-03-31"))
    assert quote(claim_of(scene, 1), day("2029-12-01")).lines[0].months == 36


def test_half_cents_are_rounded_up_and_tax_is_counted_on_the_sum(year) -> None:
    tariff(per_metre_year=Decimal(0), one_off=Decimal("0.05"), vat_percent=Decimal(10))
    price = quote(claim_of(year, 1, 2, 3), day("2029-12-01"))
    assert (price.net, price.vat) == (Decimal("0.15"), Decimal("0.02"))


def test_room_and_whole_ducts_have_prices_of_their_own(year) -> None:
    duct = make_duct(year.network, "A-B", code="KSR")
    tariff("protection", one_off=Decimal(100))
    tariff("room", one_off=Decimal(7))
    a, b = year.network["A"].pk, year.network["B"].pk
    whole = drafted(year, kind="duct_access")
    access_request.change(request=whole, by=year.north, units=[Stretch(duct.pk, a, b)])
    room = drafted(year, kind="duct_access")
    access_request.change(request=room, by=year.north, units=[Stretch(duct.pk, a, b, 5.0)])
    on = day("2029-12-01")
    kinds = [quote(holding.claim_of(one), on).lines[0].tariff.unit_kind for one in (whole, room)]
    assert kinds == ["protection", "room"]


def test_the_tariff_of_the_day_counts(year) -> None:
    old = tariff(valid=(day("2020-01-01"), day("2029-01-01")))
    Tariff.objects.create(
        code="new", name="x", name_en="x", unit_kind="tube", per_metre_year=1, one_off=1,
        minimum_months=1, vat_percent=19, valid=(day("2029-01-01"), None), source="test",
    )  # fmt: skip
    claim = claim_of(year, 1)
    assert quote(claim, day("2028-12-31")).lines[0].tariff == old
    assert quote(claim, day("2029-01-01")).lines[0].tariff.code == "new"
    with refused_as("NO_TARIFF"):
        quote(claim, day("2019-12-31"))


# --- offers
def test_an_offer_keeps_its_prices(scene) -> None:
    case = offered(scene, 1)
    made = Offer.objects.get(request=case)
    Tariff.objects.update(per_metre_year=99)
    line = made.lines.get()
    assert line.per_metre_year == Decimal("0.60")
    assert made.net == line.net


@pytest.mark.parametrize("days", [-1, 366])
def test_an_offer_stands_for_some_time(scene, days) -> None:
    tariff()
    case = reviewed(scene, 1)
    until = timezone.localdate() + dt.timedelta(days=days)
    with refused_as("INVALID_PERIOD"):
        offer.make(request=case, valid_until=until, by=scene.officer)


def test_an_offer_is_accepted_with_name_and_time(scene, clock) -> None:
    case = offered(scene, 1, days=5)
    last = timezone.localdate() + dt.timedelta(days=5)
    moment = clock.set(f"{last}T23:59:59")
    offer.accept(request=case, name=" Ada\r\n Nord ", by=scene.north)
    made = Offer.objects.get(request=case)
    assert (made.accepted_name, made.accepted_by, made.accepted_at) == (
        "Ada Nord",
        scene.north,
        moment,
    )


def test_an_offer_is_not_accepted_after_it_ran_out(scene, clock) -> None:
    case = offered(scene, 1, days=5)
    clock.set(f"{timezone.localdate() + dt.timedelta(days=6)}T00:00:00")
    with refused_as("OFFER_EXPIRED"):
        offer.accept(request=case, name="Ada", by=scene.north)


def test_nobody_accepts_for_the_applicant(scene) -> None:
    case = offered(scene, 1)
    for by, code in ((scene.officer, "NOT_PERMITTED"), (scene.south, "NOT_FOUND")):
        with refused_as(code):
            offer.accept(request=case, name="Ada", by=by)


def test_acceptance_has_a_name(scene) -> None:
    case = offered(scene, 1)
    for name in ("", " ", "x" * 201, "a\0"):
        with refused_as("REQUIRED"):
            offer.accept(request=case, name=name, by=scene.north)


def test_an_offer_can_be_taken_back_and_made_anew(scene) -> None:
    case = offered(scene, 1)
    case = offer.withdraw(request=case, by=scene.officer)
    assert case.state == "in_review"
    until = timezone.localdate()
    offer.make(request=case, valid_until=until, by=scene.officer)
    assert Offer.objects.filter(request=case).count() == 2
    assert Offer.objects.open().get().valid_until == until


def test_large_sums_are_written_as_the_reader_writes_them() -> None:
    line = {"tariff": "Rohr", "length_m": Decimal("1408.9"), "months": 60}
    line |= {"per_metre_year": Decimal("0.6000"), "one_off": Decimal("1250.00")}
    line |= {"vat_percent": Decimal("19.00"), "net": Decimal("5476.70")}
    facts = {"lines": [line], "net": line["net"], "vat": Decimal("1040.57"), "currency": "EUR"}
    with translation.override("de"):
        page = render_to_string("cases/quote.html", {**facts, "gross": Decimal("6517.27")})
    assert "1.408,9 m × 0,60 EUR" in page and "1.250,00 EUR einmalig" in page
    assert "19 %" in page and "6.517,27 EUR" in page
