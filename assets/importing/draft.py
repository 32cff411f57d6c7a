"""A first mapping for a delivery nobody has seen before: it runs, and wants to be corrected."""

import json
import re
from collections import Counter
from collections.abc import Iterator

import numpy as np
from django.utils.translation import gettext as _

from gis.importing.crs import Area, by_code, fitting, plausible
from gis.importing.inspection import Inspected

# By what layers of a kind become at first, and the fields that need a value.
TARGETS = {
    "Point": ("site", {"owner": "owner", "kind": "other"}),
    "Polygon": ("site", {"owner": "owner", "kind": "other"}),
    "LineString": ("segment", {"owner": "owner", "kind": "open_cut"}),
}
ID_NAMES = re.compile(r"(?:.*[_/])?(?:id|uuid|guid|nr|nummer|code|key|kennung|fid)", re.IGNORECASE)
ID_PART = re.compile(r"(?:^|_)(?:id|nr|code)(?:_|$)", re.IGNORECASE)
FIELDS = {
    "name": re.compile(r"(?:.*[_/])?(?:name|bezeichnung|label|langname)", re.IGNORECASE),
    "stated_length_m": re.compile(r".*(?:length|laenge|länge|shape_len|longueur).*", re.IGNORECASE),
    "depth_cm": re.compile(r".*(?:depth|tiefe).*", re.IGNORECASE),
    "built_year": re.compile(r".*(?:baujahr|built).*", re.IGNORECASE),
}
ONLY_SEGMENTS = {"stated_length_m", "built_year"}


def draft(layers: list[Inspected], title: str, area: Area | None) -> Iterator[str]:
    """The lines of a TOML mapping for those layers that have a geometry."""
    system = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "source"
    yield f"title = {_text(title)}"
    yield f"source_system = {_text(system)}"
    yield ""
    yield "[organisations.owner]  # " + _("put in whose it is")
    yield "name = " + _text(_("Unknown owner"))
    yield 'kind = "carrier"'
    named = Counter(found.layer.name.casefold() for found in layers)
    for found in layers:
        alone = named[found.layer.name.casefold()] == 1
        yield from _entry(found, found.layer.name if alone else found.layer.path.name, area)


def _entry(found: Inspected, name: str, area: Area | None) -> Iterator[str]:
    kind = _kind(found)
    if kind is None or found.table is None or found.table.geometry is None:
        yield ""
        yield f"# {found.layer.name}: " + _(
            "no geometry of its own; join or link it (docs/import.md)"
        )
        return
    target, constants = TARGETS[kind]
    yield ""
    yield "[[import]]"
    yield f'target = "{target}"'
    yield f"layer = {_text(name)}"
    yield f"source_id = {_text(_source_id(found))}"
    if found.table.crs is None:
        yield f"crs = {_text(_system(found.table.geometry, area))}  # " + _("not declared")
    if kind == "Polygon":
        yield 'polygons = "centre"'
    yield "[import.fields]"
    for field, value in constants.items():
        yield f"{field} = {{ value = {_text(value)} }}"
    yield from _fields(found, target)


def _system(geometry: np.ndarray, area: Area | None) -> str:
    """What fits the area; elsewhere small numbers are taken for degrees."""
    degrees = plausible(geometry, by_code("EPSG:4326")).all()
    return next(iter(fitting(geometry, area)), "EPSG:4326" if degrees else "EPSG:25832")


def _kind(found: Inspected) -> str | None:
    kinds = {kind.removeprefix("Multi") for kind in found.geometries} & set(TARGETS)
    return next((kind for kind in ("LineString", "Point", "Polygon") if kind in kinds), None)


def _source_id(found: Inspected) -> str:
    """A column that names each row, by preference one that is called so."""
    unique = [name for name in found.unique if name != "fid"]
    named = [name for name in unique if ID_NAMES.fullmatch(name)]
    almost = [name for name in unique if ID_PART.search(name)]
    return next(iter([*named, *almost, *unique]), "fid")


def _fields(found: Inspected, target: str) -> Iterator[str]:
    used = {_source_id(found)}
    for field, pattern in FIELDS.items():
        if field in ONLY_SEGMENTS and target != "segment":
            continue
        name = next(
            (one.name for one in found.columns if one.filled and pattern.fullmatch(one.name)), None
        )
        if name:
            used.add(name)
            yield f"{field} = {_text(name)}"
    rest = [one.name for one in found.columns if one.name not in used]
    if rest:
        yield "# " + _("columns not used: %(columns)s") % {"columns": ", ".join(rest)}


def _text(value: str) -> str:
    """A TOML string; JSON's rules are the same for what names may hold."""
    return json.dumps(value, ensure_ascii=False)
