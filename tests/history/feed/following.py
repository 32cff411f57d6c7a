"""How the tests of the feed follow it."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from history import feed

Told = tuple[str, str, str]


def fresh(user: User) -> User:
    """The person as after a new login: roles are remembered by the object."""
    return User.objects.get(pk=user.pk)


class Follower:
    """Reads everything that is new for somebody; `told()` gives (type, code, operation)."""

    def __init__(self, user: User, *, first: int = 100) -> None:
        self.user = user
        self.first = first
        self.position = feed.head()

    def read(self) -> list[feed.Event]:
        events: list[feed.Event] = []
        more = True
        while more:
            page = feed.read(fresh(self.user), self.position, self.first)
            self.position, more = page.end, page.more
            events += page.events
        return events

    def told(self) -> list[Told]:
        return sorted((one.type, str(self.code(one)), one.operation.name) for one in self.read())

    def code(self, event: feed.Event) -> Any:
        """The code of what still exists, else "gone"."""
        for one in feed.followed_types():
            if one.type == event.type:
                found = one.model._base_manager.filter(**{one.identifier: event.identifier}).first()
                return "gone" if found is None else getattr(found, "code", str(found))
        raise LookupError(event.type)
