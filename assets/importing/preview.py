"""What a mapping would make of a delivery, before it is tried: layer by layer, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from assets.importing import labels
from gis.importing.inspection import Inspected
from gis.importing.mapping import Entry, FieldSource, Mapping

COLUMNS = 100
"""Columns kept of a layer."""

LONGEST_VALUE = 80
"""Longer ones are no codes."""

Layer = dict[str, Any]


def as_record(found: Inspected) -> Layer:
    """A layer as it is kept with the delivery."""
    return {
        "name": found.layer.name,
        "file": found.layer.path.name,
        "stem": found.layer.path.stem,
        "kind": found.layer.kind.value,
        "rows": 0 if found.table is None else len(found.table),
        "geometry": ", ".join(f"{count} {kind}" for kind, count in found.geometries.items()),
        "crs": found.table.crs.name if found.table is not None and found.table.crs else "",
        "problem": "" if found.problem is None else str(found.problem),
        "columns": [
            {
                "name": one.name,
                "filled": one.filled,
                "examples": list(one.examples),
                "values": [value for value in one.values if len(value) <= LONGEST_VALUE],
            }
            for one in found.columns[:COLUMNS]
        ],
    }


@dataclass(frozen=True)
class FieldPreview:
    """`label` is empty where only mappings have a word for the field."""

    field: str
    label: str
    source: str
    example: str
    missing: bool


@dataclass(frozen=True)
class EntryPreview:
    """`layer` is empty where the delivery has none of that name."""

    target: str
    label: str
    wanted: str
    layer: str
    rows: int
    fields: Sequence[FieldPreview]

    @property
    def missing(self) -> list[str]:
        return [one.source for one in self.fields if one.missing]


def of(mapping: Mapping, layers: Sequence[Layer]) -> list[EntryPreview]:
    return [_entry(entry, layers) for entry in mapping.entries]


def fits(mapping: Mapping, layers: Sequence[Layer]) -> bool:
    """Whether every layer it wants is there, with the columns that name its objects."""
    return all(
        one.layer and not any(f.missing for f in one.fields if f.field == "id")
        for one in of(mapping, layers)
    )


def layer_for(entry: Entry, layers: Sequence[Layer]) -> Layer | None:
    """The first layer that has all columns which the entry reads."""
    found = (one for one in layers if not _entry(entry, [one]).missing)
    return next((one for one in found if one["rows"]), None)


def _entry(entry: Entry, layers: Sequence[Layer]) -> EntryPreview:
    found = layers_of(entry, layers)
    columns = {column["name"]: column["examples"] for layer in found for column in layer["columns"]}
    id_source = FieldSource(columns=entry.source_id)
    sources = [("id", id_source), *entry.fields.items()]
    return EntryPreview(
        target=entry.target,
        label=labels.target(entry.target),
        wanted=entry.layer or "",
        layer=", ".join(layer["name"] for layer in found),
        rows=sum(layer["rows"] for layer in found),
        fields=[
            _field(labels.field(entry.target, name), name, source, columns, bool(found))
            for name, source in sources
        ],
    )


def layers_of(entry: Entry, layers: Sequence[Layer]) -> list[Layer]:
    """As `Source.find` does: by name, by the file's name, or by a pattern."""
    if entry.layer is None:
        return list(layers) if len(layers) == 1 else []
    wanted = entry.layer.casefold()
    own = [layer for layer in layers if wanted in names_of(layer)]
    return own or [
        layer for layer in layers if any(fnmatchcase(one, wanted) for one in names_of(layer))
    ]


def names_of(layer: Layer) -> Iterator[str]:
    """What a mapping may call the layer, without capitals."""
    return (str(layer[key]).casefold() for key in ("name", "stem", "file"))


def _field(
    label: str, name: str, source: FieldSource, columns: dict[str, list[str]], known: bool
) -> FieldPreview:
    if source.value is not None:
        return FieldPreview(name, label, "", str(source.value), False)
    by_name = {column.casefold(): examples for column, examples in columns.items()}
    own = [one for one in source.names if "." not in one]
    there = [one for one in own if one.casefold() in by_name or one == "fid"]
    example = next((by_name[one.casefold()][0] for one in there if by_name.get(one.casefold())), "")
    missing = known and bool(own) and len(there) < (1 if source.pick == "first" else len(own))
    return FieldPreview(name, label, " + ".join(source.names), example, missing)
