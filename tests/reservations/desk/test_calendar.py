"""The calendar of deadlines: its secret address, what is in it, when it ends."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from accounts.roles import Role
from reservations.clocks.rules import ClockLight, light
from reservations.models import CalendarAddress, RequestKind
from reservations.services import access_request
from tests.builders import make_user
from tests.reservations.access.cases import granted, submitted
from tests.reservations.desk.conftest import seen_by

FOUND = re.compile(r"https?://[^<\s]*/desk/calendar/[\w-]+\.ics")


def address_of(user: Any) -> str:
    """A new address, as its owner copies it from the page."""
    page = seen_by(user).post("/desk/calendar/", action="replace").content.decode()
    return FOUND.search(page)[0].removeprefix("http://testserver")


def read(address: str) -> Any:
    """As a calendar program does: without a login."""
    return Client(headers={"accept-language": "en"}).get(address)


def events(answer: Any) -> list[Any]:
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_one_event_for_each_deadline_of_the_city(scene, law, clock) -> None:
    clock.set("2026-12-01T10:00")
    case = submitted(scene, 1, subject="Geheime Strecke")
    answer = read(address_of(scene.officer))
    found = {str(one["summary"]): one for one in events(answer)}
    decision = next(one for name, one in found.items() if name.endswith("Decision"))
    assert str(case) in str(decision["summary"]) and len(found) == 2
    due = case.deadlines.get(step="decision").due_on
    assert decision["dtstart"].dt == due and decision["dtend"].dt == due + dt.timedelta(days=1)
    assert str(decision["url"]).endswith(f"/desk/{case.public_id}/")
    (alarm,) = decision.walk("VALARM")
    rings = (dt.datetime.combine(due, dt.time()) + alarm["trigger"].dt).date()
    warn = case.deadlines.get(step="decision").rule.warn_days
    lights = [light(due, rings + dt.timedelta(days=more), warn) for more in (-1, 0)]
    assert lights == [ClockLight.GREEN, ClockLight.AMBER], "it rings as the light turns amber"
    text = answer.content.decode()
    for name in ("Geheime", "Ada", "Nord", "nord.example"):
        assert name not in text
    again = events(read(address_of(scene.officer)))
    assert {str(one["uid"]) for one in again} == {str(one["uid"]) for one in found.values()}


def test_what_is_done_or_over_is_not_in_it(scene, law) -> None:
    case = submitted(scene, 1)
    access_request.withdraw(request=case, by=scene.north)
    after = granted(scene, 2)
    found = events(read(address_of(scene.officer)))
    assert [str(one["summary"]) for one in found] == [f"{after}: Tell the regulator"]


def test_road_officers_get_the_consents(scene, law) -> None:
    submitted(scene, 1)
    consent = submitted(scene, kind=RequestKind.ROAD_CONSENT)
    found = events(read(address_of(make_user(Role.ROAD_OFFICER))))
    assert found and all(str(consent) in str(one["summary"]) for one in found)


def test_the_address_is_shown_once_and_kept_as_a_digest(scene, law) -> None:
    address = address_of(scene.officer)
    secret = address.split("/")[-1].removesuffix(".ics")
    assert not FOUND.search(seen_by(scene.officer).text("/desk/calendar/"))
    assert secret not in str(CalendarAddress.objects.values())
    assert len(secret) > 40


@pytest.mark.parametrize("way", ["revoked", "replaced", "left", "closed", "guessed", "empty"])
def test_an_address_that_ended_opens_nothing(scene, law, way) -> None:
    submitted(scene, 1)
    address = address_of(scene.officer)
    assert read(address).status_code == 200
    if way == "revoked":
        seen_by(scene.officer).post("/desk/calendar/", action="revoke")
    elif way == "replaced":
        address_of(scene.officer)
    elif way == "left":
        scene.officer.memberships.update(role=Role.VIEWER)
    elif way == "closed":
        scene.officer.is_active = False
        scene.officer.save()
    elif way == "guessed":
        address = address[:-6] + "xx.ics"
    else:
        address = "/desk/calendar/x.ics"
    answer = read(address)
    assert answer.status_code == 404 and b"BEGIN" not in answer.content


def test_nobody_else_makes_or_revokes_one(scene, law) -> None:
    address = address_of(scene.officer)
    for user in (scene.north, make_user(Role.VIEWER), make_user(Role.ACCESS_OFFICER)):
        seen_by(user).post("/desk/calendar/", action="revoke")
    assert read(address).status_code == 200
    assert seen_by(scene.north).post("/desk/calendar/", action="replace").status_code == 403
    assert CalendarAddress.objects.count() == 1
    assert seen_by(None).get("/desk/calendar/").status_code == 302
