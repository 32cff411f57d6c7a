"""Which ducts a case is about: what lies in an area, and naming them at the desk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, Polygon
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import Viewer, require
from assets.models import Duct, DuctSection, Site
from gis.refusals import NotPermitted, Refusal
from gis.retry import retried
from network.availability import State, section_states
from network.corridor import cells_in
from network.periods import Period
from reservations.access import holding
from reservations.access.states import RequestState
from reservations.access.steps import require_desk, step
from reservations.models import AccessRequest, Claim
from reservations.services.requested import Stretch, Unit

MOST = 2_000
"""Stretches found in one area."""

STATE_LABELS = {
    State.FREE: gettext_lazy("free"),
    State.RESERVED: gettext_lazy("reserved"),
    State.OCCUPIED: gettext_lazy("occupied"),
    State.BLOCKED: gettext_lazy("blocked"),
}
NAMED_IN = (RequestState.SUBMITTED, RequestState.COMPLETED, RequestState.IN_REVIEW)

# Stretches of ducts whose segments lie wholly inside: sections that follow each other are one.
_INSIDE = """
    WITH near AS MATERIALIZED (
        SELECT id FROM assets_segment WHERE ST_Within(geom, %(area)s::geometry)
          AND life_cycle NOT IN ('idea', 'abandoned', 'removed')
    ), concerned AS (
        SELECT DISTINCT duct_id FROM assets_ductsection WHERE segment_id IN (SELECT id FROM near)
    ), ordered AS (
        SELECT s.id, s.duct_id, g.length_m,
               s.segment_id IN (SELECT id FROM near)
               AND (%(seen)s::bigint[] IS NULL OR s.id = ANY (%(seen)s)) AS inside,
               row_number() OVER (PARTITION BY s.duct_id ORDER BY s.rank) AS number,
               CASE WHEN s.reversed THEN g.end_site_id ELSE g.start_site_id END AS a,
               CASE WHEN s.reversed THEN g.start_site_id ELSE g.end_site_id END AS b
        FROM assets_ductsection s JOIN concerned USING (duct_id)
        JOIN assets_segment g ON g.id = s.segment_id
    ), runs AS (
        SELECT *, number - row_number() OVER (PARTITION BY duct_id ORDER BY number) AS run
        FROM ordered WHERE inside
    )
    SELECT duct_id, (array_agg(a ORDER BY number))[1], (array_agg(b ORDER BY number DESC))[1],
           sum(length_m), array_agg(id)
    FROM runs GROUP BY duct_id, run ORDER BY duct_id, run LIMIT %(most)s
"""


@dataclass(frozen=True)
class Inside:
    """A stretch of a duct inside an area; lengths in metres, `state` over the whole period."""

    duct: Duct
    from_site: Site
    to_site: Site
    length_m: float
    state: State

    @property
    def state_label(self) -> str:
        return str(STATE_LABELS[self.state])

    @property
    def unit(self) -> Stretch:
        return Stretch(self.duct.pk, self.from_site.pk, self.to_site.pk)


@dataclass(frozen=True)
class Found:
    """`stretches` for those who see plant; to everybody else only cells by class of free room."""

    stretches: list[Inside] = field(default_factory=list)
    cells_by_class: dict[int | None, int] = field(default_factory=dict)


def in_area(area: Polygon, period: Period, viewer: Viewer) -> Found:
    """What lies in an area in storage coordinates.

    A partner gets the 50 m cells that touch it by class, 0 (nothing free) to 4, as on the map: a
    smaller area tells no more. Refusals: NOT_PERMITTED, TOO_MANY.
    """
    require(viewer, Capability.SEARCH_ROUTES)
    if not viewer.can(Capability.SEE_EXACT_PLANT):
        return Found(
            cells_by_class=dict(Counter(cell.free_class for cell in cells_in(area, viewer)))
        )
    return Found(stretches=stretches_in(area, period, viewer))


def stretches_in(area: GEOSGeometry, period: Period, viewer: Viewer) -> list[Inside]:
    """Of ducts that lie wholly in an area, as far as the viewer sees them. Refusal TOO_MANY."""
    asked = {"area": area.ewkb, "most": MOST + 1, "seen": _seen_within(area, viewer)}
    with connection.cursor() as cursor:
        cursor.execute(_INSIDE, asked)
        rows = cursor.fetchall()
    if len(rows) > MOST:
        message = _("There are more than %(most)d ducts. Choose a smaller area.")
        raise Refusal("TOO_MANY", message % {"most": MOST}, "area")
    return _stretches(rows, period)


def _seen_within(area: GEOSGeometry, viewer: Viewer) -> list[int] | None:
    """The sections that the viewer sees there; None where that is all of them."""
    if viewer.can(Capability.SEE_EXACT_PLANT):
        return None
    seen = DuctSection.objects.visible_to(viewer).filter(segment__geom__within=area)
    return list(seen.values_list("pk", flat=True))


def _stretches(rows: Sequence[tuple], period: Period) -> list[Inside]:
    ducts = Duct.objects.select_related("type").in_bulk([row[0] for row in rows])
    sites = Site.objects.in_bulk({site for row in rows for site in row[1:3]})
    states = section_states({one for row in rows for one in row[4]}, period.range)
    worst = list(State)
    return [
        Inside(
            ducts[duct],
            sites[start],
            sites[end],
            length,
            max((states[one].state for one in sections), key=worst.index),
        )
        for duct, start, end, length, sections in rows
    ]


def may_name(case: AccessRequest, claim: Claim | None) -> bool:
    """Whether the desk may name ducts now; `claim` is the one of the case."""
    return case.procedure.holds and case.state in NAMED_IN and not _is_named_by_applicant(claim)


def _is_named_by_applicant(claim: Any) -> bool:
    return claim is not None and claim.by_applicant


@retried
def name_ducts(
    *,
    request: AccessRequest,
    units: Sequence[Unit],
    by: User,
    hold: bool = True,
    version: int | None = None,
    reason: str = "",
) -> AccessRequest:
    """The desk names the ducts of a request that names an area only; `hold` takes them for it.

    What the applicant named itself the desk does not change. Refusals: WRONG_STATE,
    NOT_PERMITTED, NOTHING_ASKED for a kind that holds nothing, and those of the ledger.
    """
    with step(request, by, reason, version) as case:
        require_desk(case, by)
        if not case.procedure.holds:
            message = _("A request of this kind holds no ducts.")
            raise Refusal("NOTHING_ASKED", message, "elements")
        if case.state not in NAMED_IN:
            state = RequestState(case.state)
            message = _("The request is %(state)s; it cannot be changed.")
            raise Refusal("WRONG_STATE", message % {"state": state.label}, state=state.value)
        if _is_named_by_applicant(holding.claim_of(case)):
            raise NotPermitted(_("The applicant has named the ducts itself."))
        claim = holding.name(case, units, by, None)
        if hold:
            holding.hold(case, claim, by)
        return case
