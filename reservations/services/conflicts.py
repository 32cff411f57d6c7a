"""Why a reservation was refused: which ducts between which sites are taken, until when, whose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.roles import Capability
from accounts.viewer import Viewer
from gis.refusals import Refusal
from network.models import Effect, Holder
from network.periods import Period
from reservations.services.requested import SingleStrand, Stretch, Unit

# Lines that overlap the stretches; on what contains them only exclusive ones stand in the way.
_ON_STRETCHES = """
    WITH asked AS (
        SELECT u.duct, b.section_id, b.rank, u.whole
        FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::boolean[])
             AS u (duct, a, b, whole)
        CROSS JOIN LATERAL network_sections_between(u.duct, u.a, u.b) b
    ), reach AS (
        SELECT duct, section_id, rank, section_id AS found_on, whole FROM asked
        UNION ALL
        SELECT a.duct, a.section_id, a.rank, up.ancestor_id, false
        FROM (SELECT array_agg(section_id) AS ids FROM asked) s
        CROSS JOIN LATERAL network_ancestors(s.ids) up
        JOIN asked a ON a.section_id = up.section_id
    ), hit AS (
        SELECT r.duct, r.rank, h.id AS holder_id, h.effect, upper(l.period) AS upper,
               CASE WHEN s.reversed THEN g.end_site_id ELSE g.start_site_id END AS enters,
               CASE WHEN s.reversed THEN g.start_site_id ELSE g.end_site_id END AS leaves
        FROM reach r
        JOIN network_claimline l ON l.section_id = r.found_on AND l.period && %s::daterange
             AND (r.whole OR l.exclusive OR (r.found_on = r.section_id AND NOT l.inside))
        JOIN network_holder h ON h.id = l.holder_id
             AND (h.expires_at IS NULL OR h.expires_at > now())
        JOIN assets_ductsection s ON s.id = r.section_id
        JOIN assets_segment g ON g.id = s.segment_id
    )
    SELECT d.code, (array_agg(a.code ORDER BY hit.rank))[1],
           (array_agg(b.code ORDER BY hit.rank DESC))[1], hit.holder_id, hit.effect,
           NULLIF(max(COALESCE(hit.upper, 'infinity')), 'infinity')
    FROM hit JOIN assets_duct d ON d.id = hit.duct
    JOIN assets_site a ON a.id = hit.enters JOIN assets_site b ON b.id = hit.leaves
    GROUP BY d.code, hit.holder_id, hit.effect
    ORDER BY d.code, hit.holder_id LIMIT 50
"""
_ON_STRANDS = """
    SELECT c.code || '/' || s.number, NULL, NULL, h.id, h.effect,
           NULLIF(max(COALESCE(upper(l.period), 'infinity')), 'infinity')
    FROM network_claimline l JOIN assets_strand s ON s.id = l.strand_id
    JOIN assets_cable c ON c.id = s.cable_id
    JOIN network_holder h ON h.id = l.holder_id AND (h.expires_at IS NULL OR h.expires_at > now())
    WHERE l.strand_id = ANY (%s) AND l.period && %s::daterange
    GROUP BY c.code, s.number, h.id ORDER BY c.code, s.number LIMIT 50
"""


def conflict_refusal(units: Sequence[Unit], period: Period, by: Viewer) -> Refusal:
    """The refusal CONFLICT with what stands in the way as `details["conflicts"]`.

    Each is a dict of unit, from, to, effect, until (last day, ISO, or None for open-ended) and,
    only where `by` may see it, holder. Unit and sites are named only to those who may see plant.
    """
    rows = _rows(units, period)
    conflicts = _conflicts(rows, by)
    if not conflicts:
        message = _("Somebody reserved this a moment ago. Ask for a route again.")
        return Refusal("CONFLICT", message, conflicts=[])
    return Refusal("CONFLICT", _sentence(conflicts[0]), conflicts=conflicts)


def _rows(units: Sequence[Unit], period: Period) -> list[tuple[Any, ...]]:
    stretches = [u for u in units if isinstance(u, Stretch)]
    strands = [u.strand_id for u in units if isinstance(u, SingleStrand)]
    with connection.cursor() as cursor:
        if strands:
            cursor.execute(_ON_STRANDS, [strands, period.range])
            return cursor.fetchall()
        columns = [
            [u.duct_id for u in stretches],
            [u.from_site_id for u in stretches],
            [u.to_site_id for u in stretches],
            [u.cable_outer_mm is None for u in stretches],
        ]
        cursor.execute(_ON_STRETCHES, [*columns, period.range])
        return cursor.fetchall()


def _conflicts(rows: Sequence[tuple[Any, ...]], by: Viewer) -> list[dict[str, Any]]:
    exact = by.can(Capability.SEE_EXACT_PLANT)
    holders = Holder.objects.visible_to(by).filter(pk__in={row[3] for row in rows})
    names = dict(holders.values_list("pk", "organisation__name"))
    return [
        {
            "unit": code if exact else None,
            "from": enters if exact else None,
            "to": leaves if exact else None,
            "effect": effect,
            "until": Period.last_day(upper),
            "holder": names.get(holder_id),
        }
        for code, enters, leaves, holder_id, effect, upper in rows
    ]


def _sentence(conflict: dict[str, Any]) -> str:
    what = conflict["unit"] or _("A part of the route")
    if conflict["from"]:
        between = _("between %(start)s and %(end)s")
        what += " " + between % {"start": conflict["from"], "end": conflict["to"]}
    state = Effect(conflict["effect"]).label
    if conflict["until"] is None:
        sentence = _("%(what)s is %(state)s without an end.")
    else:
        sentence = _("%(what)s is %(state)s until %(until)s.")
    facts = {"what": what, "state": state, "until": _day(conflict["until"])}
    return sentence % facts + " " + _("Choose another period or ask for another route.")


def _day(until: str | None) -> str | None:
    """A day in ISO form as the language writes it."""
    return until and date_format(dt.date.fromisoformat(until), "SHORT_DATE_FORMAT")
