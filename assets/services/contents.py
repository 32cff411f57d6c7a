"""Whatever lies in a stretch of a duct, and how it moves along when the duct gets another path."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from assets.models import Cable, CableSection, Duct, DuctSection
from assets.services import obstacles
from assets.services.path import Leg

Place = tuple[int, int]
"""A duct's id and the number of the step along the stretch."""


@dataclass
class Mover:
    """A duct or cable with its sections along the stretch, in the order of the stretch.

    `inside` is the id of the moving duct in which it lies; the rerouted duct itself has none.
    """

    owner: Duct | Cable
    sections: list[Any]
    opposed: bool
    inside: int | None = None

    def ranks(self, count: int) -> list[float]:
        """So many ranks in the gap that the old sections leave, in the order of the stretch."""
        own = list(self.owner.sections.order_by("rank").values_list("pk", "rank"))
        leaving = {section.pk for section in self.sections}
        places = [index for index, (pk, _rank) in enumerate(own) if pk in leaving]
        low = own[places[0] - 1][1] if places[0] else own[0][1] - 1
        high = own[places[-1] + 1][1] if places[-1] + 1 < len(own) else own[-1][1] + 1
        free = [low + (high - low) * step / (count + 1) for step in range(1, count + 1)]
        return free[::-1] if self.opposed else free


def movers_along(duct: Duct, stretch: list[DuctSection]) -> list[Mover]:
    """The duct and what lies in it along the whole stretch; containers come before contents.

    Refuses with the list of what lies in it along a part of the stretch only.
    """
    movers = [Mover(duct, stretch, opposed=False)]
    stuck: list[Duct | Cable] = []
    level = {section.pk: (duct.pk, step) for step, section in enumerate(stretch)}
    places = dict(level)
    while level:
        inside = DuctSection.objects.filter(parent__in=level).select_related("duct")
        found = {section: level[section.parent_id] for section in inside}
        following = _sort_out(found, stretch, stuck)
        movers += following
        level = {s.pk: (m.owner.pk, step) for m in following for step, s in enumerate(m.sections)}
        places |= level
    pulled = CableSection.objects.filter(duct_section__in=places).select_related("cable")
    movers += _sort_out({s: places[s.duct_section_id] for s in pulled}, stretch, stuck)
    if stuck:
        obstacles.refuse(
            _("What lies in it along only a part of the way cannot follow: %(list)s."),
            [obstacles.described(one) for one in stuck],
        )
    return movers


def _sort_out(found: dict[Any, Place], stretch: list[DuctSection], stuck: list[Any]) -> list[Mover]:
    """Sections grouped by what they belong to; what does not go all the way joins the `stuck`."""
    groups: dict[Any, list[Any]] = {}
    for section in found:
        owner = section.duct if isinstance(section, DuctSection) else section.cable
        groups.setdefault(owner, []).append(section)
    movers = []
    for owner, sections in groups.items():
        sections.sort(key=lambda section: found[section][1])
        inside = {found[section][0] for section in sections}
        steps = [found[section][1] for section in sections]
        if len(inside) == 1 and steps == list(range(len(stretch))):
            opposed = sections[0].reversed != stretch[0].reversed
            movers.append(Mover(owner, sections, opposed, inside.pop()))
        else:
            stuck.append(owner)
    return movers


def replace(movers: list[Mover], legs: list[Leg]) -> None:
    """Take all movers out of their old sections and lay them along the legs, nested as before."""
    ranks = [mover.ranks(len(legs)) for mover in movers]
    _delete(CableSection, movers)
    _delete(DuctSection, movers)
    made: dict[int | None, list[DuctSection]] = {}
    for mover, own_ranks in zip(movers, ranks, strict=True):
        if isinstance(mover.owner, Duct):
            made[mover.owner.pk] = _lay(mover, legs, own_ranks, made.get(mover.inside))
        else:
            _pull(mover, legs, own_ranks, made[mover.inside])


def open_new_way(movers: list[Mover], legs: list[Leg]) -> None:
    """Who was allowed to see a duct may see the segments and sites it passes now."""
    ducts = [mover.owner.pk for mover in movers if isinstance(mover.owner, Duct)]
    sites = {leg.start_id for leg in legs} | {leg.end_id for leg in legs}
    passed = {"segment": [leg.segment.pk for leg in legs], "site": sorted(sites)}
    with connection.cursor() as cursor:
        for concept, ids in passed.items():
            cursor.execute(
                f"INSERT INTO assets_{concept}_grants ({concept}_id, grant_id)"
                f" SELECT DISTINCT passed, grant_id FROM assets_duct_grants, unnest(%s) passed"
                " WHERE duct_id = ANY (%s) ON CONFLICT DO NOTHING",
                [ids, ducts],
            )


def _delete(model: type[DuctSection] | type[CableSection], movers: list[Mover]) -> None:
    """In SQL: what lies in a section moves in the same breath, it is not deleted with it."""
    ids = [s.pk for mover in movers for s in mover.sections if isinstance(s, model)]
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = ANY (%s)", [ids])


def _lay(
    mover: Mover, legs: list[Leg], ranks: list[float], inside: list[DuctSection] | None
) -> list[DuctSection]:
    """New sections of a duct: contents keep their position, the duct gets that of the path."""
    parents = [leg.parent for leg in legs] if inside is None else inside
    return DuctSection.objects.bulk_create(
        DuctSection(
            duct=mover.owner,
            segment_id=leg.segment.pk,
            rank=rank,
            reversed=leg.against != mover.opposed,
            parent=parent,
            level=parent.level + 1 if parent else 0,
            position=leg.step.position if inside is None else mover.sections[0].position,
        )
        for leg, rank, parent in zip(legs, ranks, parents, strict=True)
    )


def _pull(mover: Mover, legs: list[Leg], ranks: list[float], inside: list[DuctSection]) -> None:
    """New sections of a cable; its slack along the stretch goes into the first one."""
    slack = sum(section.slack_m for section in mover.sections)
    CableSection.objects.bulk_create(
        CableSection(
            cable=mover.owner,
            segment_id=leg.segment.pk,
            rank=ranks[index],
            reversed=leg.against != mover.opposed,
            duct_section=inside[index],
            laying="duct",
            slack_m=0 if index else slack,
        )
        for index, leg in enumerate(legs)
    )
