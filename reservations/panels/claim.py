"""Who holds what of a segment, duct or cable, as far as the viewer may know.

Whoever sees plant exactly sees that something is reserved and until when; number, state and name
only of reservations that are visible. Without exact sight there are only one's own. The ledger
answers, in a fixed number of statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.roles import Capability
from accounts.viewer import Viewer
from assets.models import Cable, Duct, Segment
from gis.panel_page import Contents, Entry
from network.models import ClaimLine, Holder, HolderKind
from network.periods import in_words
from reservations.models import Claim
from reservations.models.claim import ClaimState

NAMED = 6
"""Ducts named in one line; the rest is counted."""

_OWN = "ARRAY(SELECT id FROM assets_ductsection WHERE duct_id = %s)"

Units = Mapping[int, set[Any]]
"""By holder: codes of ducts, or numbers of strands."""


def claims_on_segment(segment: Segment, viewer: Viewer) -> Contents:
    return _contents(_ducts(Q(section__segment=segment), viewer), viewer, _names)


def claims_on_duct(duct: Duct, viewer: Viewer) -> Contents:
    """On the duct, on all that lies in it, and on what around it is held as a whole.

    So it says of whom the state is that the panel shows. Other ducts are named.
    """
    units = _ducts(_within(duct) | Q(exclusive=True) & _around(duct), viewer)
    return _contents(units, viewer, lambda codes: _names(codes - {duct.code}))


def claims_on_cable(cable: Cable, viewer: Viewer) -> Contents:
    units = _by_holder(_lines(Q(strand__cable=cable), viewer), "strand__number")
    return _contents(units, viewer, _strands)


def _within(duct: Duct) -> Q:
    """The duct's sections and those in them, at any depth, by the ledger's own reading."""
    return Q(section__in=RawSQL(f"SELECT network_descendants({_OWN})", [duct.pk]))


def _around(duct: Duct) -> Q:
    return Q(section__in=RawSQL(f"SELECT ancestor_id FROM network_ancestors({_OWN})", [duct.pk]))


def _ducts(condition: Q, viewer: Viewer) -> Units:
    return _by_holder(_lines(condition, viewer).filter(inside=False), "section__duct__code")


def _lines(condition: Q, viewer: Viewer) -> Any:
    """The ledger's lines of reservations from today on."""
    ahead = Q(period__endswith=None) | Q(period__endswith__gt=timezone.localdate())
    lines = ClaimLine.objects.visible_to(viewer).filter(condition, ahead)
    return lines.filter(holder__kind=HolderKind.CLAIM, holder__in=Holder.objects.alive())


def _by_holder(lines: Any, unit: str) -> Units:
    units: dict[int, set[Any]] = defaultdict(set)
    for holder, name in lines.values_list("holder_id", unit).distinct():
        units[holder].add(name)
    return units


def _contents(units: Units, viewer: Viewer, say: Any) -> Contents:
    claims = Claim.objects.visible_to(viewer).filter(holder__in=units)
    visible = {one.holder_id: one for one in claims.select_related("organisation", "holder")}
    holders = Holder.objects.filter(pk__in=units).order_by("period", "pk")
    if not viewer.can(Capability.SEE_EXACT_PLANT):
        holders = holders.filter(pk__in=visible)
    entries = [_entry(one, visible.get(one.pk), say(units[one.pk])) for one in holders]
    return Contents(_("Reservations"), entries, _("Nothing of it is reserved."))


def _entry(holder: Holder, claim: Claim | None, units: str) -> Entry:
    parts = [in_words(holder.period), units]
    if claim is None:
        return Entry(capfirst(holder.get_effect_display()), _joined(parts))
    state = ClaimState(claim.current_state).label
    if claim.current_state == ClaimState.HELD and claim.held_until:
        day = date_format(claim.held_until, "SHORT_DATE_FORMAT")
        state = _("%(state)s until %(day)s") % {"state": state, "day": day}
    return Entry(f"{claim} · {claim.organisation}", _joined([str(state), *parts]))


def _joined(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


def _names(codes: set[str]) -> str:
    named = sorted(codes)
    rest = len(named) - NAMED
    if rest > 0:
        named[NAMED:] = [_("and %(count)d more") % {"count": rest}]
    return ", ".join(named)


def _strands(numbers: set[int]) -> str:
    """Fibres as ranges: 1–12, 17."""
    known = sorted(numbers)
    breaks = [0, *(at for at, (a, b) in enumerate(pairwise(known), 1) if b != a + 1), len(known)]
    runs = [known[start:end] for start, end in pairwise(breaks)]
    words = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    return _("fibres %(numbers)s") % {"numbers": ", ".join(words)}
