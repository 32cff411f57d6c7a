"""Every change of a case's state is told by webhook: to whom it concerns, and nobody is named.

One table for the ways between the states (`reservations.access.states`) and one for what happens
beside them. The desk reads a draft no more than a rival does, so it hears of none.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.services import client as clients
from network.catalogues.files import read
from network.catalogues.load import load
from network.periods import Period
from registry_api.nodes import to_global_id
from reservations.access import holding
from reservations.access.states import TRANSITIONS, RequestState
from reservations.models import AccessRequest, Decision, DecisionOutcome
from reservations.services import (
    access_request,
    as_built,
    case_calendar,
    decision,
    offer,
    partial_return,
    period_extension,
    regulator_notice,
)
from tests.builders import make_organisation, make_user
from tests.reservations.access import cases
from tests.reservations.access.conftest import _REFERENCE, only_law
from tests.reservations.conftest import Scene, make_scene
from tests.webhooks.dispatched import dispatched, from_now_on
from webhooks.models import Message, Subscription

S = RequestState
APPLICANT = {"north"}
BOTH = {"north", "desk"}
WITH_ROAD = {"north", "desk", "road"}
CHANGED = "access_request.changed"
SIGNED = {CHANGED, "decision.created"}
Told = tuple[str, dict[str, str]]
Turn = Callable[["City"], AccessRequest]


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


@pytest.fixture
def city(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> City:
    def set_today(days: int) -> None:
        monkeypatch.undo()
        if days:
            later = timezone.now() + dt.timedelta(days=days)
            monkeypatch.setattr(timezone, "now", lambda: later)

    with transaction.atomic():
        scene = make_scene()
        load(only_law(read(_REFERENCE)))
        cases.tariff()
        cases.ground()
        road = make_user(Role.ROAD_OFFICER)
        for who, of in _SUBSCRIBERS.items():
            _hook(who, *of)
    return City(scene, set_today, scene.officer, road)


_CASES = ["AccessRequest", "Decision"]
_SUBSCRIBERS: dict[str, tuple[str, str, list[str]]] = {
    "north": ("nord", Role.PARTNER, _CASES),
    "desk": ("stadt", Role.ACCESS_OFFICER, _CASES),
    "road": ("stadt", Role.ROAD_OFFICER, _CASES),
    # Whom it does not concern subscribes to all there is.
    "south": ("sued", Role.PARTNER, []),
    "planner": ("stadt", Role.PLANNER, _CASES),
}


def _hook(who: str, organisation: str, role: str, types: list[str]) -> None:
    owner = make_organisation() if organisation == "stadt" else make_organisation(organisation)
    client = clients.make(code=f"oss-{who}", organisation=owner, role=role, name=who)
    url = f"https://93.184.215.14/{who}"
    Subscription.objects.create(client=client, url=url, secret="sealed", types=types)


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
    if case.kind == "duct_access":
        claim = holding.claim_of(case)
        assert claim is not None
        facts = {"by": city.desk, "refused_units": [claim.holder.units.all()[1]]}
    shown = [decision.Shown(cases.ground(), "gequetscht")]
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


Step = Callable[[City, AccessRequest], AccessRequest]
WAYS: dict[tuple[str, str], tuple[Turn, Step, set[str], set[str]]] = {
    (S.DRAFT, S.SUBMITTED): (drafted, submit, BOTH, {CHANGED}),
    (S.DRAFT, S.WITHDRAWN): (drafted, withdraw, APPLICANT, {CHANGED}),
    (S.SUBMITTED, S.INCOMPLETE): (submitted, ask_back, BOTH, {CHANGED}),
    (S.SUBMITTED, S.IN_REVIEW): (submitted, review, BOTH, {CHANGED}),
    (S.SUBMITTED, S.WITHDRAWN): (submitted, withdraw, BOTH, {CHANGED}),
    (S.INCOMPLETE, S.COMPLETED): (incomplete, complete, BOTH, {CHANGED}),
    (S.INCOMPLETE, S.WITHDRAWN): (incomplete, withdraw, BOTH, {CHANGED}),
    (S.INCOMPLETE, S.EXPIRED): (incomplete, let_time_pass, BOTH, {CHANGED}),
    (S.COMPLETED, S.INCOMPLETE): (completed, ask_back, BOTH, {CHANGED}),
    (S.COMPLETED, S.IN_REVIEW): (completed, review, BOTH, {CHANGED}),
    (S.COMPLETED, S.WITHDRAWN): (completed, withdraw, BOTH, {CHANGED}),
    (S.IN_REVIEW, S.OFFERED): (reviewed, make_offer, BOTH, {CHANGED}),
    (S.IN_REVIEW, S.GRANTED): (consent, grant, WITH_ROAD, SIGNED),
    (S.IN_REVIEW, S.PARTLY_GRANTED): (consent, grant_partly, WITH_ROAD, SIGNED),
    (S.IN_REVIEW, S.REFUSED): (reviewed, refuse, BOTH, SIGNED),
    (S.IN_REVIEW, S.WITHDRAWN): (reviewed, withdraw, BOTH, {CHANGED}),
    (S.OFFERED, S.IN_REVIEW): (offered, take_back, BOTH, {CHANGED}),
    (S.OFFERED, S.ACCEPTED): (offered, accept, BOTH, {CHANGED}),
    (S.OFFERED, S.WITHDRAWN): (offered, withdraw, BOTH, {CHANGED}),
    (S.OFFERED, S.EXPIRED): (offered, let_time_pass, BOTH, {CHANGED}),
    (S.ACCEPTED, S.GRANTED): (accepted, grant, BOTH, SIGNED),
    (S.ACCEPTED, S.PARTLY_GRANTED): (accepted, grant_partly, BOTH, SIGNED),
    (S.ACCEPTED, S.REFUSED): (accepted, refuse, BOTH, SIGNED),
    (S.ACCEPTED, S.WITHDRAWN): (accepted, withdraw, BOTH, {CHANGED}),
    (S.GRANTED, S.IN_USE): (reported, confirm, BOTH, {CHANGED}),
    (S.GRANTED, S.ENDED): (granted, end, BOTH, {CHANGED}),
    (S.PARTLY_GRANTED, S.IN_USE): (partly_reported, confirm, BOTH, {CHANGED}),
    (S.PARTLY_GRANTED, S.ENDED): (partly_granted, end, BOTH, {CHANGED}),
    (S.IN_USE, S.ENDED): (in_use, end, BOTH, {CHANGED}),
}


def test_the_table_has_every_way_between_the_states() -> None:
    assert set(WAYS) == {(a, b) for a, onwards in TRANSITIONS.items() for b in onwards}


def test_every_change_of_state_is_told_to_whom_it_concerns(city: City) -> None:
    heard, expected = {}, {}
    for way, (arrive, step, hearers, kinds) in WAYS.items():
        case = arrive(city)
        assert case.state == way[0]
        from_now_on(Subscription.objects.all())
        step(city, case)
        case.refresh_from_db()
        assert case.state == way[1]
        heard[way] = city.told()
        told = [(kind, _data(case, kind)) for kind in sorted(kinds)]
        expected[way] = dict.fromkeys(hearers, told)
        _free(city, case)
    assert heard == expected


def _data(case: AccessRequest, kind: str) -> dict[str, str]:
    """All that a message says beside its place in the feed: no name, no word, no state."""
    name, operation = {"access_request": "AccessRequest", "decision": "Decision"}, kind.split(".")
    number = Decision.objects.filter(request=case).values_list("pk", flat=True).last()
    key = case.public_id if operation[0] == "access_request" else number
    return {
        "type": name[operation[0]],
        "id": to_global_id(name[operation[0]], key),
        "operation": operation[1].upper(),
    }


def _free(city: City, case: AccessRequest) -> None:
    """Give back what the case holds: the next one asks for the same."""
    onwards = TRANSITIONS[RequestState(case.state)]
    if RequestState.WITHDRAWN in onwards:
        withdraw(city, case)
    elif RequestState.ENDED in onwards:
        end(city, case)


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
    regulator_notice.tell(request=case, told_on=day, reference="BK11-1", by=city.desk)


def send_report_back(city: City, case: AccessRequest) -> None:
    as_built.send_back(request=case, reason="Länge fehlt", by=city.desk)


def give_part_back(city: City, case: AccessRequest) -> None:
    claim = holding.claim_of(case)
    assert claim is not None
    unit = claim.holder.units.all()[1]
    partial_return.give_back(request=case, units=[unit], by=city.scene.north)


def test_what_happens_beside_the_states_is_told_as_well(city: City) -> None:
    """More time, reports, returns and the regulator are parts of the case."""
    case = granted(city)
    from_now_on(Subscription.objects.all())
    steps = [
        ask_for_time,
        refuse_time,
        ask_for_time,
        give_time,
        tell_regulator,
        report,
        send_report_back,
        report,
        give_part_back,
    ]
    heard = []
    for step in steps:
        step(city, case)
        case.refresh_from_db()
        heard.append((step.__name__, city.told()))
    told = dict.fromkeys(BOTH, [(CHANGED, _data(case, CHANGED))])
    assert heard == [(step.__name__, told) for step in steps]


def test_a_consent_that_the_law_gives_is_told(city: City) -> None:
    case = cases.submitted(city.scene)
    from_now_on(Subscription.objects.all())
    let_time_pass(city, case)
    case.refresh_from_db()
    assert case.state == RequestState.GRANTED
    assert city.told() == dict.fromkeys(WITH_ROAD, [(CHANGED, _data(case, CHANGED))])
