"""Cables: make and lay, change, reroute, remove, delete. The database makes tubes and strands."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Unpack

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets.models import Cable, CableSection, Segment
from assets.models.cable import Laying
from assets.services import lock, removal
from assets.services.editing import assign, edit, locked, store, within_area
from assets.services.facts import CableFacts
from assets.services.path import Leg, Step, resolve
from gis.refusals import Refusal
from gis.retry import retried


@retried
def create(
    *, path: Sequence[Step] = (), by: User | None, reason: str = "", **facts: Unpack[CableFacts]
) -> Cable:
    """A new cable, laid along a path of segments, in each inside a duct or by itself.

    Without a path its route stays unknown; with one, its ends are those of the path.
    """
    with edit(by, reason):
        cable = assign(Cable(), dict(facts), by)
        if cable.type_id is None:
            raise Refusal("REQUIRED", _("Which type of cable is laid?"), "type")
        legs = _legs(path, cable, by)
        store(cable)
        _pull(cable, legs)
    return cable


@retried
def change(
    *,
    cable: Cable,
    by: User | None,
    version: int | None = None,
    reason: str = "",
    **facts: Unpack[CableFacts],
) -> Cable:
    """Change the given facts; another type must have as many fibres, because claims name them."""
    with edit(by, reason):
        row = _locked(cable, by, version)
        removal.refuse_if_needed(row, dict(facts), by)
        assign(row, dict(facts), by)
        row.fibre_count = row.type.fibre_count
        return store(row)


@retried
def reroute(
    *,
    cable: Cable,
    path: Sequence[Step],
    by: User | None,
    version: int | None = None,
    reason: str = "",
) -> Cable:
    """Lay a cable along another path; its strands, and claims on them, stay."""
    with edit(by, reason):
        row = _locked(cable, by, version, {step.inside.pk for step in path if step.inside})
        legs = _legs(path, row, by)
        row.sections.all().delete()
        store(row)
        _pull(row, legs)
        return row


@retried
def remove(*, cable: Cable, by: User | None, version: int | None = None, reason: str = "") -> Cable:
    """Mark a cable as removed; refused while strands of it are claimed or feed a gateway."""
    with edit(by, reason):
        row = _locked(cable, by, version)
        removal.mark_removed([row], by)
        return row


@retried
def delete(*, cable: Cable, by: User | None, version: int | None = None, reason: str = "") -> None:
    """Delete a cable whose strands nothing refers to."""
    with edit(by, reason):
        removal.delete([_locked(cable, by, version)], by)


def _locked(
    cable: Cable, by: User | None, version: int | None, new_ducts: Set[int] = frozenset()
) -> Cable:
    """The cable, locked after the ducts in which it lies or will lie."""
    own = CableSection.objects.filter(cable=cable, duct_section__isnull=False)
    lock.ducts({*new_ducts, *own.values_list("duct_section__duct", flat=True)})
    row = locked(cable, by, version)
    within_area(
        by, *Segment.objects.filter(cable_sections__cable=row).values_list("geom", flat=True)
    )
    return row


def _legs(path: Sequence[Step], cable: Cable, by: User | None) -> list[Leg]:
    """The path, and the cable's ends set to those of the path."""
    if not path:
        within_area(by, *(site.geom for site in (cable.start_site, cable.end_site) if site))
        return []
    legs = resolve(path, by, cable.start_site)
    cable.start_site_id, cable.end_site_id = legs[0].start_id, legs[-1].end_id
    return legs


def _pull(cable: Cable, legs: Sequence[Leg]) -> None:
    CableSection.objects.bulk_create(
        CableSection(
            cable=cable,
            segment_id=leg.segment.pk,
            rank=rank,
            reversed=leg.against,
            duct_section=leg.parent,
            laying=Laying.DUCT if leg.parent else leg.step.laying,
            slack_m=leg.step.slack_m,
        )
        for rank, leg in enumerate(legs, start=1)
    )
