"""Webhooks in the administration: for those who manage the client, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.builders import make_organisation, make_user
from tests.webhooks.conftest import Ground
from webhooks.models import Message, MessageState, Subscription
from webhooks.services import outbox

pytestmark = pytest.mark.usefixtures("front_end_unbuilt")

MESSAGES = "/admin/webhooks/message/"
WEBHOOKS = "/admin/webhooks/subscription/"


def browser(user: User) -> Client:
    User.objects.filter(pk=user.pk).update(is_staff=True)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(User.objects.get(pk=user.pk))
    return client


@pytest.fixture
def delivered(ground: Ground) -> Message:
    """A message to the carrier North that has arrived."""
    made = ground.subscribe(ground.carrier, by=ground.carriers_administrator)
    message = outbox.put(made, "ping", {})
    Message.objects.update(state=MessageState.DELIVERED, tries=1)
    return message


def _rows() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Message, Subscription)]


def _try_everything(client: Client, message: Message) -> list[int]:
    """Every action on the message and its webhook, and their pages."""
    statuses = []
    for page, chosen, actions in (
        (MESSAGES, message.pk, ["replay", "delete_selected"]),
        (WEBHOOKS, message.subscription_id, ["ping", "pause", "go_on", "delete_selected"]),
    ):
        for action in actions:
            form = {"_selected_action": chosen, "action": action}
            statuses.append(client.post(page, form).status_code)
        for under in ("change", "delete", "history"):
            statuses.append(client.post(f"{page}{chosen}/{under}/").status_code)
    return statuses


def test_who_manages_the_client_sends_a_message_again(ground, delivered) -> None:
    client = browser(ground.carriers_administrator)
    assert client.get(MESSAGES).context["cl"].result_count == 1
    form = {"_selected_action": delivered.pk, "action": "replay"}
    assert client.post(MESSAGES, form).status_code == 302
    again = Message.objects.get()
    assert (again.state, again.tries, again.key) == (MessageState.DUE, 0, delivered.key)


def test_who_manages_another_organisations_clients_neither_sees_nor_replays(
    ground, delivered
) -> None:
    stranger = make_user("partner_administrator", make_organisation("west", "carrier"))
    client = browser(stranger)
    before = _rows()
    for page in (MESSAGES, WEBHOOKS):
        assert client.get(page).context["cl"].result_count == 0
    assert client.get(f"{MESSAGES}{delivered.pk}/change/").status_code == 302, "as if not there"
    _try_everything(client, delivered)
    assert _rows() == before


@pytest.mark.parametrize("role", ["partner", "viewer", "editor", "planner", "access_officer"])
def test_other_roles_have_no_page_of_webhooks(ground, delivered, role) -> None:
    organisation = make_organisation("nord") if role == "partner" else None
    client = browser(make_user(role, organisation))
    before = _rows()
    assert {client.get(page).status_code for page in (MESSAGES, WEBHOOKS)} == {403}
    assert set(_try_everything(client, delivered)) <= {302, 403, 405}
    assert _rows() == before
