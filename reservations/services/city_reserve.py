"""What the city keeps by the share of each class: n of the m ducts that lie side by side."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import Viewer, require
from assets.models import Duct, DuctSection, Segment
from assets.models.duct_type import DuctKind
from assets.services import lock
from gis.refusals import Refusal, worded
from gis.retry import retried
from history.context import acting
from network.availability import State, section_states
from network.periods import Period, checked_period
from reservations.models import CityReserve, Claim, ReserveShare
from reservations.services import decide
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve

# Kept is what a reserve of the city names itself, or what lies in it.
_KEPT = """
    WITH side AS (
        SELECT id, duct_id FROM assets_ductsection WHERE id = ANY (%(sections)s)
    ), reach AS (
        SELECT id AS target, id AS section_id FROM side
        UNION ALL SELECT a.section_id, a.ancestor_id FROM network_ancestors(%(sections)s) a
    ), kept AS (
        SELECT DISTINCT r.target FROM reach r
        JOIN network_claimline l ON l.section_id = r.section_id
             AND l.period @> %(day)s::date AND NOT l.inside AND l.exclusive
        JOIN reservations_claim c ON c.holder_id = l.holder_id
        JOIN reservations_cityreserve k ON k.claim_id = c.id
    )
    SELECT s.duct_id FROM side s LEFT JOIN kept k ON k.target = s.id
    GROUP BY s.duct_id HAVING count(*) = count(k.target)
"""


@dataclass(frozen=True)
class Place:
    """Where ducts of a class lie side by side: the tubes of a bundle, or what a segment holds.

    In a segment tubes that were made in a bundle do not count: their bundle is a place of its own.
    """

    duct_class: str
    bundle: Duct | None = None
    segment: Segment | None = None

    @classmethod
    def of_bundle(cls, bundle: Duct) -> Place:
        return cls(DuctKind.TUBE, bundle=bundle)

    def __str__(self) -> str:
        return str(self.bundle or self.segment)

    @property
    def ducts(self) -> QuerySet[Duct]:
        """Those with the highest numbers, or the last codes, first: they are kept first."""
        if self.bundle is not None:
            return self.bundle.tubes.in_use().order_by("-number")
        inside = Duct.objects.in_use().filter(
            sections__segment=self.segment, sections__is_live=True
        )
        return inside.filter(type__kind=self.duct_class, bundle=None).order_by("-code")

    def sections(self, ducts: list[Duct]) -> QuerySet[DuctSection]:
        """Of a bundle's tubes all, of a segment's ducts that in the segment."""
        rows = DuctSection.objects.filter(duct__in=ducts, is_live=True)
        return rows if self.segment is None else rows.filter(segment=self.segment)

    def stretch(self, duct: Duct) -> Stretch:
        if self.segment is None:
            return Stretch(duct.pk, duct.start_site_id, duct.end_site_id)
        return Stretch(duct.pk, self.segment.start_site_id, self.segment.end_site_id)


@dataclass(frozen=True)
class Kept:
    """Of `of` ducts that lie side by side `due` are to be kept, and `kept` are."""

    share: ReserveShare
    of: int
    due: int
    kept: int

    @property
    def missing(self) -> int:
        return max(self.due - self.kept, 0)


def share_of(duct_class: str) -> ReserveShare | None:
    """The share of a class that is in force today."""
    today = timezone.localdate()
    return ReserveShare.objects.filter(duct_class=duct_class, valid__contains=today).first()


def kept_at(place: Place, viewer: Viewer) -> Kept | None:
    """What is to be kept of a place and what is; None without a share in force or such ducts."""
    require(viewer, Capability.SEE_ALL_CLAIMS)
    share = share_of(place.duct_class)
    ducts = list(place.ducts)
    if share is None or not ducts:
        return None
    return Kept(share, len(ducts), _due(share, len(ducts)), len(_kept(place, ducts)))


@retried
def set_aside(
    *, place: Place, last: dt.date, by: User, organisation: str, reason: str = ""
) -> Claim:
    """Keep what the share of the class says of a place, from today to `last`, for the city.

    As one reservation with the share's justification. Refusals: NO_SHARE; NOTHING_MISSING;
    CONFLICT where too few are free.
    """
    require(by, Capability.CONFIRM)
    period = checked_period(timezone.localdate(), last)
    with worded(), acting(by, reason):
        _lock([place])
        return _set_aside(place, _missing(place, by), period, by, organisation)


@retried
def set_aside_all(
    *, places: list[Place], last: dt.date, by: User, organisation: str, reason: str = ""
) -> list[Claim]:
    """Keep the share at each of the places where something is missing, or nowhere."""
    require(by, Capability.CONFIRM)
    with transaction.atomic():
        _lock(places)
        found = [(place, kept_at(place, by)) for place in places]
        waiting = [place for place, kept in found if kept is None or kept.missing]
        if not waiting:
            raise Refusal("NOTHING_MISSING", _("The share is kept at all these places."), "places")
        facts = {"last": last, "by": by, "organisation": organisation, "reason": reason}
        return [set_aside(place=place, **facts) for place in waiting]


def _lock(places: list[Place]) -> None:
    """Let nobody keep anything there meanwhile: else two would keep what is missing twice."""
    lock.ducts({pk for place in places for pk in place.ducts.values_list("pk", flat=True)})


def _missing(place: Place, by: User) -> Kept:
    kept = kept_at(place, by)
    if kept is None:
        message = _("%(place)s: no share of this class is kept by the city here.")
        raise Refusal("NO_SHARE", message % {"place": place}, "places")
    if not kept.missing:
        message = _("%(place)s: the share is kept already.")
        raise Refusal("NOTHING_MISSING", message % {"place": place}, "places")
    return kept


def _set_aside(place: Place, kept: Kept, period: Period, by: User, organisation: str) -> Claim:
    ducts = _free(place, period)[: kept.missing]
    if len(ducts) < kept.missing:
        message = _("%(place)s: only %(free)d of the %(missing)d ducts that are missing are free.")
        numbers = {"free": len(ducts), "missing": kept.missing}
        raise Refusal("CONFLICT", message % {"place": place, **numbers}, "places", **numbers)
    claim = reserve(
        units=[place.stretch(duct) for duct in ducts],
        period=period,
        idempotency_key=f"share {uuid4()}",
        by=by,
        organisation=organisation,
        purpose=kept.share.justification[:300],
    )
    CityReserve.objects.create(claim=claim, share=kept.share)
    return decide.confirm(claim=claim, by=by)


def _due(share: ReserveShare, ducts: int) -> int:
    """Rounded up; but a part never takes the last duct, which would close the class to all."""
    due = math.ceil(ducts * share.percent / 100)
    return due if share.percent == 100 else min(due, ducts - 1)


def _kept(place: Place, ducts: list[Duct]) -> set[int]:
    """Of these ducts, those that a reserve of the city keeps today."""
    sections = list(place.sections(ducts).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, {"sections": sections, "day": timezone.localdate()})
        return {duct for (duct,) in cursor.fetchall()}


def _free(place: Place, period: Period) -> list[Duct]:
    """Ducts of which nothing is taken at any time of the period."""
    ducts = list(place.ducts)
    sections = list(place.sections(ducts).values_list("pk", "duct_id"))
    states = section_states([pk for pk, _duct in sections], period.range)
    taken = {duct for pk, duct in sections if states[pk].state != State.FREE}
    return [duct for duct in ducts if duct.pk not in taken]
