"""Rules and texts that nobody has verified say so on every screen, until somebody has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reservations.models import ClockRule, LegalRemedy
from reservations.services import access_request
from tests.reservations.access.cases import drafted, reviewed, submitted
from tests.reservations.desk.conftest import seen_by

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]

RULE = "not checked against the text of the law"
EXAMPLE = "example of a rule that the city has not confirmed yet"
REMEDY = "no lawyer of the city has read this text"


def survey(scene: Any) -> Any:
    return submitted(scene, kind="survey")


def asked_back(scene: Any) -> Any:
    case = submitted(scene, kind="survey")
    return access_request.ask_back(request=case, missing="Lageplan", by=scene.officer)


def draft(scene: Any) -> Any:
    return drafted(scene, kind="survey")


def in_review(scene: Any) -> Any:
    return reviewed(scene, kind="information")


Made = Callable[[Any], Any]
SCREENS: list[tuple[str, str, Made, str]] = [
    ("officer", "/desk/", survey, RULE),
    ("officer", "/desk/{}/", survey, RULE),
    ("officer", "/desk/{}/completeness/", survey, EXAMPLE),
    ("officer", "/desk/{}/", asked_back, EXAMPLE),
    ("officer", "/desk/{}/decision/", in_review, REMEDY),
    ("north", "/portal/", survey, RULE),
    ("north", "/portal/{}/", survey, RULE),
    ("north", "/portal/{}/", draft, RULE),
    ("north", "/portal/{}/", asked_back, EXAMPLE),
]


@pytest.mark.parametrize(
    ("who", "address", "make", "mark"),
    SCREENS,
    ids=[f"{address} {make.__name__}" for _who, address, make, _mark in SCREENS],
)
def test_a_screen_marks_what_is_not_verified(
    scene, who: str, address: str, make: Made, mark: str
) -> None:
    case = make(scene)
    sight = seen_by(getattr(scene, who))
    address = address.format(case.public_id)
    shown = sight.text(address).lower()
    assert mark.lower() in shown
    ClockRule.objects.update(verified=True)
    LegalRemedy.objects.update(verified=True)
    assert mark.lower() not in sight.text(address).lower()
