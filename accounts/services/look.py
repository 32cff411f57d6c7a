"""Looks at exact plant through a grant are recorded before anything is handed out (§ 148 TKG)."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from accounts.models import Look, User
from accounts.roles import Capability

LONGEST = 1_000

FORGOTTEN_AT_ONCE = 50_000
"""Rows removed by one daily run."""

# One statement, and none of it where no grant is or was in force. What was in force when the
# request began may have shown plant, even if it ended before the answer is ready: at midnight,
# or because somebody gave it back; given back on its first day it stands in the history alone.
_RECORD = """
    INSERT INTO accounts_look (person_id, organisation_id, cases, door, what)
    SELECT %(person)s, organisation_id, array_agg(case_reference ORDER BY id), %(door)s, %(what)s
    FROM (SELECT id, organisation_id, case_reference FROM accounts_grant
          WHERE organisation_id = ANY (%(organisations)s) AND valid @> %(today)s::date
             OR id = ANY (%(at_first)s::bigint[])
          UNION ALL
          SELECT gone.id, (c.before ->> 'organisation_id')::bigint, c.before ->> 'case_reference'
          FROM unnest(%(at_first)s::bigint[]) gone (id)
          JOIN history_change c ON c.table_name = 'accounts_grant' AND c.object_id = gone.id
               AND c.operation = 'D'
          WHERE NOT EXISTS (SELECT FROM accounts_grant g WHERE g.id = gone.id)) seen
    GROUP BY organisation_id
"""


def looks_through_a_grant(person: User) -> bool:
    """Whether what this account sees exactly it sees by grants alone."""
    return person.holds_grants and not person.can(Capability.SEE_EXACT_PLANT)


def record(person: User, door: str, what: str) -> None:
    """Note that somebody looked, once for each organisation whose grants are or were in force."""
    facts = {
        "person": person.pk,
        "organisations": sorted(person.organisation_ids),
        "today": timezone.localdate(),
        "at_first": person.grants_in_force,
        "door": door[:60],
        "what": _plain(what),
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, facts)


def record_for_case(
    person: User, organisation_id: int, case_reference: str, door: str, what: str
) -> None:
    """Note that somebody took what belongs to one case, whether a grant is in force or not."""
    Look.objects.create(
        person=person,
        organisation_id=organisation_id,
        cases=[case_reference],
        door=door,
        what=_plain(what),
    )


def forget_old() -> int:
    """Remove looks that are older than they are kept; how many are gone."""
    late = timezone.now() - timedelta(days=settings.LOOK_LOG_DAYS)
    some = Look.objects.filter(at__lt=late).order_by("pk").values_list("pk", flat=True)
    return Look.objects.filter(pk__in=list(some[:FORGOTTEN_AT_ONCE])).delete()[0]


def _plain(what: str) -> str:
    return what.replace("\0", "")[:LONGEST]
