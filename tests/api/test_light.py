"""The light of a deadline says what the portal and the desk say of it."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import User
from reservations.models import AccessRequest
from reservations.models.clock_rule import CITY_STEPS
from reservations.services import access_request
from tests.api.door import Door
from tests.reservations.access.cases import submitted
from tests.reservations.access.conftest import clock  # noqa: F401
from tests.reservations.conftest import scene  # noqa: F401
from tests.reservations.desk.conftest import law  # noqa: F401

LIGHTS = """{ accessRequests(first: 5) { nodes { number deadlines { step light } } } }"""


def lights(case: AccessRequest, by: User) -> dict[str, str | None]:
    (shown,) = Door(by)(LIGHTS)["data"]["accessRequests"]["nodes"]
    assert shown["number"] == str(case)
    return {one["step"]: one["light"] for one in shown["deadlines"]}


@pytest.mark.usefixtures("law")
def test_only_what_the_city_owes_turns_red_and_only_while_it_owes_it(
    request: pytest.FixtureRequest,
) -> None:
    time: Any = request.getfixturevalue("clock")
    ground: Any = request.getfixturevalue("scene")
    time.set("2026-12-01T10:00")
    case = submitted(ground, 1, hold=False)
    time.set("2027-03-01T10:00")
    shown = lights(case, ground.officer)
    owed = {step.name for step in CITY_STEPS}
    assert {step for step, light in shown.items() if light == "RED"} == shown.keys() & owed
    assert shown.keys() - owed and all(shown[step] is None for step in shown.keys() - owed)
    access_request.withdraw(request=case, by=ground.north)
    assert set(lights(case, ground.officer).values()) == {None}
