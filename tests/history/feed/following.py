"""How the tests of the feed follow it."""

from __future__ import annotations

import time
from typing import Any

from accounts.models import User
from history import feed
from history.feed.window import START, Position
from history.models import Change

LONGEST_SECONDS = 30.0
Told = tuple[str, str, str]


def fresh(user: User) -> User:
    """The person as after a new login: roles are remembered by the object."""
    return User.objects.get(pk=user.pk)


def settled() -> None:
    """Wait until all that is committed can be read.

    Transactions of other tests, in other databases, hold it up for moments when they just ended:
    whoever reads behind this may see less for a moment, and has to look again (docs/changes.md).
    """
    end = time.monotonic() + LONGEST_SECONDS
    while feed.head() < newest():
        assert time.monotonic() < end


def newest() -> Position:
    row = Change.objects.order_by("-transaction", "-id").values_list("transaction", "id").first()
    return START if row is None else Position(*row)


class Follower:
    """Reads everything that is new for somebody; `told()` gives (type, code, operation)."""

    def __init__(self, user: User, *, first: int = 100) -> None:
        self.user = user
        self.first = first
        self.position = START
        self.read()

    def read(self, *, wait: bool = True) -> list[feed.Event]:
        end = newest() if wait else START
        events: list[feed.Event] = []
        more = True
        while more or self.position < end:
            page = feed.read(fresh(self.user), self.position, self.first)
            self.position, more = page.end, page.more
            events += page.events
        return events

    def told(self, *, wait: bool = True) -> list[Told]:
        events = self.read(wait=wait)
        return sorted((one.type, str(self.code(one)), one.operation.name) for one in events)

    def code(self, event: feed.Event) -> Any:
        """The code of what still exists, else "gone"."""
        for one in feed.followed_types():
            if one.type == event.type:
                found = one.model._base_manager.filter(**{one.identifier: event.identifier}).first()
                return "gone" if found is None else getattr(found, "code", str(found))
        raise LookupError(event.type)
