"""What each scope of a token opens, in one table.

A token may do what the roles of its account allow *and* its scopes open: never more than either.
`User` applies the table, so that every door obeys it. People and clients are managed by people:
no scope opens that.
"""

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import Capability


class Scope(models.TextChoices):
    READ = "read", _("read plant, routes and reservations")
    RESERVE = "reserve", _("reserve and release")
    EDIT = "edit", _("edit plant and catalogues")
    CONFIRM = "confirm", _("confirm reservations")
    TELEMETRY = "telemetry", _("report the state of gateways")


SCOPES: dict[Scope, frozenset[Capability]] = {
    # Whoever may not read has no organisation either: grants and own reservations hang on it.
    Scope.READ: frozenset(
        {
            Capability.SEE_EXACT_PLANT,
            Capability.SEE_OWN_AREA,
            Capability.SEE_ALL_CLAIMS,
            Capability.SEE_HISTORY,
            Capability.SEE_OWN_CASES,
            Capability.SEE_QUEUE,
            Capability.SEE_ALL_CASES,
            Capability.SEARCH_ROUTES,
        }
    ),
    Scope.RESERVE: frozenset({Capability.RESERVE}),
    Scope.EDIT: frozenset({Capability.EDIT_ASSETS, Capability.EDIT_CATALOGUES}),
    Scope.CONFIRM: frozenset({Capability.CONFIRM, Capability.SIGN_CONSENT}),
    # With this scope alone a network server reports, and sees nothing at all.
    Scope.TELEMETRY: frozenset({Capability.REPORT_GATEWAYS}),
}

WRITING = frozenset({Scope.RESERVE, Scope.EDIT, Scope.CONFIRM, Scope.TELEMETRY})
"""Scopes of which a mutation needs at least one."""


def opened_by(scopes: Collection[str]) -> frozenset[Capability]:
    """All that these scopes open together."""
    return frozenset().union(*(SCOPES[Scope(scope)] for scope in scopes))


def scopes_of(capabilities: Collection[Capability]) -> list[Scope]:
    """The scopes that open something to somebody who may do this, in the table's order."""
    return [scope for scope, opens in SCOPES.items() if opens & frozenset(capabilities)]


def scope_for(capability: Capability) -> Scope | None:
    """The scope that opens a capability; None for what no token may do."""
    return next((scope for scope, opens in SCOPES.items() if capability in opens), None)
