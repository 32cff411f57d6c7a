"""Whoever sees a request hears of each of its steps, and nobody else; also by webhook."""

from __future__ import annotations

import pytest
from django.db import transaction

from accounts.services import client as clients
from gis.global_ids import to_global_id
from reservations.models import AccessRequest, DecisionOutcome
from reservations.services import access_request, decision, offer
from tests.builders import make_user
from tests.history.feed.following import Follower
from tests.reservations.access.cases import drafted, ground, offered, reviewed, submitted, tariff
from tests.reservations.conftest import Scene, make_scene
from tests.webhooks.dispatched import dispatched
from webhooks.models import Message, Subscription

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    with transaction.atomic():
        return make_scene()


def told(follower: Follower) -> list[tuple[str, str, str]]:
    """Of requests and decisions only."""
    return [one for one in follower.told() if one[0] in {"AccessRequest", "Decision"}]


def request_told(case: AccessRequest, operation: str) -> tuple[str, str, str]:
    return "AccessRequest", str(case), operation


def test_each_step_is_told_to_the_applicant_and_the_desk(scene: Scene) -> None:
    desk, planner, road = scene.officer, make_user("planner"), make_user("road_officer")
    tariff()
    north, south, officer, *others = map(Follower, (scene.north, scene.south, desk, planner, road))
    case = drafted(scene, 1)
    assert (told(north), told(officer)) == ([request_told(case, "CREATED")], [])
    steps = [
        lambda: access_request.submit(request=case, by=scene.north),
        lambda: access_request.ask_back(request=case, by=desk, missing="Lageplan"),
        lambda: access_request.complete(request=case, by=scene.north),
        lambda: access_request.review(request=case, by=desk),
        lambda: offer.make(request=case, by=desk, valid_until=scene.period.first),
        lambda: offer.accept(request=case, by=scene.north, name="Ada Nord"),
        lambda: access_request.withdraw(request=case, by=scene.north),
    ]
    for step in steps:
        step()
        assert told(north) == told(officer) == [request_told(case, "CHANGED")]
    assert [told(one) for one in (south, *others)] == [[], [], []]


def test_a_decision_is_told_to_the_applicant_once_it_is_signed(scene: Scene, settings) -> None:
    settings.TWO_PERSON_RULE = True
    case = reviewed(scene, 1)
    north, officer = Follower(scene.north), Follower(scene.officer)
    shown = [decision.Shown(ground(), "gequetscht")]
    refuse = {"request": case, "outcome": DecisionOutcome.REFUSED, "grounds": shown}
    decision.decide(**refuse, by=scene.officer)
    assert ("Decision", f"{case} · {DecisionOutcome.REFUSED.label}", "CREATED") in told(officer)
    assert "Decision" not in {kind for kind, _code, _operation in told(north)}
    decision.decide(**refuse, by=scene.officer)  # prepared anew: the former one is gone
    assert ("Decision", "gone", "DELETED") in told(officer)
    assert "Decision" not in {kind for kind, _code, _operation in told(north)}
    decision.sign(request=case, by=make_user("access_officer"))
    assert request_told(case, "CHANGED") in told(north)
    assert {kind for kind, _code, _operation in told(officer)} == {"AccessRequest", "Decision"}


def test_a_decision_that_is_signed_reaches_the_applicant(scene: Scene) -> None:
    case = reviewed(scene, 1)
    north, south = Follower(scene.north), Follower(scene.south)
    shown = [decision.Shown(ground(), "gequetscht")]
    decision.decide(request=case, outcome=DecisionOutcome.REFUSED, grounds=shown, by=scene.officer)
    assert {kind for kind, _code, _operation in told(north)} == {"AccessRequest", "Decision"}
    assert told(south) == []


def test_a_withdrawn_draft_never_reaches_the_desk(scene: Scene) -> None:
    case = drafted(scene, 1)
    north, officer = Follower(scene.north), Follower(scene.officer)
    access_request.withdraw(request=case, by=scene.north)
    assert (told(north), told(officer)) == ([request_told(case, "CHANGED")], [])
    assert not AccessRequest.objects.visible_to(scene.officer).exists()


def test_a_road_officer_hears_of_consents_only(scene: Scene) -> None:
    road = Follower(make_user("road_officer"))
    submitted(scene, 1)
    consent = submitted(scene)
    assert {code for _kind, code, _operation in told(road)} == {str(consent)}


def test_webhooks_tell_a_carrier_of_its_own_requests_only(scene: Scene) -> None:
    hooks = {}
    for person, code in ((scene.north, "north"), (scene.south, "south")):
        organisation = person.memberships.get().organisation
        client = clients.make(code=code, organisation=organisation, role="partner", name=code)
        hooks[code] = Subscription.objects.create(
            client=client,
            url="https://93.184.215.14/hook",
            secret="sealed",
            types=["AccessRequest", "Decision"],
        )
    dispatched()
    case = offered(scene, 1)
    dispatched()
    kinds = Message.objects.filter(subscription=hooks["north"]).values_list("kind", flat=True)
    assert set(kinds) == {"access_request.created", "access_request.changed"}
    assert len(kinds) == 4  # drafted, submitted, reviewed, offered
    bodies = Message.objects.values_list("body", flat=True)
    assert all(to_global_id("AccessRequest", case.public_id) in body for body in bodies)
    assert not Message.objects.filter(subscription=hooks["south"]).exists()
