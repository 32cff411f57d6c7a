"""Idempotency keys: the same request of the same client is carried out once.

The key's row is written first, in the transaction of the change. Whoever comes with the same key
meanwhile waits at the unique constraint until that transaction ends, and then finds its answer or,
after a refusal, nothing. So key and change are both there or neither, whatever is killed when.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gis.refusals import Refusal

KEPT_HOURS = 48
FORGOTTEN_AT_ONCE = 10
"""How many old answers each new one sweeps out: the table stays as large as two days are."""

# An answer that is too old is overwritten as if it had been deleted.
_CLAIM = f"""
    INSERT INTO registry_api_answered AS known (user_id, key, request)
    VALUES (%(user)s, %(key)s, %(request)s)
    ON CONFLICT (user_id, key) DO UPDATE
        SET request = excluded.request, answer = NULL, answered_at = now()
        WHERE known.answered_at < now() - interval '{KEPT_HOURS} hours'
    RETURNING id
"""
_KNOWN = """
    SELECT request = %(request)s, answer FROM registry_api_answered
    WHERE user_id = %(user)s AND key = %(key)s
"""
_FORGET = f"""
    DELETE FROM registry_api_answered WHERE id IN (
        SELECT id FROM registry_api_answered
        WHERE answered_at < now() - interval '{KEPT_HOURS} hours'
        ORDER BY answered_at LIMIT %(most)s FOR UPDATE SKIP LOCKED)
"""
_REMEMBER = f"""
    WITH swept AS ({_FORGET})
    UPDATE registry_api_answered SET answer = %(answer)s WHERE id = %(id)s
"""


def request_digest(name: str, given: Mapping[str, Any]) -> str:
    """Tells one request from another: the mutation and its input, not what it wants to read."""
    facts = json.dumps([name, given], default=str, sort_keys=True)
    return hashlib.sha256(facts.encode()).hexdigest()


class Claimed:
    """A key that is being used for the first time, or the answer that it got then."""

    def __init__(self, by: User, key: str, request: str) -> None:
        """To be made in the transaction of the change. Raises Refusal IDEMPOTENCY_CONFLICT."""
        facts = {"user": by.pk, "key": key, "request": request}
        with connection.cursor() as cursor:
            cursor.execute(_CLAIM, facts)
            row = cursor.fetchone()
            self._id = row[0] if row else None
            self.answer = None if row else self._known(cursor, facts)

    @staticmethod
    def _known(cursor: Any, facts: Mapping[str, Any]) -> dict[str, Any]:
        cursor.execute(_KNOWN, facts)
        same, answer = cursor.fetchone()
        if not same:
            raise conflict()
        return json.loads(answer)

    def remember(self, answer: Mapping[str, Any]) -> None:
        """Keep the answer with the key, and sweep out some that are too old."""
        facts = {"id": self._id, "answer": json.dumps(answer)}
        with connection.cursor() as cursor:
            cursor.execute(_REMEMBER, {**facts, "most": FORGOTTEN_AT_ONCE})


def conflict() -> Refusal:
    """The refusal of a key that was used for another request."""
    message = _("This idempotency key was used for another request.")
    return Refusal("IDEMPOTENCY_CONFLICT", message, "idempotencyKey")


def forget(most: int = 10_000) -> int:
    """Delete answers that are too old (`manage.py forget_answers`); how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, {"most": most})
        return cursor.rowcount
