"""What resolvers know of the request: who asks, and how to load."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from functools import cached_property

from django.http import HttpRequest

from accounts.models import User
from accounts.viewer import Viewer, viewer_of
from registry_api import limits
from registry_api.plan import Loader
from registry_api.plan.script import Sight, Sights

SIGHTS = Sights(most=200)


@dataclass
class Context:
    """One per request; `objects` and `values` count those of the answer while it is made."""

    request: HttpRequest
    request_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    started: float = field(default_factory=time.monotonic)
    objects: int = 0
    values: int = 0

    @cached_property
    def viewer(self) -> Viewer:
        return viewer_of(self.request.user)

    @cached_property
    def loader(self) -> Loader:
        return Loader(self.viewer)

    @cached_property
    def sight(self) -> Sight:
        return SIGHTS.of(self.viewer)

    @property
    def is_late(self) -> bool:
        """Whether the request has taken as long as it may."""
        return time.monotonic() - self.started > limits.SECONDS.most

    @property
    def user(self) -> User:
        """The person or service account that acts; strangers never get as far as a resolver."""
        return self.request.user  # type: ignore[return-value]
