"""The eyes of the organisation that a package goes to, whoever opens it."""

from __future__ import annotations

from collections.abc import Hashable

from accounts.models import Organisation
from accounts.roles import CAPABILITIES, Capability, Role


class Recipient:
    """A viewer who sees what a partner of the organisation sees, and no more."""

    pk = None
    scopes = None
    is_authenticated = True
    write_area = None
    holds_grants = True

    def __init__(self, organisation: Organisation) -> None:
        self.organisation_ids = frozenset({organisation.pk})

    @property
    def eyes(self) -> Hashable:
        return "recipient", self.organisation_ids

    def can(self, capability: Capability) -> bool:
        return capability in CAPABILITIES[Role.PARTNER]

    def lacks_scope_for(self, capability: Capability) -> bool:
        return False
