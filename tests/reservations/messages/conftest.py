"""Conversations on the cases of the other tests; pages in English; a mail server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.reservations.access.conftest import clock, law, scene  # noqa: F401
from tests.reservations.messages.mail_server import Server, running


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    with running() as found:
        settings.MAIL_HOST, settings.MAIL_PORT = "127.0.0.1", found.port
        settings.MAIL_TIMEOUT_S = 2
        settings.MAIL_FROM = "registry@city.example"
        settings.SITE_ADDRESS = "https://registry.city.example"
        yield found
