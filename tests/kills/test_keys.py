"""kill -9 of a server in the middle of a change: with its idempotency key the same request, sent to
another server, ends in exactly one change and one answer.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from accounts.services import client as clients
from accounts.services import token as tokens
from assets.models import Project
from config.setup.checkout import ROOT
from history.models import Change
from registry_api.models import Answered
from tests.builders import make_organisation
from tests.database_url import database_url
from tests.kills.halted_server import BEFORE_THE_ANSWER, MIDDLE, NOWHERE

pytestmark = pytest.mark.django_db(transaction=True)

CREATE = """mutation($input: CreateProjectInput!) { createProject(input: $input) {
    project { id code version } errors { code field } } }"""
LONGEST_SECONDS = 60


@pytest.fixture
def token() -> str:
    client = clients.make(code="oss", organisation=make_organisation(), role="editor", name="OSS")
    return tokens.issue(client=client, days=1).text


class Server:
    def __init__(self, place: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.kills.halted_server", place],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": database_url()},
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port = int(self._line())

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def wait_until_it_stops(self) -> None:
        assert self._line() == "stopped\n"

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(LONGEST_SECONDS)


@contextmanager
def server(place: str) -> Iterator[Server]:
    running = Server(place)
    try:
        yield running
    finally:
        running.kill()


def ask(running: Server, token: str, code: str) -> dict[str, Any]:
    given = {"code": code, "name": "Projekt", "idempotencyKey": f"key of {code}"}
    body = json.dumps({"query": CREATE, "variables": {"input": given}})
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connected = http.client.HTTPConnection("127.0.0.1", running.port, timeout=LONGEST_SECONDS)
    try:
        connected.request("POST", "/graphql/", body, headers)
        return json.loads(connected.getresponse().read())["data"]["createProject"]
    finally:
        connected.close()


def ask_in_vain(running: Server, token: str, code: str) -> None:
    with pytest.raises((OSError, http.client.HTTPException)):
        ask(running, token, code)


@pytest.mark.parametrize(("place", "there"), [(MIDDLE, 0), (BEFORE_THE_ANSWER, 1)])
def test_a_killed_change_is_there_with_its_key_or_not_at_all(token, place, there) -> None:
    with server(place) as dying:
        client = threading.Thread(target=ask_in_vain, args=(dying, token, "P"))
        client.start()
        dying.wait_until_it_stops()
        dying.kill()
        client.join(LONGEST_SECONDS)
    assert Project.objects.count() == Answered.objects.count() == there
    with server(NOWHERE) as other:
        # In the middle the key's row was locked: the database frees it with the connection.
        first, again = (ask(other, token, "P") for _time in range(2))
    assert first["errors"] == [] and first["project"]["version"] == 1
    assert again == first
    assert Project.objects.count() == Answered.objects.count() == 1
    assert Change.objects.filter(table_name="assets_project").count() == 1


def test_whenever_it_is_killed_each_request_is_carried_out_once(token) -> None:
    codes = [f"P-{number}" for number in range(400)]
    answered: list[str] = []

    def go_on(running: Server) -> None:
        for code in codes:
            ask(running, token, code)
            answered.append(code)

    with server(NOWHERE) as dying:
        client = threading.Thread(target=_until_it_dies, args=(go_on, dying))
        client.start()
        while len(answered) < 40:
            assert client.is_alive()
        dying.kill()
        client.join(LONGEST_SECONDS)
    assert len(answered) < len(codes)
    sent = codes[: len(answered) + 1]
    there = set(Project.objects.values_list("code", flat=True))
    assert set(answered) <= there <= set(sent)
    with server(NOWHERE) as other:
        answers = [ask(other, token, code) for code in sent]
    assert [one["project"]["code"] for one in answers] == sent
    assert Project.objects.count() == Answered.objects.count() == len(sent)


def _until_it_dies(work: Any, running: Server) -> None:
    with pytest.raises((OSError, http.client.HTTPException)):
        work(running)
