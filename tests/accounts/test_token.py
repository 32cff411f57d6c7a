"""Bearer tokens: who gets in, who does not, and that a refusal says why."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.middleware import bearer_authentication
from accounts.models import ApiClient, ApiToken
from accounts.roles import Capability
from accounts.services import bearer
from accounts.services import client as clients
from accounts.services import token as tokens
from gis.refusals import Refusal
from tests.builders import make_organisation, make_user

pytestmark = pytest.mark.django_db

AGO = timezone.now() - timedelta(days=1)


def _client(code: str = "carrier-oss", organisation: str = "traeger") -> ApiClient:
    owner = make_organisation(organisation, "carrier")
    return clients.ensure(code=code, organisation=owner, role="partner")


def _ask(header: str, user: object = None) -> tuple[HttpRequest, HttpResponse]:
    request = HttpRequest()
    request.META["HTTP_AUTHORIZATION"] = header
    request.user = user
    return request, bearer_authentication(lambda _request: HttpResponse("in"))(request)


def test_a_token_acts_as_the_service_account_of_its_client() -> None:
    issued = tokens.issue(client=_client(), days=30)
    request, response = _ask(f"Bearer {issued.text}", make_user("editor"))
    assert response.content == b"in"
    assert request.user == issued.record.client.user
    assert issued.text not in str(ApiToken.objects.values())


def test_checking_a_token_takes_one_statement(django_assert_num_queries) -> None:
    issued = tokens.issue(client=_client(), days=30)
    bearer.authenticate(issued.text)
    with django_assert_num_queries(1):
        user = bearer.authenticate(issued.text)
        assert user.can(Capability.RESERVE) and user.organisation_ids


def test_use_is_noted_once_a_minute() -> None:
    issued = tokens.issue(client=_client(), days=30)
    bearer.authenticate(issued.text)
    long_ago = timezone.now() - timedelta(minutes=2)
    ApiToken.objects.update(last_used_at=long_ago)
    bearer.authenticate(issued.text)
    assert ApiToken.objects.get().last_used_at > long_ago


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"created_at": AGO, "expires_at": AGO + timedelta(seconds=1)}, "TOKEN_EXPIRED"),
        ({"revoked_at": Now()}, "TOKEN_REVOKED"),
        ({"digest": "0" * 64}, "UNKNOWN_TOKEN"),
    ],
)
def test_a_token_that_does_not_work_says_why(change: dict, code: str) -> None:
    issued = tokens.issue(client=_client(), days=30)
    ApiToken.objects.update(**change)
    _request, response = _ask(f"Bearer {issued.text}", make_user("editor"))
    assert response.status_code == 401
    assert code.encode() in response.content
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("text", ["", "x", "tb_" + "a" * 42, "tb_" + "ä" * 43, "tb_" + "a" * 9999])
def test_malformed_tokens_are_refused_without_a_statement(text, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        _request, response = _ask(f"Bearer {text}")
    assert response.status_code == 401
    assert b"MALFORMED_TOKEN" in response.content


def test_a_closed_account_is_out() -> None:
    issued = tokens.issue(client=_client(), days=30)
    issued.record.client.user.is_active = False
    issued.record.client.user.save()
    assert _ask(f"Bearer {issued.text}")[1].status_code == 401


def test_revoking_works_at_once() -> None:
    issued = tokens.issue(client=_client(), days=30)
    tokens.revoke(issued.record)
    with pytest.raises(bearer.TokenRefused):
        bearer.authenticate(issued.text)


def test_other_schemes_are_left_to_the_session() -> None:
    user = make_user("viewer")
    request, response = _ask("Basic eHg6eXk=", user)
    assert (request.user, response.content) == (user, b"in")


def test_the_command_makes_client_and_token(capsys) -> None:
    make_organisation("traeger", "carrier")
    options = {"organisation": "traeger", "role": "partner"}
    call_command("issue_token", client="oss", days=3, **options)
    text = capsys.readouterr().out.strip()
    assert bearer.authenticate(text).api_client.organisation.code == "traeger"
    call_command("issue_token", client="oss")
    assert ApiToken.objects.filter(client__code="oss").count() == 2


def test_the_command_takes_scopes(capsys) -> None:
    make_organisation("traeger", "carrier")
    options = {"organisation": "traeger", "role": "partner", "scopes": ["read"]}
    call_command("issue_token", client="oss", **options)
    assert bearer.authenticate(capsys.readouterr().out.strip()).scopes == {"read"}
    assert ApiClient.objects.get().scopes == ["read"]
    call_command("issue_token", client="oss")
    assert bearer.authenticate(capsys.readouterr().out.strip()).scopes == {"read"}


@pytest.mark.parametrize(
    "options",
    [
        {"client": "new"},
        {"client": "carrier-oss", "scopes": ["edit"]},
        {"client": "carrier-oss", "scopes": ["rule"]},
        {"client": "carrier-oss", "scopes": []},
        {"client": "new", "organisation": "nobody", "role": "partner"},
        {"client": "carrier-oss", "organisation": "other"},
        {"client": "carrier-oss", "days": 0},
        {"client": "carrier-oss", "days": 100_000},
    ],
)
def test_the_command_refuses_what_makes_no_sense(options: dict) -> None:
    _client()
    make_organisation("other", "carrier")
    with pytest.raises(CommandError):
        call_command("issue_token", **options)
    assert not ApiToken.objects.exists()


def test_a_client_never_changes_hands() -> None:
    _client()
    with pytest.raises(Refusal):
        clients.ensure(code="carrier-oss", organisation=make_organisation("other", "carrier"))
