"""Ducts: lay, change, remove, delete; `cut` and `reroute` have modules of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets.models import BundleMember, Duct, DuctSection, LifeCycle, Segment, Site
from assets.models.duct_type import DuctKind
from assets.services import lock, removal
from assets.services.duct_cut import cut
from assets.services.duct_reroute import reroute
from assets.services.editing import assign, edit, locked, store, visible, within_area
from assets.services.facts import DuctFacts
from assets.services.path import Leg, Step, resolve
from gis.refusals import Refusal
from gis.retry import retried

__all__ = ["change", "cut", "delete", "lay", "remove", "reroute"]


@retried
def lay(
    *,
    path: Sequence[Step],
    by: User | None,
    start_site: Site | None = None,
    bundle: Duct | None = None,
    reason: str = "",
    **facts: Unpack[DuctFacts],
) -> Duct:
    """Lay a duct along a path of segments, each step in the trench or inside another duct.

    A bundle brings its tubes with it: ducts inside the bundle's sections, at their number's
    position, with codes such as RV-12.07. `bundle` says where a single tube was made.
    """
    with edit(by, reason):
        legs = resolve(path, by, start_site)
        duct = assign(Duct(), dict(facts), by)
        duct.bundle = None if bundle is None else visible(bundle, by, "bundle")
        duct.start_site_id, duct.end_site_id = legs[0].start_id, legs[-1].end_id
        _refuse_missing_type(duct)
        store(duct)
        sections = _lay_sections(duct, legs)
        if duct.type.kind == DuctKind.BUNDLE:
            _lay_tubes(duct, sections)
    return duct


@retried
def change(
    *,
    duct: Duct,
    by: User | None,
    version: int | None = None,
    reason: str = "",
    **facts: Unpack[DuctFacts],
) -> Duct:
    """Change the given facts; the way of a duct changes by `reroute` and `cut`."""
    with edit(by, reason):
        lock.ducts_to_edit([duct.pk])
        row = _locked(duct, by, version)
        removal.refuse_if_needed(row, dict(facts), by)
        return store(assign(row, dict(facts), by))


@retried
def remove(
    *,
    duct: Duct,
    by: User | None,
    with_tubes: bool = False,
    version: int | None = None,
    reason: str = "",
) -> Duct:
    """Mark a duct as removed, a bundle on request with its tubes; refused while it is in use."""
    with edit(by, reason):
        rows = _locked_family(duct, by, version, with_tubes)
        removal.mark_removed([row for row in rows if row.life_cycle != LifeCycle.REMOVED], by)
        return rows[-1]


@retried
def delete(
    *,
    duct: Duct,
    by: User | None,
    with_tubes: bool = False,
    version: int | None = None,
    reason: str = "",
) -> None:
    """Delete a duct that nothing refers to, a bundle on request with its tubes."""
    with edit(by, reason):
        removal.delete(_locked_family(duct, by, version, with_tubes), by)


def _locked(duct: Duct, by: User | None, version: int | None) -> Duct:
    row = locked(duct, by, version)
    within_area(by, *Segment.objects.filter(duct_sections__duct=row).values_list("geom", flat=True))
    return row


def _locked_family(
    duct: Duct, by: User | None, version: int | None, with_tubes: bool
) -> list[Duct]:
    """The tubes, if they are wanted, and then the duct itself, all locked in id order."""
    ids = {duct.pk}
    if with_tubes:
        ids |= set(Duct.objects.filter(bundle=duct).values_list("pk", flat=True))
    family = [one for one in lock.ducts_to_edit(ids) if one.pk in ids]
    row = _locked(duct, by, version)
    return [*(_locked(tube, by, None) for tube in family if tube.pk != row.pk), row]


def _refuse_missing_type(duct: Duct) -> None:
    if duct.type_id is None:
        raise Refusal("REQUIRED", _("Which type of duct is laid?"), "type")


def _lay_sections(duct: Duct, legs: Sequence[Leg]) -> list[DuctSection]:
    return DuctSection.objects.bulk_create(
        DuctSection(
            duct=duct,
            segment_id=leg.segment.pk,
            rank=rank,
            reversed=leg.against,
            parent=leg.parent,
            level=leg.parent.level + 1 if leg.parent else 0,
            position=leg.step.position,
        )
        for rank, leg in enumerate(legs, start=1)
    )


def _lay_tubes(bundle: Duct, sections: Sequence[DuctSection]) -> None:
    """The tubes of the bundle's type, each inside the bundle all along."""
    members = BundleMember.objects.filter(bundle_type=bundle.type_id).order_by("number")
    tubes = Duct.objects.bulk_create(_tube(bundle, member) for member in members)
    DuctSection.objects.bulk_create(
        DuctSection(
            duct=tube,
            segment_id=around.segment_id,
            rank=around.rank,
            reversed=around.reversed,
            parent=around,
            level=around.level + 1,
            position=tube.number,
        )
        for tube in tubes
        for around in sections
    )


_FROM_BUNDLE = (
    "owner_id", "operator_id", "used_by_id", "life_cycle", "valid_from", "valid_to", "publication",
    "provenance", "source_system", "project_id", "start_site_id", "end_site_id",
    "commercial_availability",
)  # fmt: skip


def _tube(bundle: Duct, member: BundleMember) -> Duct:
    facts = {name: getattr(bundle, name) for name in _FROM_BUNDLE}
    return Duct(
        code=f"{bundle.code}.{member.number:02d}",
        type_id=member.tube_type_id,
        bundle=bundle,
        number=member.number,
        **facts,
    )
