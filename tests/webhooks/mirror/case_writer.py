"""What the writer of cases does: one begun, one brought a step further by whose turn it is."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from accounts.models import User
from assets.models import Duct
from network.periods import Period
from reservations.models import AccessRequest
from reservations.services import access_request
from reservations.services.requested import Stretch
from tests.reservations.access import cases
from tests.webhooks import case_ways as ways

STEPS: dict[str, tuple[Callable[[Any, AccessRequest], Any], ...]] = {
    "draft": (ways.submit, ways.submit, ways.withdraw),
    "submitted": (ways.review, ways.ask_back),
    "incomplete": (ways.complete,),
    "completed": (ways.review,),
    "in_review": (ways.make_offer, ways.make_offer, ways.refuse),
    "offered": (ways.accept, ways.accept, ways.take_back),
    "accepted": (ways.grant, ways.grant_partly),
    "granted": (ways.ask_for_time, ways.give_time, ways.report, ways.confirm, ways.end),
    "partly_granted": (ways.report, ways.confirm, ways.end),
    "in_use": (ways.end,),
}


def begin(number: int, chance: random.Random) -> None:
    """Two tubes of the bundle, each case in a time of its own.

    The last tube is left to the reservations without a case: when those are given back it goes,
    whatever was granted meanwhile.
    """
    tubes = chance.sample(list(Duct.objects.filter(bundle__code="RV").order_by("pk"))[:-1], 2)
    first = dt.date(2031, 1, 1) + dt.timedelta(days=70 * number)
    access_request.draft(
        kind="duct_access",  # type: ignore[arg-type]
        by=_north(),
        units=[Stretch(tube.pk, tube.start_site_id, tube.end_site_id) for tube in tubes],
        subject=f"case {number}",
        period=Period(first, first + dt.timedelta(days=30)),
        **cases.CONTACT,  # type: ignore[arg-type]
    )


def go_on(case: AccessRequest, chance: random.Random) -> None:
    cases.tariff()
    chance.choice(STEPS[case.state])(_city(), case)


def _north() -> User:
    return User.objects.get(
        memberships__organisation__code="nord", memberships__role="partner", is_service=False
    )


def _city() -> Any:
    """As much of `case_ways.City` as these steps need."""
    bundle = Duct.objects.get(code="RV")
    scene = SimpleNamespace(north=_north(), tube=lambda number: bundle.tubes.get(number=number))
    desk = User.objects.get(memberships__role="access_officer", is_service=False)
    return SimpleNamespace(scene=scene, desk=desk)
