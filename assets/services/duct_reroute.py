"""Reroute a duct between two sites it passes; all that lies in it there follows.

What follows lies in the duct along the whole stretch: tubes in a bundle, cables in tubes. What only
shares a part of the stretch is listed in the refusal. Claims stay with their ducts; other rooms say
what hinders them (`assets.hooks.Reroute`), such as a claim that ends at a site left behind.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets import hooks
from assets.models import Duct, DuctSection, Site
from assets.services import lock, obstacles
from assets.services.contents import Mover, movers_along, open_new_way, replace
from assets.services.editing import edit, locked, store, within_area
from assets.services.path import Leg, Step, resolve
from gis.refusals import Refusal
from gis.retry import retried


@retried
def reroute(
    *,
    duct: Duct,
    from_site: Site,
    to_site: Site,
    path: Sequence[Step],
    by: User | None,
    version: int | None = None,
    reason: str = "",
) -> Duct:
    """Give the duct another path between two of its sites; `path` leads from one to the other."""
    with edit(by, reason):
        lock.stable(lambda: _family(duct.pk), lambda found: _lock(found, path))
        row = locked(duct, by, version)
        stretch, turned = _stretch(row, from_site, to_site)
        legs = _legs(path, by, from_site, to_site, turned)
        within_area(by, *(section.segment.geom for section in stretch))
        movers = movers_along(row, stretch)
        _refuse_hindered(movers, stretch, legs)
        replace(movers, legs)
        open_new_way(movers, legs)
        return store(row)


def _lock(family: tuple[set[int], set[int]], path: Sequence[Step]) -> None:
    lock.ducts_to_edit(family[0] | {step.inside.pk for step in path if step.inside is not None})
    lock.cables(family[1])


def _family(duct_id: int) -> tuple[set[int], set[int]]:
    """The duct and all ducts and cables that lie in it, at any depth."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE inside AS ("
            " SELECT id, duct_id FROM assets_ductsection WHERE duct_id = %s"
            " UNION SELECT s.id, s.duct_id FROM inside i"
            " JOIN assets_ductsection s ON s.parent_id = i.id)"
            " SELECT true, duct_id FROM inside UNION SELECT false, c.cable_id"
            " FROM inside i JOIN assets_cablesection c ON c.duct_section_id = i.id",
            [duct_id],
        )
        rows = cursor.fetchall()
    return {i for is_duct, i in rows if is_duct}, {i for is_duct, i in rows if not is_duct}


def _ends(section: DuctSection) -> tuple[int, int]:
    segment = section.segment
    ends = (segment.start_site_id, segment.end_site_id)
    return (ends[1], ends[0]) if section.reversed else ends


def _stretch(duct: Duct, from_site: Site, to_site: Site) -> tuple[list[DuctSection], bool]:
    """The sections between two sites, in the duct's order, and whether the sites run against it."""
    sections = list(duct.sections.select_related("segment").order_by("rank"))
    for turned, (first, last) in enumerate(((from_site, to_site), (to_site, from_site))):
        starts = [i for i, section in enumerate(sections) if _ends(section)[0] == first.pk]
        stops = [i for i, section in enumerate(sections) if _ends(section)[1] == last.pk]
        if starts and stops and starts[0] <= stops[-1]:
            return sections[starts[0] : stops[-1] + 1], bool(turned)
    raise Refusal(
        "NOT_PASSED",
        _("%(duct)s does not pass both %(from)s and %(to)s.")
        % {"duct": duct.code, "from": from_site.code, "to": to_site.code},
        "from_site",
    )


def _legs(
    path: Sequence[Step], by: User | None, from_site: Site, to_site: Site, turned: bool
) -> list[Leg]:
    """The new path in the duct's order."""
    ordered = list(reversed(path)) if turned else list(path)
    first, last = (to_site, from_site) if turned else (from_site, to_site)
    legs = resolve(ordered, by, first)
    if legs[-1].end_id != last.pk:
        raise Refusal(
            "NOT_CONTIGUOUS",
            _("The new path does not lead to %(site)s.") % {"site": last.code},
            "path",
        )
    return legs


def _refuse_hindered(movers: list[Mover], stretch: list[DuctSection], legs: list[Leg]) -> None:
    left_sites = {_ends(section)[0] for section in stretch[1:]} - {leg.start_id for leg in legs}
    event = hooks.Reroute(
        ducts=[mover.owner for mover in movers if isinstance(mover.owner, Duct)],
        left_sites=left_sites,
        left_sections={
            s.pk for mover in movers for s in mover.sections if isinstance(s, DuctSection)
        },
    )
    if found := hooks.objections(event):
        obstacles.refuse(_("The duct cannot be rerouted because of: %(list)s."), found)
    hooks.tell(event)
