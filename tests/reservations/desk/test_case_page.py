"""The page of a case: what it shows, to whom, and the one next decision."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from reservations.models import RequestKind
from reservations.services import access_request
from reservations.services.case_calendar import note_the_day
from tests.builders import make_organisation, make_user
from tests.reservations.access.cases import (
    accepted,
    drafted,
    granted,
    offered,
    reviewed,
    submitted,
)
from tests.reservations.desk.conftest import seen_by

PARTS = (
    "",
    "completeness/",
    "extension/decision/",
    "offer/",
    "decision/",
    "signature/",
    "notice/",
    "published/",
    "report/",
    "more-time/",
    "dispute/",
)
LISTS = ("", "statistics/", "statistics/figures.csv", "statistics/requests.csv", "calendar/")


def page_of(case, user) -> str:
    return seen_by(user).text(f"/desk/{case.public_id}/")


@pytest.mark.parametrize(
    ("make", "deed", "button"),
    [
        (submitted, "City: <strong>check whether it is complete", "Check completeness"),
        (reviewed, "City: <strong>make an offer, or refuse", "Make an offer"),
        (offered, "Applicant: <strong>accept the offer", "Replace or take back the offer"),
        (accepted, "City: <strong>decide", "Prepare the decision"),
        (granted, "City: <strong>tell the regulator", ""),
    ],
)
def test_the_one_next_decision(scene, law, make, deed, button) -> None:
    page = page_of(make(scene, 1), scene.officer)
    following = page[page.index('id="next-step"') :]
    following = following[: following.index("</section>")]
    assert deed in following and button in following


def test_it_shows_what_is_asked_for_with_clocks_and_log(scene, law) -> None:
    case = reviewed(scene, 1, 2, description="Zwei Rohre\nbis zur Schule")
    page = page_of(case, scene.officer)
    assert f'data-case-map="/cases/{case.public_id}/map.json"' in page
    for words in ("RV.01", "RV.02", "whole duct", "200", "Zwei Rohre<br>bis zur Schule"):
        assert words in page, words
    assert "decision" in page and "submitted → in review" in page
    assert "elements of the infrastructure" in page and "Not noted" in page


def test_competitors_are_shown_to_the_desk_with_who_came_first(scene, law) -> None:
    first = submitted(scene, 1, 2, hold=False, subject="Erste")
    second = submitted(scene, 1, by=scene.south, subject="Zweite")
    third = drafted(scene, 1, by=scene.south, subject="Entwurf des Nachbarn")
    elsewhere = submitted(scene, 3, by=scene.south, subject="Anderswo")
    page = page_of(first, scene.officer)
    rivals = page[page.index("Others on the same sections") :]
    assert str(second) in rivals and "Zweite" in rivals and "came later" in rivals
    assert str(elsewhere) not in rivals
    assert str(third) not in rivals and "Entwurf des Nachbarn" not in page
    assert "came first" in page_of(second, scene.officer)


def test_a_bundle_that_is_held_competes_with_its_tube(scene, law) -> None:
    from reservations.services.requested import Stretch

    sites = scene.network
    whole = Stretch(scene.bundle.pk, sites["A"].pk, sites["C"].pk)
    tube = submitted(scene, 1, hold=False)
    bundle = access_request.draft(
        kind=RequestKind.DUCT_ACCESS,
        by=scene.south,
        units=[whole],
        subject="Ganzer Verband",
        period=scene.period,
        contact_name="B",
        contact_email="b@sued.example",
    )
    access_request.submit(request=bundle, by=scene.south, hold=False)
    assert "Ganzer Verband" in page_of(tube, scene.officer)
    assert "Anbindung Schule" in page_of(bundle, scene.officer)


def test_another_time_is_no_competition(scene, law) -> None:
    import datetime as dt

    from network.periods import Period

    case = submitted(scene, 1)
    later = scene.period.last + dt.timedelta(days=1)
    submitted(
        scene,
        1,
        by=scene.south,
        subject="Danach",
        period=Period(later, later + dt.timedelta(days=90)),
    )
    assert "Danach" not in page_of(case, scene.officer)


OUTSIDE = [role for role in Role if role not in (Role.ACCESS_OFFICER, Role.ROAD_OFFICER)]


@pytest.mark.parametrize("role", [*OUTSIDE, "applicant", "applicant_of_the_city"])
def test_nobody_else_comes_in_anywhere(scene, law, role) -> None:
    case = accepted(scene, 1)
    users = {
        "applicant": scene.north,
        "applicant_of_the_city": make_user(Role.PARTNER, make_organisation()),
    }
    desk = seen_by(users.get(role) or make_user(role))
    for address in [f"/desk/{one}" for one in LISTS]:
        answer = desk.get(address)
        assert answer.status_code == 403, address
        assert case.subject not in answer.content.decode()
    for part in PARTS:
        address = f"/desk/{case.public_id}/{part}"
        assert desk.get(address).status_code in (403, 404), address
        given = {"version": case.version, "action": "withdraw", "outcome": "granted"}
        if part:
            assert desk.post(address, **given).status_code in (403, 404), address
    before = case.version
    case.refresh_from_db()
    assert (case.version, case.state) == (before, "accepted")
    assert 'href="/desk/"' not in desk.get("/overview/").content.decode()


def test_without_a_login(scene, law) -> None:
    case = submitted(scene, 1)
    for address in ("/desk/", f"/desk/{case.public_id}/", "/desk/statistics/", "/desk/calendar/"):
        answer = seen_by(None).get(address)
        assert answer.status_code == 302 and "/accounts/login/" in answer["Location"]


def test_html_in_free_text_is_text(scene, law) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    case = submitted(
        scene, 1, subject=evil, description=evil, contact_name=evil, contact_phone="<b>1</b>"
    )
    access_request.ask_back(request=case, missing=evil, by=scene.officer)
    desk = seen_by(scene.officer)
    for address in ("/desk/", f"/desk/{case.public_id}/", f"/desk/{case.public_id}/completeness/"):
        page = desk.text(address)
        assert "<script>alert" not in page and "<img src=x" not in page and "<b>1" not in page
        assert "&lt;script&gt;" in page


def test_what_the_calendar_did_is_told_in_the_language_of_the_reader(scene, law, clock) -> None:
    clock.set("2026-12-01T10:00:00")
    case = offered(scene, 1, days=3)
    clock.set("2026-12-06T10:00:00")
    assert note_the_day() == 1
    page = page_of(case, scene.officer)
    assert "by the calendar" in page and "time is over" in page and "system" not in page
    page = seen_by(scene.officer).text(f"/desk/{case.public_id}/?lang=de")
    assert "durch Zeitablauf" in page and "Die Zeit ist abgelaufen" in page


def test_of_a_case_past_its_check_the_list_does_not_ask_for_one(scene, law) -> None:
    assert "Not checked yet" in page_of(submitted(scene, 1), scene.officer)
    page = page_of(reviewed(scene, 2), scene.officer)
    assert "Not noted" in page and "Not checked yet" not in page


def test_each_page_has_a_title_of_its_own(scene, law) -> None:
    case = granted(scene, 1)
    pages = [seen_by(scene.officer).text(f"/desk/{case.public_id}/{part}") for part in PARTS[1:]]
    titles = [page.split("<title>")[1].split("</title>")[0] for page in pages if "<title>" in page]
    assert len(set(titles)) == len(titles)
    assert f"Offer · {case} – Trassenbuch" in titles


def test_a_fixed_number_of_statements(scene, law) -> None:
    desk = seen_by(scene.officer)

    def statements(case) -> int:
        with CaptureQueriesContext(connection) as caught:
            desk.text(f"/desk/{case.public_id}/")
        assert not any('"pdf"' in one["sql"] for one in caught), "letters are named, not loaded"
        return len(caught)

    small = submitted(scene, 4)
    desk.text(f"/desk/{small.public_id}/")
    few = statements(small)
    large = submitted(scene, 1, 2, 3, hold=False)
    submitted(scene, 1, 2, by=scene.south, hold=False)
    submitted(scene, 3, by=scene.south, hold=False)
    assert statements(large) <= few + 1
    assert few <= 31
