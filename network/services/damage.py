"""Damages: recorded, ended, deleted. A damaged unit is blocked from the moment it is recorded."""

from __future__ import annotations

from accounts.models import User
from assets.models import DuctSection, Strand
from assets.services import lock
from assets.services.editing import edit, store, visible, within_area
from gis.refusals import NotFound
from gis.retry import retried
from network.models import Damage


@retried
def record(*, damage: Damage, by: User | None, reason: str = "") -> Damage:
    """Store a new or changed damage, for example with the end of its period once it is mended."""
    with edit(by, reason):
        _locked_unit(damage, by)
        return store(damage)


@retried
def delete(*, damage: Damage, by: User | None, reason: str = "") -> None:
    """Delete a damage that was recorded by mistake; what was mended gets an end instead."""
    with edit(by, reason):
        _locked_unit(damage, by)
        damage.delete()


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
