"""A copy that follows the feed is the registry, whatever writers, transactions and kills do.

Three copies in processes of their own, for clients of an editor, a carrier and the access desk,
begin and follow while five processes write: services, plain SQL, long transactions and some that
are taken back; plant, the ledger, and cases on their way over the desk. Writers are killed inside
a transaction, the sender of webhooks in the middle of its work.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from accounts.models import ApiClient, Organisation
from accounts.services import client as clients
from accounts.services import token as tokens
from config.setup.checkout import ROOT
from history import feed
from tests.builders import make_organisation, make_user
from tests.database_url import database_url
from tests.history.feed.following import settled
from tests.webhooks.conftest import Ground
from webhooks.models import Attempt, Message, Subscription
from webhooks.services import subscription as webhooks

LONGEST_S = 300.0
Process = subprocess.Popen[str]


class Processes:
    """Processes on the database of this test; all are gone behind it."""

    def __init__(self) -> None:
        self._end = time.monotonic() + LONGEST_S
        self._all: list[Process] = []
        self._environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "config.settings_for_tests",
            "WEBHOOK_PRIVATE_ADDRESSES": "true",
            "WEBHOOK_PLAIN_HTTP": "true",
            "WEBHOOK_TIMEOUT_S": "1",
            "LOG_LEVEL": "WARNING",
        }

    @property
    def left(self) -> float:
        return self._end - time.monotonic()

    def start(self, *arguments: str) -> Process:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._all.append(process)
        return process

    def write(self, kind: str, count: int, seed: int = 1) -> Process:
        return self.start("-m", "tests.webhooks.mirror.writer", kind, str(count), str(seed))

    def until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            assert self.left > 0
            time.sleep(0.05)

    def end(self) -> None:
        for process in self._all:
            process.kill()
            process.communicate()


@pytest.fixture
def processes(transactional_db: None) -> Iterator[Processes]:
    processes = Processes()
    yield processes
    processes.end()


def _copy(processes: Processes, ground: Ground, client: ApiClient) -> Process:
    """A copy for a client, which follows from now on."""
    process = processes.start("-m", "tests.webhooks.mirror.client")
    url = process.stdout.readline().strip()
    made = webhooks.create(by=ground.administrator, client=client, url=url)
    token = tokens.issue(client=client, days=1).text
    process.stdin.write(json.dumps({"token": token, "secret": made.text}) + "\n")
    process.stdin.flush()
    return process


def _kill(process: Process) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_copies_are_the_registry(processes: Processes, ground: Ground) -> None:
    Organisation.objects.update(max_holds=1_000_000)
    make_user("editor")
    city = make_organisation()
    plant = clients.make(code="copy", organisation=city, role="editor", name="Copy")
    desk = clients.make(code="desk", organisation=city, role="access_officer", name="Desk")
    writers = [processes.write(*what) for what in (("plant", 60), ("raw", 30), ("cases", 80))]
    copies = {
        "editor": _copy(processes, ground, plant),
        "carrier": _copy(processes, ground, ground.carrier),
        "desk": _copy(processes, ground, desk),
    }
    for copy in copies.values():
        assert copy.stdout.readline() == "follows\n"
    # Ends with one reservation confirmed, after all others were given back.
    writers.append(processes.write("ledger", 41))
    sender = processes.start("manage.py", "deliver_webhooks")
    for seed in (1, 2):
        doomed = processes.write("doomed", 50, seed)  # again after a deadlock
        assert doomed.stdout.readline() == "inside\n"
        _kill(doomed)
    processes.until(lambda: Attempt.objects.count() > 3)
    _kill(sender)
    processes.start("manage.py", "deliver_webhooks")
    for writer in writers:
        said = writer.communicate(timeout=processes.left)[0].split()
        assert int(said[-1]) > 10
    settled()
    processes.until(_all_told)
    for role, copy in copies.items():
        found = json.loads(copy.communicate("\n", timeout=processes.left)[0])
        _compare(role, found)
    assert processes.left > 0


def _all_told() -> bool:
    """The feed is told to its end, and every message has arrived."""
    head = feed.head()
    there = set(Subscription.objects.values_list("position_transaction", "position_id"))
    return there == {tuple(head)} and not Message.objects.exclude(state="delivered").exists()


def _compare(role: str, found: dict) -> None:
    assert found["held"] == found["lists"]
    kinds = {one["__typename"] for one in found["held"].values()}
    if role == "editor":
        assert {"Site", "Segment", "Duct", "Gateway"} <= kinds
        assert {"CREATED", "CHANGED", "DELETED"} <= set(found["operations"])
        assert "AccessRequest" not in kinds
    else:
        assert {"Reservation", "AccessRequest"} <= kinds
        told = {"carrier": {"CREATED", "APPEARED", "GONE"}, "desk": {"CREATED", "CHANGED"}}[role]
        assert told <= set(found["operations"])
    client = {"editor": "copy", "carrier": "oss", "desk": "desk"}[role]
    told = Message.objects.filter(subscription__client__code=client)
    keys = {f"msg_{key.hex}" for key in told.values_list("key", flat=True)}
    assert keys == set(found["messages"])
    assert "doomed" not in json.dumps(found)
