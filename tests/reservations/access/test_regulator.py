"""The regulator is told of what was granted, also once it has ended."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from gis.refusals import NotPermitted
from reservations.access.states import RequestState
from reservations.models import (
    Deadline,
)
from reservations.models.deadline import DeadlineQuerySet
from reservations.services import (
    access_request,
    fulfilled_duty,
)
from tests.refused import refused_as
from tests.reservations.access.cases import (
    granted,
    submitted,
)
from tests.reservations.desk.conftest import seen_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sound")]


def to_tell() -> DeadlineQuerySet:
    """What the city has yet to tell the regulator, as the queue counts it."""
    return Deadline.objects.owed().filter(step="notification")


def test_the_regulator_is_told_within_two_months(scene, law, clock) -> None:
    clock.set("2026-12-01T10:00:00")
    case = granted(scene, 1)
    task = to_tell().get()
    assert (task.request, task.due_on) == (case, dt.date(2027, 2, 1))
    clock.set("2026-12-10T10:00:00")
    facts = {"request": case, "reference": "BNetzA 113/26", "by": scene.officer}
    for wrong in (dt.date(2026, 11, 30), dt.date(2026, 12, 11)):
        with refused_as("INVALID_DATE"):
            fulfilled_duty.record(fulfilled_duty.REGULATOR, done_on=wrong, **facts)
    fulfilled_duty.record(fulfilled_duty.REGULATOR, done_on=dt.date(2026, 12, 9), **facts)
    task.refresh_from_db()
    assert task.met_on == dt.date(2026, 12, 9)
    assert not to_tell().exists()
    with refused_as("NOTHING_TO_TELL"):
        fulfilled_duty.record(fulfilled_duty.REGULATOR, done_on=dt.date(2026, 12, 9), **facts)


def test_what_has_ended_is_still_told_to_the_regulator(scene, law, clock) -> None:
    """The contract was concluded: giving it up, or its end, does not undo the duty (§ 138 (4))."""
    clock.set("2026-12-01T10:00:00")
    case = access_request.end(request=granted(scene, 1), by=scene.north)
    assert case.state == RequestState.ENDED
    clock.set("2027-02-02T08:00:00")
    assert to_tell().get().leads
    desk = seen_by(scene.officer)
    assert str(case.public_id) in desk.text("/desk/", show="tasks", light="red")
    assert "Note that the regulator was told" in desk.text(f"/desk/{case.public_id}/")
    facts = {"told_on": f"{timezone.localdate()}", "reference": "BNetzA 1", "version": case.version}
    assert desk.post(f"/desk/{case.public_id}/notice/", **facts).status_code == 302
    assert not to_tell().exists() and not Deadline.objects.leading().exists()
    assert str(case.public_id) not in desk.text("/desk/", show="tasks")
    page = desk.text(f"/desk/{case.public_id}/")
    assert "nothing more to do" in page.lower() and "BNetzA 1" in page


def test_nobody_else_records_that_the_regulator_was_told(scene, law) -> None:
    case = granted(scene, 1)
    with pytest.raises(NotPermitted):
        fulfilled_duty.record(
            fulfilled_duty.REGULATOR,
            request=case,
            done_on=timezone.localdate(),
            reference="x",
            by=scene.north,
        )


def test_what_was_withdrawn_is_no_task(scene, law) -> None:
    case = submitted(scene, 1)
    access_request.withdraw(request=case, by=scene.north)
    assert not to_tell().exists()
