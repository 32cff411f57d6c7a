"""Nothing is handed in, offered, accepted or granted for a time that is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from network.periods import Period
from reservations.models import AccessRequest, DecisionOutcome
from reservations.services import access_request, decide, decision, offer, period_extension
from reservations.services.reserve import reserve
from tests.refused import refused_as
from tests.reservations.access.cases import (
    accepted,
    drafted,
    granted,
    ground,
    offered,
    reviewed,
    stretch,
    submitted,
    tariff,
)

pytestmark = pytest.mark.django_db


def later(clock, days: int) -> dt.date:
    """The day so many days from now, which it is from now on."""
    day = timezone.localdate() + dt.timedelta(days=days)
    clock.set(f"{day.isoformat()}T10:00:00")
    return day


def asked_back(scene: Any, *numbers: int, **facts: Any) -> AccessRequest:
    case = submitted(scene, *numbers, **facts)
    return access_request.ask_back(request=case, missing="Lageplan", by=scene.officer)


WAYS: dict[str, tuple[Callable[..., AccessRequest], Callable[..., Any]]] = {
    "submit": (drafted, lambda scene, case: access_request.submit(request=case, by=scene.north)),
    "complete": (
        asked_back,
        lambda scene, case: access_request.complete(request=case, by=scene.north),
    ),
    "offer": (reviewed, lambda scene, case: offer.make(request=case, by=scene.officer)),
    "replace": (offered, lambda scene, case: offer.replace(request=case, by=scene.officer)),
    "accept": (
        offered,
        lambda scene, case: offer.accept(request=case, name="Ada", by=scene.north),
    ),
    "grant": (
        accepted,
        lambda scene, case: decision.decide(
            request=case, outcome=DecisionOutcome.GRANTED, by=scene.officer
        ),
    ),
    "more time": (
        granted,
        lambda scene, case: period_extension.ask(
            request=case, last=scene.period.last, reason="Bau dauert länger", by=scene.north
        ),
    ),
}


@pytest.mark.parametrize("name", WAYS)
def test_what_is_over_is_refused_at_its_field_and_on_its_last_day_not_yet(
    scene, clock, name: str
) -> None:
    tariff()
    first = timezone.localdate()
    period = Period(first, first + dt.timedelta(days=20))
    made, act = WAYS[name]
    case = made(scene, 1, period=period)
    clock.set(f"{period.last + dt.timedelta(days=1)}T00:30:00")
    before = case.state
    with refused_as("PERIOD_OVER") as refused:
        act(scene, case)
    assert refused.value.field == "period"
    case.refresh_from_db()
    assert case.state == before
    clock.set(f"{period.last}T23:30:00")
    act(scene, case)


def test_what_is_over_can_still_be_refused_and_withdrawn(scene, clock) -> None:
    first = timezone.localdate()
    period = Period(first, first + dt.timedelta(days=20))
    facts: dict[str, Any] = {"period": period, "hold": False}
    refused, withdrawn = reviewed(scene, 1, **facts), reviewed(scene, 2, **facts)
    later(clock, 30)
    shown = [decision.Shown(ground(), "Die Zeit ist um.")]
    case = decision.decide(
        request=refused, outcome=DecisionOutcome.REFUSED, grounds=shown, by=scene.officer
    )
    assert case.state == "refused"
    assert access_request.withdraw(request=withdrawn, by=scene.north).state == "withdrawn"


def test_a_hold_for_a_time_that_is_over_is_not_confirmed(scene, clock) -> None:
    first = timezone.localdate()
    held = reserve(
        units=[stretch(scene)],
        period=Period(first, first + dt.timedelta(days=2)),
        idempotency_key="x",
        by=scene.north,
    )
    later(clock, 3)
    with refused_as("PERIOD_OVER"):
        decide.confirm(claim=held, by=scene.officer)


def test_more_time_ends_where_any_time_frame_does(scene) -> None:
    case = granted(scene, 1)
    first = case.period.lower
    for last in (dt.date(2201, 1, 1), first.replace(year=first.year + 61)):
        for ask in (
            lambda last=last: period_extension.price(case, last),
            lambda last=last: period_extension.ask(
                request=case, last=last, reason="länger", by=scene.north
            ),
        ):
            with refused_as("INVALID_PERIOD") as refused:
                ask()
            assert refused.value.field == "last"
    last = dt.date(first.year + 60, 1, 1)
    assert period_extension.ask(request=case, last=last, reason="lang", by=scene.north).pk
