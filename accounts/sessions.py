"""Sessions in the database, read together with the account they belong to: one statement.

Neither signed cookies nor a cache: both would let a session live on after a logout, a changed
password or a closed account (docs/decisions/0050).
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import connection

from accounts.account import COLUMNS, account_from
from accounts.models import Session, User

_LOAD = f"""
    SELECT s.session_data, {COLUMNS}
    FROM accounts_session s LEFT JOIN accounts_user u ON u.id = s.account_id
    WHERE s.session_key = %s AND s.expire_date > statement_timestamp()
"""


class SessionStore(DatabaseSessions):
    account: User | None = None
    """Whose session was read; None before that, and where nobody is logged in."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(_LOAD, [self.session_key])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        data, pk, *rest = row
        if pk is not None:
            self.account = account_from([pk, *rest])
        return self.decode(data)

    def create(self) -> None:
        """A new session; those over their time leave when one comes."""
        super().create()
        self.clear_expired()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session = super().create_model_instance(data)
        session.account_id = data.get(SESSION_KEY)
        return session
