"""What it costs to know who asks: one statement, with a session and with a token."""

import pytest
from django.contrib.auth import HASH_SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Session
from accounts.services import client as clients
from accounts.services import token as tokens
from tests.builders import PASSWORD, make_organisation, make_user

pytestmark = pytest.mark.django_db

QUERY = {"query": "{ viewer { name capabilities } }"}


def _asked(client: Client) -> list[str]:
    """The statements of a question that needs person and roles, and nothing else."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.post("/graphql/", QUERY, content_type="application/json")
    assert answer.json()["data"]["viewer"]["capabilities"]
    return [one["sql"] for one in queries.captured_queries]


@pytest.mark.parametrize("role", ["viewer", "contractor_editor", "partner"])
def test_a_session_is_read_with_person_and_roles(role) -> None:
    client = Client()
    client.force_login(make_user(role))
    assert len(_asked(client)) == 1


def test_a_token_is_read_with_client_account_and_roles() -> None:
    owner = make_organisation("traeger", "carrier")
    oss = clients.ensure(code="oss", organisation=owner, role="partner")
    client = Client(headers={"Authorization": f"Bearer {tokens.issue(client=oss, days=1).text}"})
    assert len(_asked(client)) == 2, "the first use is noted"
    assert len(_asked(client)) == 1


def test_nobody_costs_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        Client().post("/graphql/", QUERY, content_type="application/json")


def _is_known(client: Client) -> bool:
    answer = client.post("/graphql/", QUERY, content_type="application/json")
    return answer.json()["data"]["viewer"] is not None


def test_a_session_ends_at_once() -> None:
    user, client = make_user("viewer"), Client()
    client.force_login(user)
    copied = Client()
    copied.cookies = client.cookies.copy()
    assert _is_known(client) and _is_known(copied)
    client.post("/accounts/logout/")
    assert not _is_known(copied), "a copied cookie is worth nothing after the logout"


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!other"}])
def test_closing_an_account_or_a_new_password_ends_its_sessions(change) -> None:
    user, client = make_user("viewer"), Client()
    client.force_login(user)
    assert _is_known(client)
    type(user).objects.filter(pk=user.pk).update(**change)
    assert not _is_known(client)


def test_a_session_of_somebody_else_is_not_taken_over() -> None:
    """The account that is joined must be the one that the signed session names."""
    user, other, client = make_user("viewer"), make_user("planner"), Client()
    client.force_login(user)
    Session.objects.update(account=other)
    answer = client.post("/graphql/", QUERY, content_type="application/json")
    assert answer.json()["data"]["viewer"]["name"] == str(user)
    session = client.session
    session[HASH_SESSION_KEY] = "0" * 64
    session.save()
    assert not _is_known(client)


def test_a_new_session_takes_old_ones_away() -> None:
    client = Client()
    client.force_login(make_user("viewer"))
    Session.objects.update(expire_date="2020-01-01T00:00Z")
    assert not _is_known(client)
    Client().post("/accounts/login/", {"username": make_user("viewer").email, "password": PASSWORD})
    assert list(Session.objects.filter(expire_date__lt="2021-01-01T00:00Z")) == []
