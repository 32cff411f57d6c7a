"""Webhooks at the GraphQL door: who may manage which, what is shown once, what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import ApiClient, User
from accounts.services import client as clients
from gis import cursors
from history import feed
from registry_api.nodes import to_global_id
from tests.api.operations import operation
from tests.builders import make_organisation, make_user
from webhooks.models import Message, Subscription
from webhooks.sight import account_of

pytestmark = pytest.mark.django_db

URL = "https://93.184.215.14/hook"


@pytest.fixture
def manager() -> User:
    return make_user("partner_administrator", make_organisation("nord", "carrier"))


@pytest.fixture
def client(manager: User) -> ApiClient:
    organisation = manager.memberships.get().organisation
    return clients.make(code="oss", organisation=organisation, role="partner", name="OSS")


def _create(ask, user: Any, **facts: Any) -> dict[str, Any]:
    answer = ask(
        user, operation("CreateWebhook").text, input={"client": "oss", "url": URL, **facts}
    )
    assert "errors" not in answer, answer
    return answer["data"]["createWebhook"]


def _do(ask, user: Any, name: str, answer: str, **facts: Any) -> dict[str, Any]:
    kind = name[0].upper() + name[1:]
    text = f"""mutation($input: {kind}Input!) {{ {name}(input: $input) {{
        {answer} errors {{ code field }} }} }}"""
    found = ask(user, text, input=facts)
    assert "errors" not in found, found
    return found["data"][name]


def test_made_shown_once_and_listed(ask, manager, client) -> None:
    made = _create(ask, manager, types=["Duct"])
    assert made["errors"] == []
    assert made["secret"].startswith("whsec_")
    assert made["webhook"]["types"] == ["Duct"]
    answer = ask(manager, operation("Webhooks").text, first=10)
    assert made["secret"] not in str(answer)
    assert [one["url"] for one in answer["data"]["webhooks"]["nodes"]] == [URL]


def test_it_begins_with_now(ask, manager, client) -> None:
    _create(ask, manager)
    assert Subscription.objects.get().position_transaction == feed.head().transaction


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({"url": "http://example.com"}, ("INVALID_VALUE", "url")),
        ({"url": "https://127.0.0.1/"}, ("INVALID_VALUE", "url")),
        ({"types": ["Nothing"]}, ("INVALID_VALUE", "types")),
        ({"client": "none"}, ("NOT_FOUND", "client")),
    ],
)
def test_bad_input_makes_nothing(ask, manager, client, facts, problem) -> None:
    (error,) = _create(ask, manager, **facts)["errors"]
    assert (error["code"], error["field"]) == problem
    assert not Subscription.objects.exists()


def test_at_most_ten(ask, manager, client) -> None:
    codes = [[one["code"] for one in _create(ask, manager)["errors"]] for _ in range(11)]
    assert codes == [[]] * 10 + [["TOO_MANY"]]


def test_a_revoked_client_gets_none(ask, manager, client) -> None:
    clients.revoke(client=client, by=manager)
    (error,) = _create(ask, manager)["errors"]
    assert error["code"] == "CLIENT_REVOKED"


def _strangers(manager: User) -> list[User]:
    own, other = manager.memberships.get().organisation, make_organisation("süd", "carrier")
    same = [make_user(role, own) for role in ("partner", "viewer")]
    return [
        *same,
        make_user("partner_administrator", other),
        *(make_user(role) for role in ("viewer", "editor", "planner", "access_officer", "auditor")),
    ]


def test_only_those_who_manage_the_client(ask, manager, client) -> None:
    """Reads and every mutation, by everybody else: nothing seen, nothing changed."""
    webhook = _create(ask, manager)["webhook"]["id"]
    delivery = _do(ask, manager, "pingWebhook", "delivery { id }", id=webhook)["delivery"]["id"]
    before = (list(Subscription.objects.values()), list(Message.objects.values()))
    for stranger in _strangers(manager):
        assert (
            ask(stranger, operation("Webhooks").text, first=10)["data"]["webhooks"]["nodes"] == []
        )
        nodes = ask(stranger, "query($i: [ID!]!) { nodes(ids: $i) { id } }", i=[webhook, delivery])
        assert nodes["data"]["nodes"] == [None, None]
        problems = [
            *_create(ask, stranger)["errors"],
            *_do(ask, stranger, "changeWebhook", "", id=webhook, active=False)["errors"],
            *_do(ask, stranger, "rotateWebhookSecret", "secret", id=webhook)["errors"],
            *_do(ask, stranger, "pingWebhook", "", id=webhook)["errors"],
            *_do(ask, stranger, "replayWebhook", "", id=webhook, after="x")["errors"],
            *_do(ask, stranger, "replayWebhookDelivery", "", id=delivery)["errors"],
            *_do(ask, stranger, "deleteWebhook", "deletedId", id=webhook)["errors"],
        ]
        assert {one["code"] for one in problems} <= {"NOT_FOUND", "NOT_PERMITTED"}
        assert len(problems) == 7
    assert (list(Subscription.objects.values()), list(Message.objects.values())) == before
    administrator = make_user("administrator")
    listed = ask(administrator, operation("Webhooks").text, first=10)["data"]["webhooks"]
    assert [one["id"] for one in listed["nodes"]] == [webhook]


def test_change_rotate_and_delete(ask, manager, client) -> None:
    made = _create(ask, manager)
    webhook = made["webhook"]["id"]
    answer = "webhook { active pausedBecause types version }"
    changed = _do(ask, manager, "changeWebhook", answer, id=webhook, active=False, types=["Site"])
    assert changed["webhook"]["types"] == ["Site"] and changed["webhook"]["pausedBecause"]
    stale = _do(ask, manager, "changeWebhook", answer, id=webhook, active=True, version=1)
    assert [one["code"] for one in stale["errors"]] == ["STALE_VERSION"]
    refused = _do(ask, manager, "pingWebhook", "", id=webhook)
    assert [one["code"] for one in refused["errors"]] == ["PAUSED"]
    rotated = _do(ask, manager, "rotateWebhookSecret", "secret webhook { formerUntil }", id=webhook)
    assert rotated["secret"] != made["secret"] and rotated["webhook"]["formerUntil"]
    gone = _do(ask, manager, "deleteWebhook", "deletedId", id=webhook)
    assert gone["deletedId"] == webhook
    assert not Subscription.objects.exists()


def test_replay_needs_a_cursor_of_the_clients_own_feed(ask, manager, client) -> None:
    webhook = _create(ask, manager)["webhook"]["id"]
    head = "{ changes(first: 1) { head } }"
    foreign = ask(make_user("editor"), head)["data"]["changes"]["head"]
    own = cursors.encode(feed.listing(account_of(client)), (0, 0))
    for cursor, codes in ((foreign, ["BAD_CURSOR"]), ("x", ["BAD_CURSOR"]), (own, [])):
        answer = _do(ask, manager, "replayWebhook", "", id=webhook, after=cursor)
        assert [one["code"] for one in answer["errors"]] == codes


def test_the_log_of_a_delivery(ask, manager, client, settings, monkeypatch) -> None:
    webhook = _create(ask, manager)["webhook"]["id"]
    delivery = _do(ask, manager, "pingWebhook", "delivery { id type state }", id=webhook)[
        "delivery"
    ]
    assert (delivery["type"], delivery["state"]) == ("ping", "DUE")

    def refuse(*_arguments: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("webhooks.sending.socket.create_connection", refuse)
    call_command("deliver_webhooks", "--once")
    (listed,) = ask(manager, operation("Webhooks").text, first=10)["data"]["webhooks"]["nodes"]
    (told,) = listed["deliveries"]
    assert (told["state"], told["tries"]) == ("DUE", 1)
    assert "ConnectionRefusedError" in told["attempts"][0]["error"]
    again = _do(ask, manager, "replayWebhookDelivery", "delivery { tries }", id=delivery["id"])
    assert again["delivery"]["tries"] == 0


def test_ids_of_other_types_are_refused(ask, manager, client) -> None:
    wrong = to_global_id("Organisation", 1)
    answer = _do(ask, manager, "pingWebhook", "", id=wrong)
    assert [one["code"] for one in answer["errors"]] == ["WRONG_TYPE"]
