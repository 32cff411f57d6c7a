"""Every change of a case's state is told by webhook: to whom it concerns, and nobody is named.

One table for the ways between the states (`reservations.access.states`) and one for what happens
beside them. The desk reads a draft no more than a rival does, so it hears of none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.roles import Role
from accounts.services import client as clients
from network.catalogues.files import read
from network.catalogues.load import load
from registry_api.nodes import to_global_id
from reservations.access.states import TRANSITIONS, RequestState
from reservations.models import AccessRequest, Decision
from tests.builders import make_organisation, make_user
from tests.reservations.access import cases
from tests.reservations.access.conftest import _REFERENCE, only_law
from tests.reservations.conftest import make_scene
from tests.webhooks import case_ways as ways
from tests.webhooks.case_ways import City
from tests.webhooks.dispatched import from_now_on
from webhooks.models import Subscription

S = RequestState
APPLICANT = {"north"}
BOTH = {"north", "desk"}
WITH_ROAD = {"north", "desk", "road"}
CHANGED = "access_request.changed"
SIGNED = {CHANGED, "decision.created"}
Turn = Callable[["City"], AccessRequest]


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
        cases.ground(code="weg", signed_by=Role.ROAD_OFFICER)
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


Step = Callable[[City, AccessRequest], AccessRequest]
WAYS: dict[tuple[str, str], tuple[Turn, Step, set[str], set[str]]] = {
    (S.DRAFT, S.SUBMITTED): (ways.drafted, ways.submit, BOTH, {CHANGED}),
    (S.DRAFT, S.WITHDRAWN): (ways.drafted, ways.withdraw, APPLICANT, {CHANGED}),
    (S.SUBMITTED, S.INCOMPLETE): (ways.submitted, ways.ask_back, BOTH, {CHANGED}),
    (S.SUBMITTED, S.IN_REVIEW): (ways.submitted, ways.review, BOTH, {CHANGED}),
    (S.SUBMITTED, S.WITHDRAWN): (ways.submitted, ways.withdraw, BOTH, {CHANGED}),
    (S.INCOMPLETE, S.COMPLETED): (ways.incomplete, ways.complete, BOTH, {CHANGED}),
    (S.INCOMPLETE, S.WITHDRAWN): (ways.incomplete, ways.withdraw, BOTH, {CHANGED}),
    (S.INCOMPLETE, S.EXPIRED): (ways.incomplete, ways.let_time_pass, BOTH, {CHANGED}),
    (S.COMPLETED, S.INCOMPLETE): (ways.completed, ways.ask_back, BOTH, {CHANGED}),
    (S.COMPLETED, S.IN_REVIEW): (ways.completed, ways.review, BOTH, {CHANGED}),
    (S.COMPLETED, S.WITHDRAWN): (ways.completed, ways.withdraw, BOTH, {CHANGED}),
    (S.IN_REVIEW, S.OFFERED): (ways.reviewed, ways.make_offer, BOTH, {CHANGED}),
    (S.IN_REVIEW, S.GRANTED): (ways.consent, ways.grant, WITH_ROAD, SIGNED),
    (S.IN_REVIEW, S.PARTLY_GRANTED): (ways.consent, ways.grant_partly, WITH_ROAD, SIGNED),
    (S.IN_REVIEW, S.REFUSED): (ways.reviewed, ways.refuse, BOTH, SIGNED),
    (S.IN_REVIEW, S.WITHDRAWN): (ways.reviewed, ways.withdraw, BOTH, {CHANGED}),
    (S.OFFERED, S.IN_REVIEW): (ways.offered, ways.take_back, BOTH, {CHANGED}),
    (S.OFFERED, S.ACCEPTED): (ways.offered, ways.accept, BOTH, {CHANGED}),
    (S.OFFERED, S.WITHDRAWN): (ways.offered, ways.withdraw, BOTH, {CHANGED}),
    (S.OFFERED, S.EXPIRED): (ways.offered, ways.let_time_pass, BOTH, {CHANGED}),
    (S.ACCEPTED, S.GRANTED): (ways.accepted, ways.grant, BOTH, SIGNED),
    (S.ACCEPTED, S.PARTLY_GRANTED): (ways.accepted, ways.grant_partly, BOTH, SIGNED),
    (S.ACCEPTED, S.REFUSED): (ways.accepted, ways.refuse, BOTH, SIGNED),
    (S.ACCEPTED, S.WITHDRAWN): (ways.accepted, ways.withdraw, BOTH, {CHANGED}),
    (S.GRANTED, S.IN_USE): (ways.reported, ways.confirm, BOTH, {CHANGED}),
    (S.GRANTED, S.ENDED): (ways.granted, ways.end, BOTH, {CHANGED}),
    (S.PARTLY_GRANTED, S.IN_USE): (ways.partly_reported, ways.confirm, BOTH, {CHANGED}),
    (S.PARTLY_GRANTED, S.ENDED): (ways.partly_granted, ways.end, BOTH, {CHANGED}),
    (S.IN_USE, S.ENDED): (ways.in_use, ways.end, BOTH, {CHANGED}),
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
        ways.withdraw(city, case)
    elif RequestState.ENDED in onwards:
        ways.end(city, case)


def test_what_happens_beside_the_states_is_told_as_well(city: City) -> None:
    """More time, reports, returns and the regulator are parts of the case."""
    case = ways.granted(city)
    from_now_on(Subscription.objects.all())
    steps = [
        ways.ask_for_time,
        ways.refuse_time,
        ways.ask_for_time,
        ways.give_time,
        ways.tell_regulator,
        ways.report,
        ways.send_report_back,
        ways.report,
        ways.give_part_back,
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
    ways.let_time_pass(city, case)
    case.refresh_from_db()
    assert case.state == RequestState.GRANTED
    assert city.told() == dict.fromkeys(WITH_ROAD, [(CHANGED, _data(case, CHANGED))])
