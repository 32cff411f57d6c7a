"""Another system that keeps a copy of the registry, run by `test_mirror.py` in its own process.

It knows the documented door only: lists to begin with, `changes` to follow, webhooks to wake up. It
prints its webhook's address, reads {"token", "secret"} from its input, follows until it reads a
line more, and prints what it holds beside what the lists say then.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections import Counter
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_for_tests")

KEPT = {
    "Site": "code name lifeCycle version ductJoints { ends { duct { id } end } }",
    "Segment": "code name version startSite { id } endSite { id }",
    "Duct": """code name remarks version startSite { id } endSite { id } bundle { id }
        sections { segment { id } rank reversed }""",
    "Cable": "code version sections { segment { id } rank }",
    "Gateway": "code version site { id }",
    "Reservation": "number state version units { duct { id } fromSite { id } toSite { id } }",
    "AccessRequest": """number requestState: state missing legalBasis completeAt version
        period { from until } events { toState at actor reason }
        deadlines { step dueOn metOn extendedOn } offers { validUntil net acceptedName }
        decision { id outcome grounds { evidence } } reservations { id }""",
}
LISTS = {kind: f"{kind[0].lower()}{kind[1:]}s" for kind in KEPT}
PARTS = " ".join(f"... on {kind} {{ id {fields} }}" for kind, fields in KEPT.items())
CHANGES = f"""query($after: String) {{ changes(after: $after, first: 100) {{
    nodes {{ type id operation object {{ __typename {PARTS} }} }}
    pageInfo {{ endCursor hasNextPage }} }} }}"""
WAIT_S = 2.0


class Mirror:
    def __init__(self, token: str) -> None:
        from django.test import Client

        self._http = Client(HTTP_HOST="localhost", HTTP_AUTHORIZATION=f"Bearer {token}")
        self.operations: Counter[str] = Counter()
        self.cursor = self._ask("{ changes(first: 1) { head } }")["changes"]["head"]
        self.held = self.lists()

    def _ask(self, query: str, **variables: Any) -> Any:
        body = {"query": query, "variables": variables}
        answer = self._http.post("/graphql/", body, content_type="application/json").json()
        assert "errors" not in answer, answer
        return answer["data"]

    def lists(self) -> dict[str, Any]:
        return {one["id"]: one for kind in KEPT for one in self._list(kind)}

    def _list(self, kind: str) -> list[Any]:
        name = LISTS[kind]
        query = f"""query($after: String) {{ {name}(first: 100, after: $after) {{
            nodes {{ __typename id {KEPT[kind]} }} pageInfo {{ endCursor hasNextPage }} }} }}"""
        found, after, more = [], None, True
        while more:
            page = self._ask(query, after=after)[name]
            found += page["nodes"]
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        return found

    def follow(self) -> None:
        more = True
        while more:
            page = self._ask(CHANGES, after=self.cursor)["changes"]
            for change in page["nodes"]:
                self.operations[change["operation"]] += 1
                self._write(change)
            self.cursor, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]

    def _write(self, change: dict[str, Any]) -> None:
        if change["type"] not in KEPT:
            return
        if change["object"] is None or change["operation"] in {"GONE", "DELETED"}:
            self.held.pop(change["id"], None)
        else:
            self.held[change["id"]] = change["object"]


def main() -> None:
    import django

    django.setup()
    from standardwebhooks import Webhook

    from tests.webhooks.receiver import answering, receiving

    wake, finish = threading.Event(), threading.Event()

    def read_on() -> None:
        sys.stdin.readline()
        finish.set()
        wake.set()

    with receiving() as receiver:
        thanks = answering(204)

        def answer(handler: Any) -> None:
            wake.set()
            thanks(handler)

        receiver.answer = answer
        print(receiver.url, flush=True)
        given = json.loads(sys.stdin.readline())
        threading.Thread(target=read_on, daemon=True).start()
        mirror = Mirror(given["token"])
        print("follows", flush=True)
        while not finish.is_set():
            wake.wait(WAIT_S)
            wake.clear()
            mirror.follow()
        mirror.follow()
        for one in receiver.received:
            Webhook(given["secret"]).verify(one.body, one.headers)
        result = {
            "held": mirror.held,
            "lists": mirror.lists(),
            "operations": mirror.operations,
            "messages": sorted({one.headers["webhook-id"] for one in receiver.received}),
        }
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
