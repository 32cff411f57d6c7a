"""Logging in by e-mail, out, and changing the password."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from accounts.services import client as clients
from tests.builders import PASSWORD, make_organisation, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("front_end_unbuilt")]


def _log_in(email: str, password: str = PASSWORD, **fields: str):
    client = Client()
    return client.post("/accounts/login/", {"username": email, "password": password, **fields})


def test_log_in_by_email_whatever_its_case() -> None:
    user = make_user("viewer")
    response = _log_in(user.email.upper())
    assert (response.status_code, response["Location"]) == (302, "/")


@pytest.mark.parametrize(
    ("target", "goes_to"), [("/graphql/", "/graphql/"), ("https://evil.example/", "/")]
)
def test_one_comes_back_to_where_one_was_but_never_elsewhere(target, goes_to) -> None:
    assert _log_in(make_user("viewer").email, next=target)["Location"] == goes_to


def test_a_wrong_password_and_an_unknown_address_sound_the_same() -> None:
    wrong = _log_in(make_user("viewer").email, "wrong").content.decode()
    unknown = _log_in("nobody@example.org", "wrong").content.decode()
    sentence = "E-Mail und Passwort passen nicht zusammen"
    assert sentence in wrong and sentence in unknown


def test_closed_accounts_and_service_accounts_stay_outside() -> None:
    closed = make_user("viewer", is_active=False)
    client = clients.ensure(code="oss", organisation=make_organisation(), role="viewer")
    client.user.set_password(PASSWORD)
    client.user.save()
    for user in (closed, client.user):
        assert _log_in(user.email).status_code == 200


@pytest.mark.parametrize(("language", "word"), [("de", "Anmelden"), ("en", "Log in")])
def test_the_page_speaks_both_languages(language, word) -> None:
    html = Client().get(f"/accounts/login/?lang={language}").content.decode()
    assert f'<html lang="{language}">' in html
    assert f'<h1 class="kern-heading-medium">{word}</h1>' in html
    assert '<label class="kern-label" for="id_username">' in html


def test_logging_out_needs_a_post() -> None:
    client = Client()
    client.force_login(make_user("viewer"))
    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_account_leads_out() -> None:
    client = Client()
    client.force_login(make_user("viewer"))

    page = client.get("/accounts/?lang=de").content.decode()

    assert 'action="/accounts/logout/"' in page and "Abmelden" in page


def test_changing_the_password() -> None:
    user, client = make_user("viewer"), Client()
    assert client.get("/accounts/password/").status_code == 302
    client.force_login(user)
    new = "Ganz-Neues-Wort-42"
    typed = {"old_password": PASSWORD, "new_password1": new, "new_password2": "other"}
    assert client.post("/accounts/password/", typed).status_code == 200
    typed["new_password2"] = new
    assert client.post("/accounts/password/", typed, follow=True).status_code == 200
    assert _log_in(user.email, new).status_code == 302
    assert _log_in(user.email).status_code == 200


def test_a_page_of_somebody_logged_in_hears_when_that_is_over() -> None:
    client = Client(headers={"X-Signed-In": "1"})
    client.force_login(make_user("viewer"))
    assert client.get("/search/?q=A").status_code == 200
    client.logout()
    answer = client.get("/search/?q=A&lang=de")
    assert answer.status_code == 401
    assert "nicht mehr angemeldet" in answer.json()["message"]
    assert Client().get("/search/?q=A").status_code == 200


def test_the_login_leads_back_to_the_page_of_the_form_and_nowhere_else() -> None:
    sent = "/portal/team/7/invitation/"
    for referer, back in (
        ("http://testserver/portal/team/?page=2", "/portal/team/?page=2"),
        ("https://evil.example/portal/team/", sent),
        ("", sent),
    ):
        answer = Client(headers={"Referer": referer} if referer else {}).post(sent)
        assert parse_qs(urlsplit(answer["Location"]).query)["next"] == [back]
