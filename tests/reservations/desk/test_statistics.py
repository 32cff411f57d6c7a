"""Statistics: the numbers of a few cases that one can count by hand; files without formulas."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.utils import timezone

from accounts.roles import Role
from network.periods import Period
from reservations.models import DecisionOutcome, RequestKind
from reservations.services import access_request, decision, offer, partial_return
from tests.builders import make_user
from tests.reservations.access.cases import (
    granted,
    ground,
    offered,
    reviewed,
    submitted,
    tariff,
)
from tests.reservations.desk.conftest import seen_by

LATER = Period(dt.date(2040, 1, 1), dt.date(2040, 12, 31))
"""After any day on which these tests set the clock."""


def rows(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";"))


def euro(amount: Decimal) -> str:
    """As in the files of the portal: to the cent, with a comma."""
    return f"{amount:.2f}".replace(".", ",")


def figures(user: Any, **query: str) -> dict[tuple[str, str, str], str]:
    found = rows(seen_by(user).get("/desk/statistics/figures.csv", **query))
    return {(figure, of, part): number for figure, of, part, number, _unit in found[1:]}


def test_the_numbers_of_a_few_cases(scene, law, clock) -> None:
    clock.set("2026-12-01T10:00")
    case = reviewed(scene, 2, period=LATER)
    unfit = reviewed(scene, 3, period=LATER)
    clock.set("2026-12-11T10:00")
    offer_until = dt.date(2026, 12, 31)
    tariff()
    offer.make(request=case, valid_until=offer_until, by=scene.officer)
    offer.accept(request=case, name="Ada Nord", by=scene.north)
    decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=scene.officer)
    clock.set("2027-01-05T10:00")
    shown = [decision.Shown(ground(), "gequetscht")]
    decision.decide(request=unfit, outcome=DecisionOutcome.REFUSED, grounds=shown, by=scene.officer)
    known = figures(scene.officer, first="2026-12-01", last="2027-03-31", step="month")
    assert known["Decisions", "2026-12", "granted"] == "1"
    assert known["Decisions", "2027-01", "refused"] == "1"
    assert known["Refusals by ground", str(ground()), ""] == "1"
    assert known["Capacity leased", "2026-12", ""] == "200,0"
    assert known["Revenue", "2026-12", ""] == euro(case.offers.get().net)
    # 10 and 35 days; 1 January and the days after it are free, so 4 January was in time.
    assert known["Days until the answer", "access to ducts", ""] == "22,5"
    assert known["Legal deadlines kept", "access to ducts", "too late"] == "1"
    december = figures(scene.officer, first="2026-12-01", last="2026-12-31", step="year")
    assert december["Decisions", "2026", "granted"] == "1"
    assert december["Decisions", "2026", "refused"] == "0"
    assert ("Refusals by ground", str(ground()), "") not in december
    quarter = figures(scene.officer, first="2026-12-01", last="2027-03-31", step="quarter")
    assert quarter["Decisions", "2027-Q1", "refused"] == "1"
    page = seen_by(scene.officer).text("/desk/statistics/", first="2026-12-01", last="2027-03-31")
    assert page.count('<svg class="chart chart--wide"') == 6 and "22.5" in page


def test_what_is_given_back_counts_like_its_price(scene, law) -> None:
    """Before its first day, as a whole and in part: nothing of it is credited, either."""
    early, partly, kept = (granted(scene, *numbers) for numbers in ((1,), (2, 3), (4,)))
    paid = sum(case.offers.get().net for case in (early, partly, kept))
    access_request.end(request=early, by=scene.north)
    unit = partly.claims.get().holder.units.first()
    partial_return.give_back(request=partly, units=[unit], by=scene.north)
    known = figures(scene.officer, step="year")
    year = str(timezone.localdate().year)
    metres = float(known["Capacity leased", year, ""].replace(",", "."))
    assert metres == pytest.approx(800, abs=0.5)
    assert known["Revenue", year, ""] == euro(paid)


def test_new_years_eve_belongs_to_its_year(scene, law, clock) -> None:
    """23:30 UTC on New Year's Eve is the new year in the city."""
    clock.set("2027-01-01T00:30")
    case = reviewed(scene, 1, period=LATER)
    shown = [decision.Shown(ground(), "x")]
    decision.decide(request=case, outcome=DecisionOutcome.REFUSED, grounds=shown, by=scene.officer)
    known = figures(scene.officer, first="2026-01-01", last="2027-12-31", step="year")
    assert known["Decisions", "2027", "refused"] == "1"
    assert known["Decisions", "2026", "refused"] == "0"


