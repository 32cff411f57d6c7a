"""kill -9 of the server, workers and all, under clients who reserve over GraphQL: what they were
told is there, nothing is there by half, and asking again makes exactly one reservation of each.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.client import HTTPConnection, HTTPException
from itertools import count

from config.setup.checkout import ROOT
from config.setup.cluster import Cluster
from tests.kills.ledger import halves, keys
from tests.kills.private import kill_family, others, start, until

CLIENTS, ANSWERS = 4, 30
OPERATION = (ROOT / "graphql" / "operations" / "ReserveStrands.graphql").read_text("utf-8")


@dataclass
class Clients:
    """Carriers' systems that reserve one day after the other until the server is gone."""

    port: int
    token: str
    numbers: count = field(default_factory=count)
    tried: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)

    def work(self) -> None:
        try:
            while True:
                self.reserve(next(self.numbers))
        except (OSError, HTTPException):
            return

    def reserve(self, number: int) -> None:
        key, day = f"day-{number}", (date(2031, 1, 1) + timedelta(days=number)).isoformat()
        facts = {
            "cable": "K",
            "strands": [1, 2],
            "period": {"from": day, "until": day},
            "idempotencyKey": key,
        }
        self.tried.add(key)
        server = HTTPConnection("127.0.0.1", self.port, timeout=30)
        server.request(
            "POST",
            "/graphql/",
            json.dumps({"query": OPERATION, "variables": {"input": facts}}),
            {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        answer = json.loads(server.getresponse().read())
        assert answer["data"]["reserveStrands"]["errors"] == [], answer
        self.told.add(key)


def test_a_kill_of_the_server_leaves_all_or_nothing(cluster: Cluster, token: str) -> None:
    server = start(cluster, "-m", "tests.kills.serve")
    clients = Clients(int(server.stdout.readline()), token)
    with ThreadPoolExecutor(CLIENTS) as threads:
        working = [threads.submit(clients.work) for _client in range(CLIENTS)]
        until(lambda: len(clients.told) > ANSWERS or any(one.done() for one in working))
        kill_family(server.pid)
        server.communicate()
    for one in working:
        one.result()
    assert len(clients.told) > ANSWERS
    until(lambda: others(cluster) == 0)
    there = set(keys(cluster, "day-%"))
    assert clients.told <= there <= clients.tried
    assert halves(cluster) == 0

    server = start(cluster, "-m", "tests.kills.serve")
    clients.port = int(server.stdout.readline())
    for key in sorted(clients.tried):
        clients.reserve(int(key.removeprefix("day-")))
    kill_family(server.pid)
    server.communicate()
    assert sorted(keys(cluster, "day-%")) == sorted(clients.tried)
    assert halves(cluster) == 0
