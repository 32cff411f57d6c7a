"""What `visible_to` asks of whoever looks: a logged-in person, a machine, or nobody."""

from collections.abc import Hashable
from typing import Protocol

from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import gettext_lazy as _

from accounts.roles import RUNS_THE_NETWORK, Capability
from accounts.scopes import Scope, scope_for
from gis.refusals import NotPermitted


class Viewer(Protocol):
    pk: int | None

    scopes: frozenset[Scope] | None

    @property
    def is_authenticated(self) -> bool: ...

    @property
    def organisation_ids(self) -> frozenset[int]: ...

    @property
    def write_area(self) -> GEOSGeometry | None: ...

    @property
    def holds_grants(self) -> bool: ...

    @property
    def eyes(self) -> Hashable:
        """All that `visible_to` may depend on, beside the day: equal for those who see the same."""
        ...

    def can(self, capability: Capability) -> bool: ...

    def lacks_scope_for(self, capability: Capability) -> bool: ...


class Nobody:
    """The viewer without a login: sees nothing, may do nothing."""

    pk = None
    is_authenticated = False
    organisation_ids: frozenset[int] = frozenset()
    write_area = None
    holds_grants = False
    eyes = None
    scopes = None

    def can(self, capability: Capability) -> bool:
        return False

    def lacks_scope_for(self, capability: Capability) -> bool:
        return False

    def __str__(self) -> str:
        return "nobody"


def viewer_of(user: object) -> Viewer:
    """The viewer behind a request's user; Django's AnonymousUser becomes `Nobody`."""
    return user if hasattr(user, "can") else Nobody()  # type: ignore[return-value]


def runs_the_network(viewer: Viewer) -> bool:
    """Whether the roles make somebody part of the network business, whatever the token opens."""
    return any(viewer.can(one) or viewer.lacks_scope_for(one) for one in RUNS_THE_NETWORK)


class InsufficientScope(NotPermitted):
    """The account's roles allow it, the scopes of the token do not (RFC 6750)."""

    def __init__(self, *scopes: Scope) -> None:
        message = _("This token lacks the scope %(scope)s.")
        super().__init__(message % {"scope": " / ".join(scope.value for scope in scopes)})
        self.code = "INSUFFICIENT_SCOPE"
        self.details = {"scopes": [scope.value for scope in scopes]}


def require(viewer: Viewer, capability: Capability) -> None:
    """Refuse unless roles and token allow it, saying which of the two is missing."""
    if not viewer.can(capability):
        raise not_permitted(viewer, capability)


def not_permitted(viewer: Viewer, capability: Capability) -> NotPermitted:
    """The refusal for want of a capability."""
    scope = scope_for(capability)
    if scope is not None and viewer.lacks_scope_for(capability):
        return InsufficientScope(scope)
    return NotPermitted()
