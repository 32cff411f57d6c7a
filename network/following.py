"""How claims, joints and damages follow edits of the plant.

Claims name ducts and sites, so a split leaves them as they are. A cut divides the units that span
it. Damages lie on sections: a split copies them, because nobody recorded in which half they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.models import Model, Q
from django.utils import timezone

from assets.hooks import (
    Cut,
    Merge,
    Obstacle,
    Reroute,
    Split,
    locks_along,
    may_object,
    takes_part,
)
from assets.models import Duct, Site
from network.models import Damage, DuctJointEnd, HeldUnit
from network.models.duct_joint import End
from network.services import duct_joint

# --- locks
_LOCKED_ALONG = """
SELECT network_ducts_around(%(ducts)s)
UNION SELECT network_ducts_of(network_holders_on_ducts(%(ducts)s))
"""


@locks_along
def ducts_derived_along(ducts: set[int]) -> set[int]:
    """The ducts that `network_derive` locks once these ducts have changed."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCKED_ALONG, {"ducts": sorted(ducts)})
        return {row[0] for row in cursor.fetchall()}


# --- split and merge
_COPY_DAMAGES = """
INSERT INTO network_damage (section_id, period, description)
SELECT n.id, m.period, m.description
FROM network_damage m
JOIN assets_ductsection o ON o.id = m.section_id AND o.segment_id = %(kept)s
JOIN assets_ductsection n ON n.duct_id = o.duct_id AND n.segment_id = %(new)s
"""

_UNLIKE_DAMAGES = """
SELECT m.id FROM network_damage m JOIN assets_ductsection s ON s.id = m.section_id
WHERE s.segment_id IN (%(kept)s, %(gone)s) AND NOT EXISTS (
    SELECT FROM network_damage o JOIN assets_ductsection t ON t.id = o.section_id
    WHERE t.duct_id = s.duct_id AND t.segment_id IN (%(kept)s, %(gone)s)
      AND t.segment_id <> s.segment_id
      AND o.period = m.period AND o.description = m.description)
"""


@takes_part(Split)
def copy_damages(event: Split) -> None:
    """Both halves stay blocked until somebody says which one is sound."""
    with connection.cursor() as cursor:
        cursor.execute(_COPY_DAMAGES, {"kept": event.kept.pk, "new": event.new.pk})


@may_object(Merge)
def damaged_on_one_side(event: Merge) -> Iterator[Obstacle]:
    """A damage that only one half has would block the other one, too."""
    with connection.cursor() as cursor:
        cursor.execute(_UNLIKE_DAMAGES, {"kept": event.kept.pk, "gone": event.gone.pk})
        ids = [row[0] for row in cursor.fetchall()]
    for damage in Damage.objects.filter(pk__in=ids):
        yield _as_obstacle(damage)


@takes_part(Merge)
def drop_double_damages(event: Merge) -> None:
    Damage.objects.filter(section__segment=event.gone).delete()


# --- cut
_SITES_OF_DUCT = """
SELECT s.duct_id, g.start_site_id FROM assets_ductsection s
JOIN assets_segment g ON g.id = s.segment_id WHERE s.duct_id = ANY (%(ducts)s)
UNION
SELECT s.duct_id, g.end_site_id FROM assets_ductsection s
JOIN assets_segment g ON g.id = s.segment_id WHERE s.duct_id = ANY (%(ducts)s)
"""


@takes_part(Cut)
def divide_claims(event: Cut) -> None:
    """A unit behind the cut moves to the new piece, one that spans it becomes two."""
    behind = {old.pk: new for old, new in event.pieces}
    before_cut = _sites_passed(list(behind))
    for unit in HeldUnit.objects.filter(duct__in=behind).order_by("pk"):
        old, new = unit.duct, behind[unit.duct_id]  # type: ignore[index]
        in_front = before_cut[unit.duct_id] - {event.site.pk}  # type: ignore[index]
        if unit.from_site_id in in_front and unit.to_site_id not in (in_front | {event.site.pk}):
            _divide(unit, old, new, event.site)
        elif unit.to_site_id in in_front and unit.from_site_id not in (in_front | {event.site.pk}):
            _divide(unit, new, old, event.site)
        elif not {unit.from_site_id, unit.to_site_id} & in_front:
            unit.duct = new
            unit.save()


def _divide(unit: HeldUnit, first: Duct, second: Duct, site: Site) -> None:
    """`first` holds where the unit begins and `second` where it ends."""
    HeldUnit.objects.create(
        holder_id=unit.holder_id,
        duct=second,
        from_site=site,
        to_site_id=unit.to_site_id,
        cable_outer_mm=unit.cable_outer_mm,
    )
    unit.duct, unit.to_site = first, site
    unit.save()


def _sites_passed(ducts: list[int]) -> dict[int, set[int]]:
    passed: dict[int, set[int]] = {duct: set() for duct in ducts}
    with connection.cursor() as cursor:
        cursor.execute(_SITES_OF_DUCT, {"ducts": ducts})
        for duct, site in cursor.fetchall():
            passed[duct].add(site)
    return passed


@takes_part(Cut)
def move_joints(event: Cut) -> None:
    """What was joined to the far end is now joined to the new piece."""
    behind = {old.pk: new for old, new in event.pieces}
    for end in DuctJointEnd.objects.filter(duct__in=behind, end=End.END):
        end.duct = behind[end.duct_id]
        end.save()


@takes_part(Cut)
def couple_again(event: Cut) -> None:
    if event.coupled:
        for old, new in event.pieces:
            duct_joint.join(event.site, (old, End.END), (new, End.START))


# --- reroute
@may_object(Reroute)
def claims_at_left_sites(event: Reroute) -> Iterator[Obstacle]:
    """A claim that begins or ends at a site which the duct would not pass any more."""
    ends_there = Q(from_site__in=event.left_sites) | Q(to_site__in=event.left_sites)
    units = HeldUnit.objects.filter(ends_there, duct__in=event.ducts)
    for unit in units.exclude(holder__period__isempty=True).select_related("holder", "duct"):
        yield _as_obstacle(unit.holder)


@may_object(Reroute)
def damages_on_the_way(event: Reroute) -> Iterator[Obstacle]:
    """A damage is mended, not left behind."""
    today = timezone.localdate()
    for damage in Damage.objects.filter(section__in=event.left_sections):
        if damage.period.upper is None or damage.period.upper > today:
            yield _as_obstacle(damage)


@takes_part(Reroute)
def drop_mended_damages(event: Reroute) -> None:
    """What was mended on the old way stays in the history only."""
    Damage.objects.filter(section__in=event.left_sections).delete()


def _as_obstacle(thing: Model) -> Obstacle:
    return Obstacle(str(thing._meta.verbose_name), str(thing.pk), str(thing))
