"""Managing API clients: by whom, of which organisation, and in the administration."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import ApiClient, ApiSecret, ApiToken, User
from accounts.services import bearer
from accounts.services import client as clients
from accounts.services import secret as secrets
from accounts.services import token as tokens
from gis.refusals import Refusal
from history.models import Change
from tests.builders import make_organisation, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("front_end_unbuilt")]

LIST = "/admin/accounts/apiclient/"


def boss(organisation: str = "nord", **fields: Any) -> User:
    """A carrier's own administrator."""
    return make_user("partner_administrator", make_organisation(organisation, "carrier"), **fields)


def refusal_of(work: Any) -> str:
    before = list(ApiClient.objects.values()), list(ApiSecret.objects.values())
    with pytest.raises(Refusal) as refused:
        work()
    assert (list(ApiClient.objects.values()), list(ApiSecret.objects.values())) == before
    return refused.value.code


# --- the services
def test_a_carriers_administrator_makes_clients_of_the_own_organisation() -> None:
    by = boss()
    issued = clients.create(by=by, code="oss", scopes=["read"], reason="new OSS")
    client = issued.record.client
    assert (client.code, client.organisation.code, client.scopes) == ("nord-oss", "nord", ["read"])
    assert client.user.organisation_ids == by.organisation_ids
    assert not client.user.has_usable_password()
    assert secrets.authenticate(code="nord-oss", text=issued.text) == issued.record
    noted = Change.objects.filter(table_name="accounts_apiclient").get()
    assert (noted.actor_id, noted.reason) == (by.pk, "new OSS")


@pytest.mark.parametrize(
    ("role", "facts", "code"),
    [
        ("partner_administrator", {"role": "planner"}, "NOT_PERMITTED"),
        ("partner_administrator", {"role": "viewer"}, "NOT_PERMITTED"),
        ("partner_administrator", {"role": "king"}, "NOT_PERMITTED"),
        ("administrator", {"role": "contractor_editor"}, "INVALID_VALUE"),
        ("administrator", {"role": "partner_administrator"}, "INVALID_VALUE"),
        ("partner_administrator", {"scopes": ["read", "edit"]}, "INVALID_VALUE"),
        ("partner_administrator", {"scopes": []}, "INVALID_VALUE"),
        ("partner_administrator", {"scopes": ["rule"]}, "INVALID_VALUE"),
        ("partner_administrator", {"code": "no spaces"}, "INVALID_VALUE"),
        ("partner_administrator", {"code": "x" * 61}, "INVALID_VALUE"),
        ("partner_administrator", {"name": "x" * 201}, "INVALID_VALUE"),
        ("partner", {}, "NOT_PERMITTED"),
        ("planner", {}, "NOT_PERMITTED"),
    ],
)
def test_what_is_refused_changes_nothing(role, facts, code) -> None:
    users = User.objects.count() + 1
    by = make_user(role, make_organisation("nord", "carrier"))
    assert refusal_of(lambda: clients.create(by=by, **{"code": "oss", **facts})) == code
    assert User.objects.count() == users


def test_codes_clash_within_an_organisation_only() -> None:
    clients.create(by=boss("nord"), code="oss")
    clients.create(by=boss("sued"), code="oss")
    assert refusal_of(lambda: clients.create(by=boss("nord"), code="oss")) == "NOT_UNIQUE"


def test_clients_of_others_do_not_exist() -> None:
    client = clients.create(by=boss("nord"), code="oss").record.client
    stranger = boss("sued")
    nord = client.organisation
    attempts = (
        lambda: clients.create(by=stranger, code="x", organisation=nord),
        lambda: clients.rotate_secret(client=client, by=stranger),
        lambda: clients.change(client=client, by=stranger, name="x"),
        lambda: clients.revoke(client=client, by=stranger),
    )
    assert [refusal_of(attempt) for attempt in attempts] == ["NOT_FOUND"] * 4
    plain_partner = make_user("partner", nord)
    assert refusal_of(lambda: clients.revoke(client=client, by=plain_partner)) == "NOT_FOUND"
    assert clients.revoke(client=client, by=make_user("administrator")).revoked_at is not None


def test_a_token_manages_no_clients() -> None:
    """Not even that of a city administrator: no scope opens it."""
    person = make_user("administrator")
    issued = tokens.make(
        person=person, name="x", scopes=["read", "edit"], lifetime=timedelta(days=1)
    )
    machine = bearer.authenticate(issued.text)
    assert refusal_of(lambda: clients.create(by=machine, code="x")) == "NOT_PERMITTED"
    assert not ApiClient.objects.visible_to(machine).exists()


def test_a_revoked_client_stays_revoked() -> None:
    by = boss()
    client = clients.create(by=by, code="oss").record.client
    token = tokens.issue(client=client, days=1).text
    clients.revoke(client=client, by=by)
    with pytest.raises(bearer.TokenRefused):
        bearer.authenticate(token)
    assert refusal_of(lambda: clients.rotate_secret(client=client, by=by)) == "CLIENT_REVOKED"
    assert refusal_of(lambda: clients.change(client=client, by=by, name="x")) == "CLIENT_REVOKED"


