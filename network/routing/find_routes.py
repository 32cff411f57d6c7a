"""The question: which ways with free capacity lead from A to B?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import numpy as np
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Capability
from accounts.viewer import Viewer, require
from assets.models import DuctSection, Segment, Site
from assets.models.asset import PublicationClass
from gis.refusals import Refusal
from network.availability import State, section_states
from network.periods import Period
from network.routing.alternatives import different_ways
from network.routing.answer import Blocker, Reason, RouteAnswer, Snapped
from network.routing.blockers import fewest_blocking
from network.routing.costs import ChangeCosts
from network.routing.describe import Describer
from network.routing.ledger import Ledger, Taking, takings
from network.routing.places import Place, snapped
from network.routing.requirement import Requirement, Suitability, Suits
from network.routing.runs import Ground
from network.routing.search import Search
from network.topology import Picture, Topology, current_picture
from network.topology.street_graph import UNREACHABLE

MOST_ALTERNATIVES = 5
"""How many different ways one question may ask for."""


def find_routes(
    *,
    viewer: Viewer,
    start: Place,
    end: Place,
    requirement: Requirement,
    period: Period,
    owners: Collection[Organisation] | None = None,
    avoid_sites: Iterable[Site] = (),
    avoid_segments: Iterable[Segment] = (),
    alternatives: int = 1,
) -> RouteAnswer:
    """Up to `alternatives` different ways, best first, or what stands in the way.

    Refusals: NOT_PERMITTED, NOT_FOUND, SAME_PLACE, NO_SITE_NEAR, INVALID_POINT,
    INVALID_ALTERNATIVES; those of `Tubes`, `CableRoom` and `checked_period` come before.
    """
    require(viewer, Capability.SEARCH_ROUTES)
    if not 1 <= alternatives <= MOST_ALTERNATIVES:
        message = _("Ask for 1 to %(most)d ways.") % {"most": MOST_ALTERNATIVES}
        raise Refusal("INVALID_ALTERNATIVES", message, "alternatives")
    picture = current_picture()
    topology = picture.topology
    suitability = Suitability(
        topology,
        requirement,
        period,
        None if owners is None else frozenset(owner.pk for owner in owners),
        offered_only=not viewer.can(Capability.SEE_EXACT_PLANT),
    )
    hidden = _avoided(topology, (), _protected_from(viewer))
    near = {
        "viewer": viewer,
        "topology": topology,
        "suitability": suitability,
        "hidden": hidden,
    }
    ends = snapped(start, field="from", **near), snapped(end, field="to", **near)
    if ends[0].site_id == ends[1].site_id:
        raise Refusal("SAME_PLACE", _("The route begins and ends at the same site."), "to")
    avoided = _avoided(topology, avoid_sites, (segment.pk for segment in avoid_segments))
    return _Question(viewer, picture, suitability, ends, avoided | hidden).answer(alternatives)


def _protected_from(viewer: Viewer) -> set[int]:
    """Keys of the segments whose existence is not told, to whom not all plant is shown."""
    if viewer.can(Capability.SEE_EXACT_PLANT):
        return set()
    protected = Segment.objects.filter(publication=PublicationClass.PROTECTED)
    return set(protected.values_list("pk", flat=True))


def _avoided(topology: Topology, sites: Iterable[Site], segments: Iterable[int]) -> frozenset[int]:
    """Numbers of the segments not to be used: those of the keys, and all that touch a site."""
    numbers = {topology.segments.number.get(segment) for segment in segments}
    for site in sites:
        number = topology.sites.number.get(site.pk)
        if number is not None:
            numbers.update(topology.segments_at(number))
    return frozenset(number for number in numbers if number is not None)


@dataclass(frozen=True)
class _Question:
    viewer: Viewer
    picture: Picture
    suitability: Suitability
    ends: tuple[Snapped, Snapped]
    avoided: frozenset[int]

    @property
    def topology(self) -> Topology:
        return self.picture.topology

    def answer(self, alternatives: int) -> RouteAnswer:
        numbers = [self.topology.sites.number.get(end.site_id) for end in self.ends]
        if None in numbers:
            return RouteAnswer(*self.ends, ())
        requirement, period = self.suitability.requirement, self.suitability.period
        search = Search(
            Ground(self.topology, self.suitability, *numbers),
            ChangeCosts(settings.ROUTE_CUT_COST_M, settings.ROUTE_COUPLING_COST_M),
            requirement.count,
            Ledger(requirement, period, self.picture),
            self._without_avoided(self.topology.segments.length) if self.avoided else None,
        )
        ways = list(different_ways(search, alternatives))
        if not ways:
            return RouteAnswer(*self.ends, (), self._blockers(search))
        describer = Describer(self.topology, requirement, period, search.costs, self.viewer)
        return RouteAnswer(*self.ends, tuple(describer.route(way) for way in ways))

    def _without_avoided(self, weights: np.ndarray) -> np.ndarray:
        """Metres per segment, `UNREACHABLE` for what is avoided."""
        weights = weights.copy()
        weights[list(self.avoided)] = UNREACHABLE
        return weights

    def _blockers(self, search: Search) -> tuple[Blocker, ...]:
        useful = self.topology.segments_with(self.suitability.kinds(Suits.TOO_NARROW))
        weights = np.where(useful, self.topology.segments.length, UNREACHABLE)
        wider = replace(search, weights=self._without_avoided(weights))
        sections = fewest_blocking(wider)
        period = self.suitability.period
        states = section_states(sections, period.range)
        taken = takings(sections, period, self.viewer)
        rows = DuctSection.objects.filter(pk__in=sections).values_list(
            "pk", "duct_id", "segment_id", "duct__type_id"
        )
        found = {key: rest for key, *rest in rows}
        blockers = []
        for section in (s for s in sections if s in found):
            duct, segment, duct_type = found[section]
            reason = self._reason(states[section].state, duct_type)
            until, whose = taken.get(section, Taking(None, ()))
            blockers.append(Blocker(section, duct, segment, reason, until, whose))
        return tuple(blockers)

    def _reason(self, state: State, duct_type: int) -> Reason:
        if self.suitability.of_type[duct_type] == Suits.TOO_NARROW or state == State.FREE:
            return Reason.TOO_NARROW
        return Reason(state.value)