@pytest.mark.parametrize("evil", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1+1"])
def test_no_text_is_taken_for_a_formula(scene, law, evil) -> None:
    organisation = scene.north.memberships.get().organisation
    organisation.name = evil
    organisation.save()
    case = submitted(scene, 1, subject=evil, contact_name=evil)
    name = ground(name=evil, name_en=evil)
    access_request.review(request=case, by=scene.officer)
    shown = [decision.Shown(name, evil)]
    decision.decide(request=case, outcome=DecisionOutcome.REFUSED, grounds=shown, by=scene.officer)
    desk = seen_by(scene.officer)
    for address in ("requests", "figures"):
        for row in rows(desk.get(f"/desk/statistics/{address}.csv")):
            for cell in row:
                assert not cell.startswith(("=", "+", "-", "@", "\t")), cell
    listed = rows(desk.get("/desk/statistics/requests.csv"))
    assert f"'{evil}" in {cell for row in listed for cell in row}


def test_one_row_for_each_request_of_the_time(scene, law) -> None:
    case = granted(scene, 1)
    offered(scene, 2)
    headings, *found = rows(seen_by(scene.officer).get("/desk/statistics/requests.csv"))
    assert len(found) == 2 and len({*headings}) == len(headings)
    row = dict(zip(headings, found[0], strict=True))
    assert row["Number"] == str(case) and row["Outcome"] == "granted"
    assert row["Net"] == euro(case.offers.get().net) and row["Currency"] == "EUR"
    assert dict(zip(headings, found[1], strict=True))["Net"] == ""


def test_a_time_that_cannot_be_meant(scene, law) -> None:
    desk = seen_by(scene.officer)
    for query in (
        {"first": "2027-01-02", "last": "2027-01-01"},
        {"first": "x"},
        {"step": "hour"},
        {"first": "0001-01-01", "last": "9999-12-31"},
    ):
        for page in ("", "figures.csv", "requests.csv"):
            assert desk.get(f"/desk/statistics/{page}", **query).status_code == 400
    assert "Nothing happened in this time." in desk.text("/desk/statistics/")


def test_road_officers_count_consents_alone(scene, law) -> None:
    granted(scene, 1)
    road = make_user(Role.ROAD_OFFICER)
    consent = reviewed(scene, kind=RequestKind.ROAD_CONSENT)
    decision.decide(request=consent, outcome=DecisionOutcome.GRANTED, by=road)
    known = figures(road)
    assert {of for figure, of, _part in known if figure == "Days until the answer"} == {
        "consent of the road authority"
    }
    assert not any(figure in ("Revenue", "Capacity leased") for figure, _of, _part in known)
    found = rows(seen_by(road).get("/desk/statistics/requests.csv"))
    assert [row[0] for row in found[1:]] == [str(consent)]


def test_a_time_in_which_nothing_happened_stands_in_its_place(scene, law, clock) -> None:
    for number, day in enumerate(("2026-12-01", "2027-03-01"), start=1):
        clock.set(f"{day}T10:00")
        granted(scene, number, period=LATER)
    known = figures(scene.officer, first="2026-12-01", last="2027-04-30", step="month")
    months = ["2026-12", "2027-01", "2027-02", "2027-03", "2027-04"]
    for figure in ("Capacity leased", "Revenue"):
        assert [when for name, when, _part in known if name == figure] == months
    assert known["Revenue", "2027-01", ""] == "0,00"
    assert known["Decisions", "2027-02", "granted"] == "0"