def test_fewer_scopes_count_at_once() -> None:
    by = boss()
    client = clients.create(by=by, code="oss").record.client
    token = tokens.issue(client=client, days=1).text
    assert bearer.authenticate(token).scopes == {"read", "reserve"}
    clients.change(client=client, by=by, scopes=["read"])
    assert bearer.authenticate(token).scopes == {"read"}
    assert refusal_of(lambda: clients.change(client=client, by=by, scopes=["edit"]))


# --- the command
def test_the_command_makes_a_client_and_shows_its_secret(capsys) -> None:
    make_organisation("nord", "carrier")
    call_command("create_client", "nord-oss", organisation="nord", scopes=["read"])
    text = capsys.readouterr().out.strip()
    found = secrets.authenticate(code="nord-oss", text=text)
    assert found is not None and found.client.scopes == ["read"]
    for again in ({"organisation": "nord"}, {"organisation": "nobody"}):
        with pytest.raises(CommandError):
            call_command("create_client", "nord-oss", **again)
    assert ApiSecret.objects.count() == 1


# --- the administration
@pytest.fixture
def manager() -> Client:
    client = Client()
    client.force_login(boss("nord", is_staff=True))
    return client


def _new(**facts: Any) -> dict[str, Any]:
    nord = make_organisation("nord", "carrier")
    given = {"organisation": nord.pk, "code": "oss", "name": "OSS", "role": "partner"}
    return {**given, "scopes": ["read"], **facts}


def _secret_in(answer: Any) -> str:
    text = answer.content.decode().split('class="shown-once">')[1].split("<")[0]
    assert "no-store" in answer["Cache-Control"]
    return text


def test_the_administration_makes_a_client_and_shows_its_secret_once(manager) -> None:
    answer = manager.post(reverse("admin:accounts_apiclient_add"), _new())
    assert answer.status_code == 200
    text = _secret_in(answer)
    client = ApiClient.objects.get()
    assert secrets.authenticate(code=client.code, text=text) is not None
    page = reverse("admin:accounts_apiclient_change", args=[client.pk])
    for shown in (
        manager.get(page),
        manager.get(LIST),
        manager.get(page.replace("/change/", "/history/")),
    ):
        assert shown.status_code == 200
        assert text not in shown.content.decode()
        assert ApiSecret.objects.get().digest not in shown.content.decode()


def test_the_administration_shows_a_refusal_at_its_field(manager) -> None:
    answer = manager.post(reverse("admin:accounts_apiclient_add"), _new(scopes=["edit"]))
    assert answer.status_code == 200
    assert "scopes" in answer.context["adminform"].form.errors
    assert not ApiClient.objects.exists()


def test_the_administration_changes_replaces_and_revokes(manager) -> None:
    first = _secret_in(manager.post(reverse("admin:accounts_apiclient_add"), _new()))
    client = ApiClient.objects.get()
    page = reverse("admin:accounts_apiclient_change", args=[client.pk])
    inline = {"secrets-TOTAL_FORMS": 1, "secrets-INITIAL_FORMS": 1}
    manager.post(page, {"name": "Other", "scopes": ["read", "reserve"], **inline})
    client.refresh_from_db()
    assert (client.name, client.scopes) == ("Other", ["read", "reserve"])

    chosen = {"_selected_action": client.pk}
    second = _secret_in(manager.post(LIST, {**chosen, "action": "replace_secret_gently"}))
    assert secrets.authenticate(code=client.code, text=first) is not None
    third = _secret_in(manager.post(LIST, {**chosen, "action": "replace_secret"}))
    for text, works in ((first, False), (second, False), (third, True)):
        assert (secrets.authenticate(code=client.code, text=text) is not None) is works

    manager.post(LIST, {**chosen, "action": "revoke"})
    client.refresh_from_db()
    assert client.revoked_at is not None
    assert manager.post(page, {"name": "Again", "scopes": ["read"]}).status_code == 403
    assert manager.post(f"{page.removesuffix('change/')}delete/").status_code == 403


def test_the_administration_shows_only_the_own_organisations_clients_and_tokens(manager) -> None:
    other = clients.create(by=boss("sued"), code="oss").record.client
    tokens.issue(client=other, days=1)
    page = reverse("admin:accounts_apiclient_change", args=[other.pk])
    assert manager.get(page).status_code == 302, "as for one that does not exist"
    assert "sued-oss" not in manager.get(LIST).content.decode()
    chosen = {"_selected_action": other.pk, "action": "revoke"}
    manager.post(LIST, chosen)
    of_tokens = manager.get("/admin/accounts/apitoken/")
    assert of_tokens.context["cl"].result_count == 0
    other.refresh_from_db()
    assert other.revoked_at is None
    for closed in ("/admin/accounts/user/", "/admin/accounts/organisation/add/"):
        assert manager.get(closed).status_code == 403


def test_tokens_are_ended_in_the_administration(manager) -> None:
    manager.post(reverse("admin:accounts_apiclient_add"), _new())
    issued = tokens.issue(client=ApiClient.objects.get(), days=1)
    page = reverse("admin:accounts_apitoken_change", args=[issued.record.pk])
    assert issued.record.digest not in manager.get(page).content.decode()
    chosen = {"_selected_action": issued.record.pk, "action": "revoke"}
    manager.post("/admin/accounts/apitoken/", chosen)
    assert ApiToken.objects.get().revoked_at <= timezone.now()
