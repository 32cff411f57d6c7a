"""What was laid in granted ducts, held against what was granted of them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from gis.numbers import rounded
from gis.refusals import Refusal
from network.models import HeldUnit
from reservations.access import granted
from reservations.models import RESERVED_STATES, AccessRequest, AsBuiltLine
from reservations.tariffs.quote import lengths_of

MOST_TIMES = 2
SLACK_M = 100
"""A cable is longer than its duct by the loops in its chambers and by what runs on at its ends."""


@dataclass(frozen=True)
class Laid:
    """A cable in one of the granted ducts; outer Ø in mm, length in that duct in m."""

    duct: str
    cable: str
    outer_mm: Decimal
    fibres: int
    length_m: Decimal


def lengths(cases: Collection[int]) -> dict[int, dict[str, Decimal]]:
    """By case and code of a duct: metres along what the case holds of it."""
    units = _held(cases).values_list("pk", "holder", "holder__claim__request", "duct__code")
    known = lengths_of(*{holder for _pk, holder, _case, _code in units})
    found: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for pk, _holder, case, code in units:
        found[case][code] += known.get(pk, Decimal(0))
    return found


def unreported(cases: Collection[int]) -> dict[int, list[str]]:
    """By case: codes of the ducts that it holds and no report, unless sent back, tells of."""
    lines = AsBuiltLine.objects.filter(
        report__request=OuterRef("holder__claim__request"),
        report__sent_back_at__isnull=True,
        duct=OuterRef("duct__code"),
    )
    rest = _held(cases).exclude(Exists(lines)).order_by("pk")
    found: dict[int, dict[str, None]] = {case: {} for case in cases}
    for case, code in rest.values_list("holder__claim__request", "duct__code"):
        found[case][code] = None
    return {case: list(codes) for case, codes in found.items()}


def _held(cases: Collection[int]) -> QuerySet[HeldUnit]:
    claims = {"holder__claim__request__in": cases, "holder__claim__state__in": RESERVED_STATES}
    return HeldUnit.objects.filter(duct__isnull=False, **claims)


def refuse_impossible(case: AccessRequest, laid: Sequence[Laid]) -> None:
    """Refuse what cannot lie in what was granted.

    Refusals: WRONG_UNITS for a duct that is not granted and for what does not fit into it;
    INVALID_VALUE for a length that its way does not allow.
    """
    mapped = lengths([case.pk]).get(case.pk, {})
    if not laid or not {one.duct for one in laid} <= set(mapped):
        message = _("Say for one or more of the granted ducts what lies in it.")
        raise Refusal("WRONG_UNITS", message, "laid")
    _refuse_what_does_not_fit(case, laid)
    _refuse_lengths(mapped, laid)


def _refuse_what_does_not_fit(case: AccessRequest, laid: Sequence[Laid]) -> None:
    """Cables fill no more than the granted room of a duct, or its bore: Σd² ≤ D², in mm.

    With those that were confirmed before.
    """
    room: dict[str, float] = {}
    for unit in granted.units(case).select_related("duct__type").filter(duct__isnull=False):
        bore = unit.cable_outer_mm or unit.duct.type.inner_mm or math.inf
        room[unit.duct.code] = max(bore, room.get(unit.duct.code, 0))
    earlier = AsBuiltLine.objects.filter(report__request=case, report__confirmed_at__isnull=False)
    for number, one in enumerate(laid):
        beside = (float(other.outer_mm) for other in (*earlier, *laid) if other.duct == one.duct)
        if math.hypot(*beside) > room[one.duct]:
            message = _("%(duct)s: there is room for a cable of at most %(bore)s mm.")
            words = {"duct": one.duct, "bore": rounded(room[one.duct], 1)}
            field = f"laid.{number}.outer_mm"
            raise Refusal("WRONG_UNITS", message % words, field, duct=one.duct)


def _refuse_lengths(mapped: Mapping[str, Decimal], laid: Sequence[Laid]) -> None:
    for number, one in enumerate(laid):
        way = mapped[one.duct]
        most = MOST_TIMES * way + SLACK_M
        if not (one.length_m.is_finite() and 0 < one.length_m <= most):
            message = _("%(duct)s: its way is %(way)s m long; a cable of this length is not in it.")
            words = {"duct": one.duct, "way": rounded(way, 1)}
            field = f"laid.{number}.length_m"
            raise Refusal("INVALID_VALUE", message % words, field, duct=one.duct)
