"""What a subscription may be told: what its API client sees."""

from __future__ import annotations

from accounts.models import ApiClient, User
from accounts.scopes import Scope


def account_of(client: ApiClient) -> User | None:
    """The service account with the client's scopes; None once it may do nothing any more."""
    if client.revoked_at is not None:
        return None
    account = User.objects.prefetch_related("memberships").get(pk=client.user_id)
    account.scopes = frozenset(Scope(scope) for scope in client.scopes)
    return account if account.organisation_ids else None
