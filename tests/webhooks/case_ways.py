"""How cases come to each of their states and go on from there, for those who are told of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from network.periods import Period
from reservations.access import holding
from reservations.models import AccessRequest, DecisionOutcome
from reservations.services import (
    access_request,
    as_built,
    case_calendar,
    decision,
    fulfilled_duty,
    offer,
    partial_return,
    period_extension,
)
from tests.reservations.access import cases
from tests.reservations.conftest import Scene
from tests.webhooks.dispatched import dispatched
from webhooks.models import Message

Told = tuple[str, dict[str, str]]


@dataclass
class City:
    """The scene, its subscribers, and a day that can be put off."""

    scene: Scene
    set_today: Callable[[int], None]
    desk: User
    road: User

    def told(self) -> dict[str, list[Told]]:
        """What each subscriber is told of since the last time, all but the place in the feed."""
        dispatched()
        found: dict[str, list[Told]] = {}
        for one in Message.objects.order_by("kind", "id").select_related("subscription__client"):
            data = json.loads(one.body)["data"]
            assert data.pop("cursor")
            found.setdefault(one.subscription.client.name, []).append((one.kind, data))
        Message.objects.all().delete()
        return found


# --- how a case comes to a state, and how it goes on
def drafted(city: City) -> AccessRequest:
    """For a year that is far enough off to let time pass before it begins."""
    year, period = dt.timedelta(days=365), city.scene.period
    later = Period(period.first + year, period.last + year)
    return cases.drafted(city.scene, 1, 2, period=later)


def submitted(city: City) -> AccessRequest:
    return access_request.submit(request=drafted(city), by=city.scene.north)


def incomplete(city: City) -> AccessRequest:
    return ask_back(city, submitted(city))


def completed(city: City) -> AccessRequest:
    return complete(city, incomplete(city))


def reviewed(city: City) -> AccessRequest:
    return review(city, submitted(city))


def consent(city: City) -> AccessRequest:
    case = cases.submitted(city.scene)
    return access_request.review(request=case, by=city.road)


def offered(city: City) -> AccessRequest:
    return make_offer(city, reviewed(city))


def accepted(city: City) -> AccessRequest:
    return accept(city, offered(city))


def granted(city: City) -> AccessRequest:
    return grant(city, accepted(city))


def partly_granted(city: City) -> AccessRequest:
    return grant_partly(city, accepted(city))


def in_use(city: City) -> AccessRequest:
    return confirm(city, reported(city))


def reported(city: City) -> AccessRequest:
    return report(city, granted(city))


def partly_reported(city: City) -> AccessRequest:
    return report(city, partly_granted(city))


def ask_back(city: City, case: AccessRequest) -> AccessRequest:
    return access_request.ask_back(request=case, missing="Lageplan", by=city.desk)


def submit(city: City, case: AccessRequest) -> AccessRequest:
    return access_request.submit(request=case, by=city.scene.north)


def complete(city: City, case: AccessRequest) -> AccessRequest:
    return access_request.complete(request=case, by=city.scene.north)


def review(city: City, case: AccessRequest) -> AccessRequest:
    return access_request.review(request=case, by=city.desk)


def withdraw(city: City, case: AccessRequest) -> AccessRequest:
    return access_request.withdraw(request=case, by=city.scene.north)


def make_offer(city: City, case: AccessRequest) -> AccessRequest:
    return offer.make(request=case, valid_until=timezone.localdate(), by=city.desk)


def take_back(city: City, case: AccessRequest) -> AccessRequest:
    return offer.withdraw(request=case, by=city.desk)


def accept(city: City, case: AccessRequest) -> AccessRequest:
    return offer.accept(request=case, name="Ada Nord", by=city.scene.north)


def grant(city: City, case: AccessRequest) -> AccessRequest:
    by = city.road if case.kind == "road_consent" else city.desk
    return decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=by)


def grant_partly(city: City, case: AccessRequest) -> AccessRequest:
    facts: dict[str, Any] = {"by": city.road}
    ground = cases.ground(code="weg", signed_by=Role.ROAD_OFFICER)
    if case.kind == "duct_access":
        claim = holding.claim_of(case)
        assert claim is not None
        ground = cases.ground()
        facts = {"by": city.desk, "refused_units": [claim.holder.units.all()[1]]}
    shown = [decision.Shown(ground, "gequetscht")]
    partly = DecisionOutcome.PARTLY_GRANTED
    return decision.decide(request=case, outcome=partly, grounds=shown, **facts)


def refuse(city: City, case: AccessRequest) -> AccessRequest:
    shown = [decision.Shown(cases.ground(), "gequetscht")]
    refused = DecisionOutcome.REFUSED
    return decision.decide(request=case, outcome=refused, grounds=shown, by=city.desk)


def report(city: City, case: AccessRequest) -> AccessRequest:
    claim = holding.claim_of(case)
    assert claim is not None
    number = claim.holder.units.get(duct__number__in=(1, 2), pk=claim.holder.units.first().pk)
    laid = [cases.laid(city.scene, number.duct.number)]
    day = timezone.localdate()
    as_built.report(request=case, laid=laid, laid_on=day, by=city.scene.north)
    return case


def confirm(city: City, case: AccessRequest) -> AccessRequest:
    return as_built.confirm(request=case, by=city.desk)


def end(city: City, case: AccessRequest) -> AccessRequest:
    return access_request.end(request=case, by=city.scene.north)


def let_time_pass(city: City, case: AccessRequest) -> AccessRequest:
    city.set_today(200)
    assert case_calendar.note_the_day() == 1
    city.set_today(0)
    return case


# --- what happens to a case without a change of its state
def ask_for_time(city: City, case: AccessRequest) -> None:
    last = case.period.upper + dt.timedelta(days=30)
    facts = {"last": last, "reason": "Der Bau dauert länger."}
    period_extension.ask(request=case, by=city.scene.north, **facts)


def refuse_time(city: City, case: AccessRequest) -> None:
    period_extension.refuse(request=case, reason="Sanierung", by=city.desk)


def give_time(city: City, case: AccessRequest) -> None:
    period_extension.grant(request=case, by=city.desk)


def tell_regulator(city: City, case: AccessRequest) -> None:
    day = timezone.localdate()
    fulfilled_duty.record(
        fulfilled_duty.REGULATOR, request=case, done_on=day, reference="BK11-1", by=city.desk
    )


def send_report_back(city: City, case: AccessRequest) -> None:
    as_built.send_back(request=case, reason="Länge fehlt", by=city.desk)


def give_part_back(city: City, case: AccessRequest) -> None:
    claim = holding.claim_of(case)
    assert claim is not None
    unit = claim.holder.units.all()[1]
    partial_return.give_back(request=case, units=[unit], by=city.scene.north)
