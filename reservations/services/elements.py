"""Which ducts a case is about: from an area, or from a list that somebody types or pastes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import Polygon
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import Viewer, require
from assets.models import Duct, Site
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
"""Stretches found in one area, and lines of one list."""

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
        SELECT s.id, s.duct_id, g.length_m, s.segment_id IN (SELECT id FROM near) AS inside,
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
    with connection.cursor() as cursor:
        cursor.execute(_INSIDE, {"area": area.ewkb, "most": MOST + 1})
        rows = cursor.fetchall()
    if len(rows) > MOST:
        message = _("There are more than %(most)d ducts. Choose a smaller area.")
        raise Refusal("TOO_MANY", message % {"most": MOST}, "area")
    return Found(stretches=_stretches(rows, period))


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


def from_list(text: str, viewer: Viewer) -> list[Unit]:
    """Units from lines `duct` or `duct;from site;to site`, by code, as far as the viewer sees them.

    Refusals: REQUIRED for an empty list; TOO_MANY; NOT_FOUND, whose `details["lines"]` are the
    numbers of lines that name nothing the viewer may see, or no two sites of their duct.
    """
    lines = [line.strip() for line in text.replace("\t", ";").splitlines() if line.strip()]
    if not lines:
        raise Refusal("REQUIRED", _("Name at least one duct."), "elements")
    if len(lines) > MOST:
        message = _("At most %(most)d lines, please.")
        raise Refusal("TOO_MANY", message % {"most": MOST}, "elements")
    parts = [[part.strip() for part in line.split(";")] for line in lines]
    known = _ducts([part[0] for part in parts], viewer)
    units = [_unit(part, known) for part in parts]
    wrong = [number for number, unit in enumerate(units, start=1) if unit is None]
    if wrong:
        message = _("Nothing was found for these lines: %(lines)s.")
        named = ", ".join(map(str, wrong[:20]))
        raise Refusal("NOT_FOUND", message % {"lines": named}, "elements", lines=wrong)
    return [unit for unit in units if unit is not None]


def _ducts(codes: Sequence[str], viewer: Viewer) -> dict[str, Duct]:
    plain = [code for code in codes if "\0" not in code]
    seen = Duct.objects.visible_to(viewer).in_use().filter(code__in=plain)
    return {duct.code: duct for duct in seen}


def _unit(parts: Sequence[str], known: dict[str, Duct]) -> Unit | None:
    duct = known.get(parts[0])
    if duct is None or len(parts) not in (1, 3):
        return None
    if len(parts) == 1:
        return Stretch(duct.pk, duct.start_site_id, duct.end_site_id)
    passed = dict(_sites_of(duct))
    ends = [passed.get(code) for code in parts[1:]]
    if None in ends or ends[0] == ends[1]:
        return None
    return Stretch(duct.pk, *ends)  # type: ignore[arg-type]


def _sites_of(duct: Duct) -> list[tuple[str, int]]:
    sections = duct.sections.values_list("segment__start_site", "segment__end_site")
    ids = {site for pair in sections for site in pair}
    return list(Site.objects.filter(pk__in=ids).values_list("code", "pk"))


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
