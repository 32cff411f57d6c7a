"""Personal tokens: made, shown once, used and ended by the person they belong to."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import ApiToken, User
from accounts.services import bearer, personal_token
from gis.refusals import Refusal
from tests.builders import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("front_end_unbuilt")]

PAGE = "/accounts/tokens/"


def browser(user: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def made(client: Client, **facts: Any) -> Any:
    return client.post(PAGE, {"name": "export", "days": 30, "scopes": ["read"], **facts})


def text_in(answer: Any) -> str:
    found = re.search(r"tb_[A-Za-z0-9_-]{43}", answer.content.decode())
    assert found is not None, answer.content.decode()
    return found[0]


def test_a_token_is_shown_once_and_acts_as_the_person() -> None:
    editor = make_user("editor")
    client = browser(editor)
    assert "You have no tokens yet" in client.get(PAGE).content.decode()
    answer = made(client, scopes=["read", "edit"])
    assert "no-store" in answer["Cache-Control"]
    text = text_in(answer)
    page = client.get(PAGE).content.decode()
    assert "export" in page and text not in page
    user = bearer.authenticate(text)
    assert user == editor
    assert user.scopes == {"read", "edit"}
    token = ApiToken.objects.get()
    assert timedelta(days=29) < token.expires_at - timezone.now() < timedelta(days=30)


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        ("viewer", {"read"}),
        ("editor", {"read", "edit", "telemetry"}),
        ("planner", {"read", "edit", "reserve", "telemetry"}),
        ("access_officer", {"read", "reserve", "confirm"}),
        ("contractor_editor", {"read", "edit"}),
        ("auditor", {"read"}),
        ("administrator", {"read", "edit", "telemetry"}),
    ],
)
def test_nobody_gives_more_than_the_own_role(role, offered) -> None:
    client = browser(make_user(role))
    page = client.get(PAGE).content.decode()
    assert set(re.findall(r'name="scopes" value="(\w+)"', page)) == offered
    for scope in ("read", "edit", "reserve", "confirm", "telemetry", "rule"):
        answer = made(client, name=scope, scopes=[scope])
        assert ApiToken.objects.filter(name=scope).exists() is (scope in offered)
        assert answer.status_code == 200


@pytest.mark.parametrize(
    "facts",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "x" * 101},
        {"name": "x\0"},
        {"days": 0},
        {"days": -1},
        {"days": 181},
        {"days": "soon"},
        {"scopes": []},
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(facts) -> None:
    answer = made(browser(make_user("editor")), **facts)
    field = next(iter(facts))
    assert field in answer.context["form"].errors
    assert not ApiToken.objects.exists()


def test_a_name_is_used_once_so_that_sending_twice_makes_one_token() -> None:
    client = browser(make_user("editor"))
    made(client)
    again = made(client)
    assert "name" in again.context["form"].errors
    made(browser(make_user("editor")))
    assert ApiToken.objects.count() == 2
    client.post(f"{PAGE}{ApiToken.objects.earliest('pk').pk}/revoke/")
    text_in(made(client))


def test_partners_have_no_personal_tokens() -> None:
    for role in ("partner", "partner_administrator"):
        user = make_user(role)
        client = browser(user)
        assert client.get(PAGE).status_code == 403
        made(client)
        with pytest.raises(Refusal):
            personal_token.create(by=user, name="x", scopes=["read"], days=1)
    assert not ApiToken.objects.exists()


def test_a_token_makes_no_tokens() -> None:
    issued = personal_token.create(by=make_user("editor"), name="x", scopes=["read"], days=1)
    machine = bearer.authenticate(issued.text)
    with pytest.raises(Refusal):
        personal_token.create(by=machine, name="y", scopes=["read"], days=1)


def test_revoking_asks_first_and_works_at_once() -> None:
    client = browser(make_user("editor"))
    text = text_in(made(client))
    page = f"{PAGE}{ApiToken.objects.get().pk}/revoke/"
    assert "stops working at once" in client.get(page).content.decode()
    bearer.authenticate(text)
    answer = client.post(page, follow=True)
    assert "is revoked" in answer.content.decode()
    with pytest.raises(bearer.TokenRefused):
        bearer.authenticate(text)
    assert client.post(page).status_code == 404


def test_tokens_of_others_do_not_exist() -> None:
    mine = text_in(made(browser(make_user("editor"))))
    stranger = browser(make_user("administrator"))
    page = f"{PAGE}{ApiToken.objects.get().pk}/revoke/"
    assert ApiToken.objects.get().hint not in stranger.get(PAGE).content.decode()
    assert stranger.get(page).status_code == stranger.post(page).status_code == 404
    bearer.authenticate(mine)


def test_the_pages_are_for_people_who_are_logged_in() -> None:
    for page in ("/accounts/", PAGE, f"{PAGE}1/revoke/"):
        assert Client().get(page).status_code == Client().post(page).status_code == 302
    token = personal_token.create(by=make_user("editor"), name="x", scopes=["read"], days=1)
    client = Client(headers={"Authorization": f"Bearer {token.text}"})
    assert client.get(PAGE).status_code == made(client).status_code == 403


def test_the_role_bounds_the_token_whatever_was_given() -> None:
    editor = make_user("editor")
    issued = personal_token.create(by=editor, name="x", scopes=["read", "edit"], days=1)
    editor.memberships.update(role="viewer")
    user = bearer.authenticate(issued.text)
    assert {capability.name for capability in user.capabilities} == {
        "SEE_EXACT_PLANT",
        "SEARCH_ROUTES",
    }
    User.objects.update(is_active=False)
    with pytest.raises(bearer.TokenRefused):
        bearer.authenticate(issued.text)


def test_the_account_page_leads_to_what_one_may_do() -> None:
    page = browser(make_user("editor")).get("/accounts/").content.decode()
    assert PAGE in page and "/accounts/password/" in page and "editor" in page
    assert PAGE not in browser(make_user("partner")).get("/accounts/").content.decode()
