"""What `visible_to` asks of whoever looks: a logged-in person, a machine, or nobody."""

from typing import Protocol

from django.contrib.gis.geos import GEOSGeometry

from accounts.roles import Capability


class Viewer(Protocol):
    pk: int | None

    @property
    def is_authenticated(self) -> bool: ...

    @property
    def organisation_ids(self) -> frozenset[int]: ...

    @property
    def write_area(self) -> GEOSGeometry | None: ...

    def can(self, capability: Capability) -> bool: ...


class Nobody:
    """The viewer without a login: sees nothing, may do nothing."""

    pk = None
    is_authenticated = False
    organisation_ids: frozenset[int] = frozenset()
    write_area = None

    def can(self, capability: Capability) -> bool:
        return False

    def __str__(self) -> str:
        return "nobody"


def viewer_of(user: object) -> Viewer:
    """The viewer behind a request's user; Django's AnonymousUser becomes `Nobody`."""
    return user if hasattr(user, "can") else Nobody()  # type: ignore[return-value]
