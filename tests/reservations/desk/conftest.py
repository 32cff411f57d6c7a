"""The desk looks at the cases of the other tests, in English."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from accounts.models import Session
from tests.reservations.access.conftest import clock, load_law, scene  # noqa: F401

FOR_EVER = dt.datetime(2200, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def law(db: None) -> None:
    """The laws and lists of the reference data; tests bring tariffs of their own."""
    load_law(tariffs=False)


@pytest.fixture(autouse=True)
def pages(front_end_unbuilt: None) -> None:
    """Pages without a built front end."""


class Desk:
    """A person in front of the desk."""

    def __init__(self, user: Any) -> None:
        self.client = Client(headers={"accept-language": "en"})
        if user is not None:
            self.client.force_login(user)
            # Some tests set the clock; a session must not run out with it.
            Session.objects.update(expire_date=FOR_EVER)

    def get(self, address: str, **query: Any) -> Any:
        return self.client.get(address, query)

    def text(self, address: str, **query: Any) -> str:
        answer = self.get(address, **query)
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def post(self, address: str, **given: Any) -> Any:
        return self.client.post(address, given)


def seen_by(user: Any) -> Desk:
    return Desk(user)
