"""Planned works are published two months before the first permit is applied for (Art. 6 GIA)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gis.refusals import NotPermitted
from reservations.models import Deadline, DecisionOutcome, FulfilledDuty
from reservations.services import access_request, decision
from reservations.services.fulfilled_duty import WORKS, record
from tests.refused import refused_as
from tests.reservations.access.cases import drafted, submitted
from tests.reservations.conftest import Scene
from tests.reservations.desk.conftest import seen_by

pytestmark = pytest.mark.django_db

PLACE = "https://stadt.example/bau?a=1&b=<2>"


def planned(scene: Scene, clock: Any) -> Any:
    """Of works for which a permit is applied for in April."""
    clock.set("2026-12-01T10:00:00")
    return submitted(scene, kind="works_coordination", permit_on=dt.date(2027, 4, 15))


def test_the_deadline_is_met_on_the_day_of_the_publication(scene, law, clock) -> None:
    case = planned(scene, clock)
    assert Deadline.objects.get(request=case, step="publication").due_on == dt.date(2027, 2, 15)
    clock.set("2027-01-11T10:00:00")
    facts = {"request": case, "by": scene.officer}
    day = dt.date(2027, 1, 8)
    with refused_as("INVALID_DATE"):
        record(WORKS, done_on=dt.date(2027, 1, 12), reference=PLACE, **facts)
    for nowhere in (" ", "x" * 301, "a\0b"):
        with refused_as("REQUIRED"):
            record(WORKS, done_on=day, reference=nowhere, **facts)
    with pytest.raises(NotPermitted):
        record(WORKS, request=case, by=scene.north, done_on=day, reference=PLACE)
    assert not FulfilledDuty.objects.exists()
    record(WORKS, done_on=day, reference=PLACE, **facts)
    deadline = Deadline.objects.get(request=case, step="publication")
    assert (deadline.met_on, deadline.leads) == (day, False)
    with refused_as("NOTHING_TO_PUBLISH"):
        record(WORKS, done_on=day, reference="anderswo", **facts)
    assert FulfilledDuty.objects.get().reference == PLACE


def test_other_requests_have_nothing_to_publish(scene, law, clock) -> None:
    clock.set("2026-12-01T10:00:00")
    facts = {"by": scene.officer, "done_on": dt.date(2026, 12, 1), "reference": PLACE}
    with refused_as("NOTHING_TO_PUBLISH"):
        record(WORKS, request=submitted(scene, kind="information"), **facts)
    draft = drafted(scene, kind="works_coordination", permit_on=dt.date(2027, 4, 15))
    with refused_as("NOT_FOUND"):
        record(WORKS, request=draft, **facts)


def test_what_is_to_be_published_stands_in_the_queue_with_its_day(scene, law, clock) -> None:
    """While the request is open, beside its own clock; once it is granted, and even ended."""
    case, desk = planned(scene, clock), seen_by(scene.officer)

    def queued(**query: str) -> bool:
        page = desk.text("/desk/", show="tasks", **query)
        listed = f'href="/desk/{case.public_id}/"' in page
        assert not listed or ("15/02/2027" in page and "Publish planned works" in page)
        return listed

    assert queued()
    case = access_request.review(request=case, by=scene.officer)
    case = decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=scene.officer)
    assert queued() and queued(turn="city")
    page = desk.text(f"/desk/{case.public_id}/")
    assert page.count("Note that the works are published") == 2, "as the next step and its clock"
    access_request.end(request=case, by=scene.north)
    assert queued()
    record(WORKS, request=case, by=scene.officer, done_on=dt.date(2026, 12, 1), reference=PLACE)
    assert "Publish planned works" not in desk.text("/desk/", show="tasks")


def test_what_is_refused_needs_no_publication(scene, law, clock) -> None:
    case = planned(scene, clock)
    access_request.withdraw(request=case, by=scene.north)
    assert f"/desk/{case.public_id}/" not in seen_by(scene.officer).text("/desk/", show="tasks")


def test_the_desk_notes_it_and_both_sides_read_it(scene, law, clock) -> None:
    case = planned(scene, clock)
    desk, north = seen_by(scene.officer), seen_by(scene.north)
    address = f"/desk/{case.public_id}/published/"
    assert address in desk.text(f"/desk/{case.public_id}/")
    facts = {"version": case.version, "published_on": "2026-12-01", "place": PLACE}
    for wrong in ({"published_on": "2026-12-02"}, {"published_on": "x"}, {"place": ""}):
        assert desk.post(address, **{**facts, **wrong}).status_code == 400
    assert desk.post(address, **facts).status_code == 302
    shown = "https://stadt.example/bau?a=1&amp;b=&lt;2&gt;"
    for page in (
        desk.text(f"/desk/{case.public_id}/"),
        north.text(f"/portal/{case.public_id}/"),
    ):
        assert "published on 01/12/2026" in page and shown in page and address not in page
        assert f'href="{shown}"' in page
    again = desk.text(address)
    assert "No works of this request wait" in again and shown in again
    assert north.get(address).status_code in (302, 403, 404)
