"""Who else wants the same: requests and reservations on the same sections. For the desk only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from accounts.viewer import Viewer
from reservations.models import LIVE_STATES, RESERVED_STATES, Claim, ClaimState

# The asked sections with what contains them and what lies in them; strands are compared as such.
_SAME = """
    WITH mine AS (
        SELECT DISTINCT b.section_id FROM network_heldunit u
        CROSS JOIN LATERAL network_sections_between(u.duct_id, u.from_site_id, u.to_site_id) b
        WHERE u.holder_id = %(holder)s AND u.duct_id IS NOT NULL
    ), known AS (
        SELECT array_agg(section_id) AS ids FROM mine
    ), reach AS (
        SELECT section_id FROM mine
        UNION SELECT up.ancestor_id FROM known CROSS JOIN LATERAL network_ancestors(known.ids) up
        UNION SELECT down FROM known CROSS JOIN LATERAL network_descendants(known.ids) down
    ), near AS (
        SELECT DISTINCT u.id, u.holder_id, u.duct_id, u.from_site_id, u.to_site_id
        FROM reach JOIN assets_ductsection s ON s.id = reach.section_id
        JOIN network_heldunit u ON u.duct_id = s.duct_id AND u.holder_id <> %(holder)s
    )
    SELECT DISTINCT c.id, d.code
    FROM near JOIN reservations_claim c ON c.holder_id = near.holder_id
         AND c.state = ANY (%(states)s) AND c.period && %(period)s::daterange
    JOIN assets_duct d ON d.id = near.duct_id
    WHERE EXISTS (
        SELECT FROM network_sections_between(near.duct_id, near.from_site_id, near.to_site_id) b
        JOIN reach USING (section_id))
    UNION
    SELECT c.id, k.code || '/' || t.number
    FROM network_heldunit mine
    JOIN network_heldunit u ON u.strand_id = mine.strand_id AND u.holder_id <> mine.holder_id
    JOIN reservations_claim c ON c.holder_id = u.holder_id
         AND c.state = ANY (%(states)s) AND c.period && %(period)s::daterange
    JOIN assets_strand t ON t.id = u.strand_id JOIN assets_cable k ON k.id = t.cable_id
    WHERE mine.holder_id = %(holder)s
"""
_KEEPING = """
    SELECT DISTINCT c.id
    FROM network_heldunit u
    CROSS JOIN LATERAL network_sections_between(u.duct_id, u.from_site_id, u.to_site_id) b
    JOIN assets_ductsection o ON o.id = b.section_id
    JOIN assets_ductsection s ON s.segment_id = o.segment_id
    JOIN network_claimline l ON l.section_id = s.id AND l.period && %(period)s::daterange
    JOIN reservations_claim c ON c.holder_id = l.holder_id AND c.organisation_id <> %(applicant)s
    WHERE u.holder_id = %(holder)s AND u.duct_id IS NOT NULL
"""
_WANTING = [ClaimState.REQUESTED.value, *(state.value for state in LIVE_STATES)]


@dataclass(frozen=True)
class Competitor:
    """`earlier`: its request stands before in the order of receipt."""

    claim: Claim
    units: Sequence[str]
    earlier: bool


def competing(claim: Claim, by: Viewer) -> list[Competitor]:
    """Other claims and requests on the same sections in an overlapping time, the first first."""
    units: dict[int, list[str]] = defaultdict(list)
    facts = {"holder": claim.holder_id, "period": claim.period, "states": _WANTING}
    for pk, code in _rows(_SAME, facts):
        units[pk].append(code)
    # A draft is known to its own organisation alone.
    handed_in = Q(request__isnull=True) | Q(request__receipt__isnull=False)
    found = Claim.objects.visible_to(by).filter(handed_in, pk__in=units)
    found = found.select_related("organisation", "request", "holder")
    rivals = [Competitor(one, sorted(units[one.pk]), _is_earlier(one, claim)) for one in found]
    return sorted(rivals, key=lambda rival: (not rival.earlier, rival.claim.pk))


def reserves_on_the_way(claim: Claim, by: Viewer) -> list[Claim]:
    """What others keep along the way that was asked for: it may show that there is no space.

    What is held for some days only shows nothing.
    """
    facts = {
        "holder": claim.holder_id,
        "period": claim.period,
        "applicant": claim.organisation_id,
    }
    ids = [pk for (pk,) in _rows(_KEEPING, facts)]
    rows = Claim.objects.visible_to(by).filter(pk__in=ids, state__in=RESERVED_STATES)
    return list(rows.select_related("organisation", "holder").order_by("pk"))


def _is_earlier(other: Claim, claim: Claim) -> bool:
    """A reservation without a request is there already."""
    if other.request is None or claim.request is None:
        return other.state in LIVE_STATES
    theirs, ours = other.request.place, claim.request.place
    return theirs is not None and (ours is None or theirs < ours)


def _rows(statement: str, facts: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return cursor.fetchall()
