"""Who stands behind a presented bearer token: one statement, whatever kind of token it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.account import COLUMNS, account_from
from accounts.models import User
from accounts.scopes import Scope
from accounts.secrets import TOKEN, digest_of
from gis.refusals import Refusal

USE_NOTED_EVERY = timedelta(minutes=1)

# A token of a client opens no more than the client itself does today; a token that was obtained
# with a secret ends with the secret.
_FIND = f"""
    SELECT t.id, t.last_used_at, statement_timestamp(), t.scopes, c.scopes,
           CASE WHEN NOT u.is_active THEN 'UNKNOWN_TOKEN'
                WHEN t.revoked_at IS NOT NULL OR c.revoked_at IS NOT NULL
                     OR s.valid_until <= statement_timestamp() THEN 'TOKEN_REVOKED'
                WHEN t.expires_at <= statement_timestamp() THEN 'TOKEN_EXPIRED' END,
           {COLUMNS}
    FROM accounts_apitoken t
    LEFT JOIN accounts_apiclient c ON c.id = t.client_id
    LEFT JOIN accounts_apisecret s ON s.id = t.secret_id
    JOIN accounts_user u ON u.id = COALESCE(c.user_id, t.person_id)
    WHERE t.digest = %s
"""
_NOTE_USE = """
    UPDATE accounts_apitoken SET last_used_at = statement_timestamp()
    WHERE id = %s AND last_used_at IS NOT DISTINCT FROM %s
"""
_SAID = {
    "MALFORMED_TOKEN": _("This is not a token of this registry."),
    "UNKNOWN_TOKEN": _("This token is not known."),
    "TOKEN_REVOKED": _("This token was revoked."),
    "TOKEN_EXPIRED": _("This token has expired."),
}


class TokenRefused(Refusal):
    """The bearer token does not authenticate anybody; says no more than the caller may know."""

    def __init__(self, code: str) -> None:
        super().__init__(code, _SAID[code])


@dataclass(frozen=True, slots=True)
class _Use:
    token_id: int
    last: datetime | None
    now: datetime


def authenticate(text: str) -> User:
    """The account that a token acts as, limited to the scopes of the token.

    Raises TokenRefused with MALFORMED_TOKEN, UNKNOWN_TOKEN, TOKEN_REVOKED or TOKEN_EXPIRED.
    """
    if not TOKEN.fullmatch(text):
        raise TokenRefused("MALFORMED_TOKEN")
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [digest_of(text)])
        row = cursor.fetchone()
    if row is None:
        raise TokenRefused("UNKNOWN_TOKEN")
    token_id, last, now, scopes, of_client, fault, *account = row
    if fault is not None:
        raise TokenRefused(fault)
    _note(_Use(token_id, last, now))
    user = account_from(account)
    opened = frozenset(map(Scope, scopes))
    user.scopes = opened if of_client is None else opened & frozenset(map(Scope, of_client))
    return user


def _note(use: _Use) -> None:
    """Remember the use, at most once a minute so that reading does not write all the time."""
    if use.last is None or use.now - use.last >= USE_NOTED_EVERY:
        with connection.cursor() as cursor:
            cursor.execute(_NOTE_USE, [use.token_id, use.last])
