"""What the scopes of a token leave of the role of its client."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.accounts.test_oauth import query, token_of

pytestmark = pytest.mark.django_db


def test_reading_needs_the_scope_at_every_door(secret) -> None:
    only = token_of(secret.text, scope="reserve")
    for answer in (
        query(only, "{ myReservations { totalCount } }"),
        query(only, '{ node(id: "U2l0ZTox") { id } ...on Query { sites { totalCount } } }'),
        *(
            Client(headers={"Authorization": f"Bearer {only}"}).get(path)
            for path in (
                "/tiles/segments/14/8516/5465.mvt",
                "/search/?q=A",
                "/panel/segment/00000000-0000-0000-0000-000000000000/",
                "/graphql/?query={sites{totalCount}}",
                "/",
            )
        ),
    ):
        assert answer.status_code == 403
        assert answer["WWW-Authenticate"] == 'Bearer error="insufficient_scope"'
        error = answer.json()["errors"][0]["extensions"]
        assert error["code"] == "INSUFFICIENT_SCOPE"


def test_a_mutation_needs_a_scope_that_writes(secret) -> None:
    only = token_of(secret.text, scope="read")
    answer = query(only, 'mutation { releaseReservation(input: {id: "R-1"}) { errors { code } } }')
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["extensions"]["code"] == "INSUFFICIENT_SCOPE"


def test_pages_of_people_are_closed_to_tokens(secret) -> None:
    client = Client(headers={"Authorization": f"Bearer {token_of(secret.text)}"})
    for page in ("/admin/", "/admin/accounts/apiclient/", "/accounts/password/"):
        answer = client.get(page)
        assert answer.status_code == 403
        assert answer.json()["errors"][0]["extensions"]["code"] == "PEOPLE_ONLY"
