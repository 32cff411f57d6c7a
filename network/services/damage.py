"""Damages: reported, mended, deleted. A damaged unit is blocked from the moment it is recorded."""

from __future__ import annotations

from typing import TypedDict, Unpack

from psycopg2.extras import DateRange

from accounts.models import User
from assets.models import DuctSection, Strand
from assets.services import lock
from assets.services.editing import assign, edit, locked, store, visible, within_area
from gis.refusals import NotFound
from gis.retry import retried
from network.models import Damage


class DamageFacts(TypedDict, total=False):
    """`period` is open at its end until the damage is mended."""

    period: DateRange
    description: str


@retried
def report(
    *,
    section: DuctSection | None = None,
    strand: Strand | None = None,
    by: User | None,
    reason: str = "",
    **facts: Unpack[DamageFacts],
) -> Damage:
    """A new damage, on a duct section or on a strand."""
    damage = assign(Damage(section=section, strand=strand), dict(facts), by)
    return record(damage=damage, by=by, reason=reason)


@retried
def change(
    *,
    damage: Damage,
    by: User | None,
    version: int | None = None,
    reason: str = "",
    **facts: Unpack[DamageFacts],
) -> Damage:
    """Change what is known of it, for example the end of its period once it is mended."""
    with edit(by, reason):
        _locked_unit(damage, by)
        return store(assign(locked(damage, by, version), dict(facts), by))


@retried
def record(*, damage: Damage, by: User | None, reason: str = "") -> Damage:
    """Store a new or changed damage as it is."""
    with edit(by, reason):
        _locked_unit(damage, by)
        return store(damage)


@retried
def delete(
    *, damage: Damage, by: User | None, version: int | None = None, reason: str = ""
) -> None:
    """Delete a damage that was recorded by mistake; what was mended gets an end instead."""
    with edit(by, reason):
        _locked_unit(damage, by)
        locked(damage, by, version).delete()


def _locked_unit(damage: Damage, by: User | None) -> None:
    """Lock the duct or cable; a contractor records damages inside the area only."""
    if damage.section_id is not None:
        section = DuctSection.objects.select_related("segment").filter(pk=damage.section_id).first()
        if section is None:
            raise NotFound("section")
        lock.ducts([section.duct_id])
        visible(section, by, "section")
        within_area(by, section.segment.geom)
    elif damage.strand_id is not None:
        strand = Strand.objects.filter(pk=damage.strand_id).first()
        if strand is None:
            raise NotFound("strand")
        lock.cables([strand.cable_id])
        visible(strand, by, "strand")
        within_area(by, *strand.cable.sections.values_list("segment__geom", flat=True))
