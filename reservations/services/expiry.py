"""Holds whose time is over: they hold nothing from that moment on; here they are written off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import F
from django.utils import timezone
from psycopg2.extras import DateRange

from gis.retry import retried
from history.context import acting
from network.models import Holder
from network.services.settle import settle
from reservations.models import Claim, ClaimState
from reservations.services.requested import SingleStrand, Unit

EMPTY = DateRange(empty=True)

# Lines that could stand in the way of stretches: on their sections and on what contains them.
_OVERDUE_ON_STRETCHES = """
    WITH asked AS (
        SELECT b.section_id FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS u (duct, a, b)
        CROSS JOIN LATERAL network_sections_between(u.duct, u.a, u.b) b
    ), reach AS (
        SELECT section_id FROM asked
        UNION
        SELECT a.ancestor_id FROM (SELECT array_agg(section_id) AS ids FROM asked) s
        CROSS JOIN LATERAL network_ancestors(s.ids) a
    )
    SELECT DISTINCT l.holder_id FROM reach r
    JOIN network_claimline l ON l.section_id = r.section_id
    JOIN network_holder h ON h.id = l.holder_id
    WHERE h.expires_at <= now()
"""
_OVERDUE_ON_STRANDS = """
    SELECT DISTINCT l.holder_id FROM network_claimline l
    JOIN network_holder h ON h.id = l.holder_id
    WHERE l.strand_id = ANY (%s) AND h.expires_at <= now()
"""


def end_overdue_on(units: Sequence[Unit]) -> None:
    """End the expired holds that touch these units, inside the caller's transaction."""
    stretches = [u for u in units if not isinstance(u, SingleStrand)]
    strands = [u.strand_id for u in units if isinstance(u, SingleStrand)]
    overdue: set[int] = set()
    with connection.cursor() as cursor:
        if stretches:
            columns = [
                [u.duct_id for u in stretches],
                [u.from_site_id for u in stretches],
                [u.to_site_id for u in stretches],
            ]
            cursor.execute(_OVERDUE_ON_STRETCHES, columns)
            overdue |= {row[0] for row in cursor.fetchall()}
        if strands:
            cursor.execute(_OVERDUE_ON_STRANDS, [strands])
            overdue |= {row[0] for row in cursor.fetchall()}
    if overdue:
        _end(sorted(overdue))


@retried
def expire_overdue(most: int = 1_000) -> int:
    """Write off overdue holds (`manage.py expire_holds`); how many there were."""
    overdue = Claim.objects.filter(state=ClaimState.HELD, holder__expires_at__lte=timezone.now())
    with acting(None, "hold expired"):
        found = list(overdue.order_by("holder_id").values_list("holder_id", flat=True)[:most])
        lock_holders(found)
        # Somebody may have released some of them meanwhile.
        still = list(overdue.filter(holder_id__in=found).values_list("holder_id", flat=True))
        if still:
            _end(still)
    return len(still)


def lock_holders(holder_ids: Iterable[int]) -> None:
    """Lock the ducts that the holders name, in id order, then the holders; claims come after."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT network_lock_ducts(%s::bigint[])", [list(holder_ids)])


def _end(holder_ids: Iterable[int]) -> None:
    ids = list(holder_ids)
    Claim.objects.filter(holder_id__in=ids, state=ClaimState.HELD).update(
        state=ClaimState.EXPIRED, version=F("version") + 1
    )
    Holder.objects.filter(pk__in=ids).update(period=EMPTY)
    settle()
