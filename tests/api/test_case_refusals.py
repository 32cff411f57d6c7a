"""What is refused of requests: with a code, a field and a sentence; and nothing is changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from network.models import HeldUnit
from network.services.settle import settle
from registry_api.nodes import to_global_id
from reservations.access import holding
from reservations.models import Claim, Offer
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve
from tests.api.case_examples import NEW
from tests.api.door import Door
from tests.api.examples import Plant, document
from tests.api.snapshot import snapshot
from tests.builders import make_user
from tests.reservations.conftest import next_year

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def plant(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plant]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Plant()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def no_rate(settings) -> None:
    settings.GRAPHQL_POINTS_PER_MINUTE = 10**9


class Desk:
    """Sends mutations of requests; `refused` looks that nothing was changed."""

    def __init__(self, plant: Plant) -> None:
        self.plant = plant
        people = ("north", "south", "planner", "access_officer")
        self.doors = {who: Door(plant.user(who)) for who in people}

    def __call__(self, who: str, name: str, case: str | None = None, /, **facts: Any) -> list[Any]:
        given = facts if case is None else {"id": str(self.plant.cases[case]), **facts}
        answer = self.doors[who](document(name), input=given)
        assert "errors" not in answer, answer
        return answer["data"][name]["errors"]

    def refused(
        self, who: str, name: str, case: str | None = None, /, **facts: Any
    ) -> tuple[str, str | None]:
        before = snapshot()
        (error,) = self(who, name, case, **facts)
        assert snapshot() == before
        assert error["message"]
        return error["code"], error["field"]


@pytest.fixture
def send(plant) -> Desk:
    return Desk(plant)


def in_days(days: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("who", "name", "case", "facts"),
    [
        ("access_officer", "makeOffer", "waiting", {"validUntil": "2999-01-01"}),
        ("access_officer", "reviewRequest", "in_review", {}),
        ("access_officer", "askBack", "in_review", {"missing": "x"}),
        ("access_officer", "withdrawOffer", "in_review", {}),
        ("access_officer", "decideRequest", "waiting", {"outcome": "GRANTED"}),
        ("access_officer", "endRequest", "offered", {}),
        ("north", "acceptOffer", "in_review", {"name": "Ada"}),
        ("north", "completeRequest", "waiting", {}),
        ("north", "changeAccessRequest", "waiting", {"subject": "x"}),
        ("north", "submitAccessRequest", "waiting", {}),
    ],
)
def test_a_step_that_does_not_lead_on(send, who, name, case, facts) -> None:
    code, _field = send.refused(who, name, case, **facts)
    assert code == "WRONG_STATE"


def test_ducts_for_a_kind_that_holds_nothing(send) -> None:
    given = {"elements": [{"duct": "EV"}]}
    refused = send.refused("access_officer", "nameDucts", "waiting", **given)
    assert refused == ("NOTHING_ASKED", "elements")


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"contactEmail": "nobody"}, ("INVALID_VALUE", "contactEmail")),
        ({"subject": ""}, ("REQUIRED", "subject")),
        ({"period": {"from": "2031-02-01", "until": "2031-01-01"}}, ("INVALID_PERIOD", "period")),
        ({"period": {"from": "2001-02-01", "until": "2001-03-01"}}, ("INVALID_PERIOD", "period")),
        ({"kind": "DUCT_ACCESS"}, ("NOTHING_ASKED", "routeToken")),
        ({"routeToken": "x"}, ("INVALID_ROUTE_TOKEN", "routeToken")),
        ({"elements": [{"duct": "C3"}]}, ("NOT_FOUND", "elements")),
        ({"elements": []}, ("BAD_INPUT", "elements")),
        ({"elements": [{}]}, ("BAD_INPUT", "elements.0")),
        ({"subject": "a\0b"}, ("INVALID_VALUE", "subject")),
    ],
)
def test_what_a_new_request_must_say(send, changes, wanted) -> None:
    """A carrier names no ducts: those that it may not see do not exist for it."""
    assert send.refused("north", "submitAccessRequest", **{**NEW, **changes}) == wanted


def test_a_new_request_for_ducts_is_held_at_once(send, plant) -> None:
    facts = {**NEW, "kind": "DUCT_ACCESS", "elements": [{"duct": "EU"}, {"duct": "EV"}]}
    assert send("access_officer", "submitAccessRequest", **facts) == []
    claim = Claim.objects.filter(request__isnull=False).latest("pk")
    assert (claim.state, claim.holder.units.count()) == ("held", 2)


def test_elements_on_sites_the_duct_does_not_touch(send) -> None:
    asked = [{"duct": "EU", "fromSite": "U", "toSite": "W"}]
    facts = {**NEW, "kind": "DUCT_ACCESS", "elements": asked}
    code, _field = send.refused("access_officer", "submitAccessRequest", **facts)
    assert code not in {"INTERNAL"}


def test_another_organisation_learns_nothing(send, plant) -> None:
    for name, case, facts in (
        ("withdrawRequest", "waiting", {}),
        ("acceptOffer", "offered", {"name": "Sven Süd"}),
        ("completeRequest", "incomplete", {}),
        ("endRequest", "granted", {}),
    ):
        assert send.refused("south", name, case, **facts) == ("NOT_FOUND", "id"), name
    identifier = to_global_id("AccessRequest", plant.cases["waiting"].public_id)
    query = "query($id: ID!) { node(id: $id) { __typename } }"
    assert send.doors["south"](query, id=identifier)["data"] == {"node": None}


def test_an_offer_that_has_run_out(send, plant, monkeypatch) -> None:
    offer = Offer.objects.get(request=plant.cases["offered"])
    later = timezone.now() + dt.timedelta(days=31)
    assert timezone.localdate(later) > offer.valid_until
    door = send.doors["north"]
    before = snapshot()
    with monkeypatch.context() as clock:
        clock.setattr("reservations.services.offer.timezone.now", lambda: later)
        given = {"id": str(plant.cases["offered"]), "name": "Ada"}
        answer = door(document("acceptOffer"), input=given)
    assert [one["code"] for one in answer["data"]["acceptOffer"]["errors"]] == ["OFFER_EXPIRED"]
    assert snapshot() == before


def test_an_offer_on_capacity_that_was_lost_meanwhile(send, plant) -> None:
    """The hold of a request lapsed and somebody else came first."""
    case = plant.cases["in_review"]
    holding.give_up(holding.claim_of(case))
    claim = Claim.objects.filter(request=case).latest("pk")
    Claim.objects.filter(pk=claim.pk).update(state="requested")
    unit = HeldUnit.objects.get(holder=claim.holder)
    reserve(
        units=[Stretch(unit.duct_id, unit.from_site_id, unit.to_site_id)],
        period=next_year(),
        idempotency_key="faster",
        by=make_user("planner"),
    )
    settle()
    code, _field = send.refused("access_officer", "makeOffer", "in_review", validUntil=in_days(20))
    assert code == "CONFLICT"


def test_out_of_turn_without_a_reason(send, plant) -> None:
    """A later request of the queue, while an earlier one waits."""
    facts = {**NEW, "kind": "DUCT_ACCESS", "elements": [{"duct": "EU"}]}
    assert send("planner", "submitAccessRequest", **facts) == []
    later = f"A-{Claim.objects.latest('pk').request_id}"
    assert send("access_officer", "reviewRequest", id=later) == []
    given = {"id": later, "outcome": "REFUSED", "reasons": "Nein"}
    given["grounds"] = [{"ground": "voll", "evidence": "belegt"}]
    wanted = ("OUT_OF_TURN", "outOfTurnReason")
    assert send.refused("access_officer", "decideRequest", **given) == wanted
    assert send("access_officer", "decideRequest", **given, outOfTurnReason="Rettungsdienst") == []


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({"outcome": "REFUSED"}, ("GROUND_NEEDED", "grounds")),
        ({"outcome": "GRANTED"}, ("OFFER_NEEDED", None)),
        (
            {"outcome": "REFUSED", "grounds": [{"ground": "voll", "evidence": ""}]},
            ("EVIDENCE_NEEDED", "grounds"),
        ),
        (
            {"outcome": "REFUSED", "grounds": [{"ground": "nix", "evidence": "x"}]},
            ("NOT_FOUND", "grounds.0.ground"),
        ),
        ({"outcome": "REFUSED", "refusedUnits": ["1"]}, ("NOT_FOUND", "refusedUnits")),
        ({"outcome": "REFUSED", "refusedUnits": ["x'"]}, ("NOT_FOUND", "refusedUnits")),
    ],
)
def test_decisions_that_cannot_stand(send, facts, wanted) -> None:
    assert send.refused("access_officer", "decideRequest", "in_review", **facts) == wanted


def test_two_officers_decide_what_both_have_read(send, plant) -> None:
    """The one who comes later is told that the request has moved on."""
    version = plant.cases["in_review"].version
    answer = {"outcome": "REFUSED", "grounds": [{"ground": "voll", "evidence": "belegt"}]}
    assert send("access_officer", "decideRequest", "in_review", version=version, **answer) == []
    refused = send.refused(
        "access_officer", "decideRequest", "in_review", version=version, **answer
    )
    assert refused == ("STALE_VERSION", "version")
    assert (
        send.refused("access_officer", "decideRequest", "in_review", **answer)[0] == "WRONG_STATE"
    )


def test_refusals_come_in_the_language_of_the_reader(plant) -> None:
    from django.test import Client

    client = Client(headers={"Accept-Language": "de"})
    client.force_login(plant.north)
    given = {"query": document("withdrawRequest"), "variables": {"input": {"id": "A-999999999"}}}
    answer = client.post("/graphql/", given, content_type="application/json").json()
    (error,) = answer["data"]["withdrawRequest"]["errors"]
    assert error["message"] == "Dieses Objekt gibt es nicht."
