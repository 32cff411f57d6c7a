"""What an applicant is told of the units that own claims name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.viewer import Viewer
from assets.models import Cable
from gis.generalise import rounded_length
from network.models import HeldUnit
from reservations.models import Claim
from reservations.services.naming import seen_among
from reservations.services.requested import Stretch
from reservations.tariffs.quote import kind_of, lengths_of


@dataclass(frozen=True)
class Element:
    """What is asked for: names only where the applicant may see them, else a length to 50 m."""

    kind: str
    name: str
    way: str
    length_m: float
    rounded: bool


def told_of(claims: Sequence[Claim], viewer: Viewer) -> Mapping[int, list[Element]]:
    """By claim; in a fixed number of statements, however many claims there are."""
    by_holder = {claim.holder_id: claim.pk for claim in claims}
    lengths = lengths_of(*by_holder)
    rows = HeldUnit.objects.filter(holder__in=by_holder).order_by("pk")
    units = list(rows.select_related("duct__type", "from_site", "to_site", "strand__cable"))
    seen = _seen_among(units, viewer)
    told: dict[int, list[Element]] = defaultdict(list)
    for unit in units:
        element = _element(unit, float(lengths.get(unit.pk, 0)), unit.pk in seen)
        told[by_holder[unit.holder_id]].append(element)
    return told


def _seen_among(units: Sequence[HeldUnit], viewer: Viewer) -> set[int]:
    """The units that the viewer may see exactly from end to end."""
    ducts = {
        unit.pk: Stretch(unit.duct_id, unit.from_site_id, unit.to_site_id)
        for unit in units
        if unit.duct_id is not None
    }
    seen = seen_among(list(ducts.values()), viewer)
    strands = HeldUnit.objects.filter(pk__in=[unit.pk for unit in units]).filter(
        strand__cable__in=Cable.objects.visible_to(viewer)
    )
    whole = {key for key, stretch in ducts.items() if stretch in seen}
    return whole | set(strands.values_list("pk", flat=True))


def _element(unit: HeldUnit, length: float, seen: bool) -> Element:
    kind = str(kind_of(unit).label)
    if not seen:
        return Element(kind, "", "", rounded_length(length), rounded=True)
    if unit.duct is None:
        name = f"{unit.strand.cable.code}/{unit.strand.number}"  # type: ignore[union-attr]
        return Element(kind, name, "", length, rounded=False)
    way = f"{unit.from_site.code} – {unit.to_site.code}"  # type: ignore[union-attr]
    return Element(kind, unit.duct.code, way, length, rounded=False)
