"""An account with its roles out of one statement, whatever proves who it is: session or token.

Every request of somebody who is known begins here, so that this is plain SQL: the same through the
ORM took five times as much of the processor, which is most of what a small request takes at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry

from accounts.models import Membership, User

_FIELDS = [field.attname for field in User._meta.concrete_fields]

COLUMNS = ", ".join(f'u."{field.column}"' for field in User._meta.concrete_fields) + (
    ", (SELECT json_agg(json_build_array(m.id, m.organisation_id, m.role, m.area::text))"
    " FROM accounts_membership m WHERE m.user_id = u.id)"
    ", EXISTS (SELECT FROM accounts_membership m"
    " JOIN accounts_grant g USING (organisation_id) WHERE m.user_id = u.id)"
    ", ARRAY(SELECT g.id FROM accounts_grant g WHERE g.organisation_id IN"
    " (SELECT m.organisation_id FROM accounts_membership m WHERE m.user_id = u.id)"
    f" AND g.valid @> (now() AT TIME ZONE '{settings.TIME_ZONE}')::date)::text"
)
"""To be selected from `accounts_user u`; `account_from` takes their values."""


def account_from(values: Sequence[Any]) -> User:
    """The account behind the values of `COLUMNS`, its memberships already read."""
    *own, memberships, holds_grants, in_force = values
    account = User.from_db("default", _FIELDS, own)
    account.held_grants, account.grants_in_force = holds_grants, in_force
    if account.is_active:
        account.roles_held = [_membership(account, *one) for one in memberships or ()]
    return account


def _membership(
    account: User, pk: int, organisation_id: int, role: str, area: str | None
) -> Membership:
    place = None if area is None else GEOSGeometry(area)
    return Membership(pk, account.pk, organisation_id, role, place)
