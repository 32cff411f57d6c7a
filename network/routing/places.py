"""Where a route begins and ends: a site, or the nearest usable one to a point or an address.

To those who do not see all plant a site counts as the middle of its 50 m cell: else points asked
for one after the other would tell by which site is nearest, and by how far the nearest may be,
where each lies. Sites that they see count as they are; protected ones are none to them.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from django.conf import settings
from django.contrib.gis.gdal import GDALException
from django.contrib.gis.geos import Point
from django.utils.translation import gettext_lazy as _

from accounts.roles import Capability
from accounts.viewer import Viewer
from assets.models import Address, Site
from assets.models.asset import PublicationClass
from gis import srid
from gis.generalise import CELL_M, middles
from gis.refusals import NotFound, Refusal
from network.routing.answer import Snapped
from network.routing.requirement import Suitability, Suits
from network.topology import Topology

Place = Site | Address | Point


def snapped(
    place: Place,
    *,
    field: str,
    viewer: Viewer,
    topology: Topology,
    suitability: Suitability,
    hidden: frozenset[int] = frozenset(),
) -> Snapped:
    """The site for a place. What only `hidden` segments (numbers) lead to is as if it were not.

    Refusals: NOT_FOUND for a site the viewer may not see, INVALID_POINT for nonsense coordinates,
    NO_SITE_NEAR if no site within ROUTE_SNAP_M has a duct that could serve.
    """
    if isinstance(place, Site):
        if not Site.objects.visible_to(viewer).filter(pk=place.pk).exists():
            raise NotFound(field)
        return Snapped(place.pk, 0.0)
    point = place.geom if isinstance(place, Address) else place
    here = _in_storage(point, field)
    if viewer.can(Capability.SEE_EXACT_PLANT):
        near = _sites_near(here, topology)
    else:
        near = _sites_told_near(here, topology, viewer)
    if isinstance(place, Address):
        near = _own_sites_first(place, near, topology)
    for number, distance in near:
        if _is_usable(number, topology, suitability, hidden):
            return Snapped(int(topology.sites.ids[number]), distance)
    message = _("No duct that could serve begins within %(metres)d m of this place.")
    raise Refusal("NO_SITE_NEAR", message % {"metres": settings.ROUTE_SNAP_M}, field)


def _in_storage(point: Point, field: str) -> np.ndarray:
    if point.srid not in (srid.STORAGE, srid.WEB, srid.TILE):
        raise Refusal("INVALID_POINT", _("Unknown coordinate system."), field)
    try:
        moved = point if point.srid == srid.STORAGE else point.transform(srid.STORAGE, clone=True)
        here = np.array(moved.coords[:2])
    except GDALException:
        here = np.array([np.nan, np.nan])
    if not np.isfinite(here).all() or len(here) != 2:
        raise Refusal("INVALID_POINT", _("These coordinates are not a place."), field)
    return here


def _sites_near(here: np.ndarray, topology: Topology) -> list[tuple[int, float]]:
    """Numbers and distances (m) of the sites within the limit, nearest first."""
    return _nearest(_distances(here, topology.sites.place))


def _sites_told_near(
    here: np.ndarray, topology: Topology, viewer: Viewer
) -> list[tuple[int, float]]:
    """The same to the middles of cells, without protected sites; to seen sites as they are.

    Whatever is nearer than half a cell is equally near, and a site is never farther for being
    seen: of equally near ones those that are seen come first. So a place goes on leading to the
    site it led to when its surroundings are opened to the viewer by a grant.
    """
    exact = _distances(here, topology.sites.place)
    told = _distances(here, middles(topology.sites.place))
    told = np.maximum(told, min(CELL_M / 2, settings.ROUTE_SNAP_M))
    order = np.ones(len(told))
    near = np.flatnonzero(np.minimum(exact, told) <= settings.ROUTE_SNAP_M)
    numbers = {int(topology.sites.ids[n]): int(n) for n in near}
    there = Site.objects.filter(pk__in=numbers)
    seen = set(there.visible_to(viewer).values_list("pk", flat=True))
    hidden = there.filter(publication=PublicationClass.PROTECTED).exclude(pk__in=seen)
    for site in hidden.values_list("pk", flat=True):
        told[numbers[site]] = np.inf
    for site in seen:
        number = numbers[site]
        told[number], order[number] = min(exact[number], told[number]), 0
    return _nearest(told, order)


def _distances(here: np.ndarray, places: np.ndarray) -> np.ndarray:
    return np.hypot(*(places - here).T) if len(places) else np.empty(0)


def _nearest(distance: np.ndarray, order: np.ndarray | None = None) -> list[tuple[int, float]]:
    """Within the limit, nearest first; of equally near ones in that order."""
    near = np.flatnonzero(distance <= settings.ROUTE_SNAP_M)
    order = np.zeros(len(distance)) if order is None else order
    by = np.lexsort((order[near], distance[near]))
    return [(int(n), float(distance[n])) for n in near[by]]


def _own_sites_first(
    address: Address, near: list[tuple[int, float]], topology: Topology
) -> Iterable[tuple[int, float]]:
    own = set(Site.objects.filter(address=address).values_list("pk", flat=True))
    return sorted(near, key=lambda found: int(topology.sites.ids[found[0]]) not in own)


def _is_usable(
    site: int, topology: Topology, suitability: Suitability, hidden: frozenset[int]
) -> bool:
    """Whether a duct that could serve, were it free, can be entered at the site."""
    segments = set(topology.segments_at(site)) - hidden
    groups = {group for segment in segments for group in topology.groups_at(segment)}
    for group in (topology.groups[number] for number in groups):
        if any(suitability.of(part) == Suits.YES for part in group.parts) and (
            topology.can_open[site] or any(group.sites[end] == site for end in group.ends)
        ):
            return True
    return False
