"""A mapping as a table: what each column of a layer becomes, and what is the same for all rows.

What a table cannot say (several columns in one field, joins, units) stays as the text has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from assets.importing import labels, words
from assets.importing.preview import Layer, layers_of
from gis.importing.crs import USUAL as USUAL_SYSTEMS
from gis.importing.crs import by_code
from gis.importing.mapping import Entry, FieldSource, Mapping
from gis.importing.targets import Field, Target, registered

ROW_NUMBER = "fid"
USUAL = ("life_cycle",)
"""Offered for all rows, though it need not be said."""

GEOMETRIES = {"point": ("Point", "Polygon"), "line": ("LineString",)}


@dataclass(frozen=True)
class Choice:
    """One list in the table. `name` is the form's, `chosen` a code of `options`."""

    name: str
    label: str
    chosen: str
    options: words.Words = field(default_factory=list)
    required: bool = False


@dataclass(frozen=True)
class ColumnRow:
    """A column with the list of fields; `beside` are fields that take it together with others."""

    column: str
    examples: Sequence[str]
    choice: Choice
    beside: Sequence[str]
    values: Sequence[Choice] = ()
    """What each of its values means, where the field has a few words only."""


@dataclass(frozen=True)
class Assignment:
    """The table of one entry; it has no rows where the delivery has no such layer."""

    target: Choice
    source_id: Choice
    system: Choice
    axes: Choice
    rows: Sequence[ColumnRow]
    fixed: Sequence[Choice]
    other: Sequence[tuple[str, str]]
    """Fields that several columns, or joined ones, make; with their names."""


def of(mapping: Mapping, layers: Sequence[Layer]) -> list[Assignment]:
    """A table for each entry of the mapping, all of whose targets are known."""
    return [
        _assignment(mapping, at, entry, layers_of(entry, layers))
        for at, entry in enumerate(mapping.entries)
    ]


def columns_of(layers: Sequence[Layer]) -> dict[str, dict]:
    """The columns of layers that are read as one, by name, the first of each name."""
    found: dict[str, dict] = {}
    for layer in layers:
        for column in layer["columns"]:
            found.setdefault(column["name"], column)
    return found


def field_of(entry: Entry, column: str) -> str:
    """The field that this column makes alone; empty if none."""
    is_alone = (name for name, source in entry.fields.items() if _is(source.column, column))
    return next(is_alone, "")


def values_of(mapping: Mapping, source: FieldSource | None, column: dict) -> list[str]:
    """What may be translated: the values of a column, and those that the code table has."""
    table = mapping.codes.get(source.codes or "") if source is not None else None
    return list(dict.fromkeys([*column.get("values", ()), *(table.values if table else ())]))


def fixed_fields(entry: Entry) -> list[Field]:
    """What no column makes and is needed, usual, or said to be the same for all rows."""
    sources = entry.fields
    return [
        one
        for one in registered()[entry.target].fields
        if (sources[one.name].value is not None if one.name in sources else _is_offered(one))
    ]


def _is_offered(one: Field) -> bool:
    return one.required or one.name in USUAL


def _is(known: str | None, column: str) -> bool:
    return known is not None and known.casefold() == column.casefold()


def _assignment(mapping: Mapping, at: int, entry: Entry, layers: Sequence[Layer]) -> Assignment:
    target = registered()[entry.target]
    columns = columns_of(layers)
    return Assignment(
        target=Choice(f"target-{at}", "", entry.target, _targets(entry, layers)),
        source_id=_source_id(at, entry, columns),
        system=_system(at, mapping, entry, layers),
        axes=_axes(at, entry, layers),
        rows=[
            _row(mapping, f"{at}-{number}", entry, target, column)
            for number, column in enumerate(columns.values())
            if column["filled"] or field_of(entry, column["name"])
        ],
        fixed=[_fixed(mapping, at, entry, one) for one in fixed_fields(entry)],
        other=[
            (_label(entry.target, name), " + ".join(source.names))
            for name, source in entry.fields.items()
            if source.columns or "." in (source.column or "")
        ],
    )


def _targets(entry: Entry, layers: Sequence[Layer]) -> words.Words:
    """What can be made of this geometry, and what it is now."""
    shapes = " ".join(layer["geometry"] for layer in layers)
    return [
        (one.name, labels.target(one.name))
        for one in sorted(registered().values(), key=lambda one: one.order)
        if one.name == entry.target
        or any(kind in shapes for kind in GEOMETRIES.get(one.geometry or "", ("",)))
    ]


def _source_id(at: int, entry: Entry, columns: dict[str, dict]) -> Choice:
    now = " + ".join(entry.source_id)
    names = dict.fromkeys([now, *columns, ROW_NUMBER])
    label = labels.field(entry.target, "id")
    return Choice(f"id-{at}", label, now, [(name, name) for name in names], required=True)


def _system(at: int, mapping: Mapping, entry: Entry, layers: Sequence[Layer]) -> Choice:
    """The reference system, where the file declares none or the wrong one."""
    declared = ", ".join(dict.fromkeys(layer["crs"] for layer in layers if layer["crs"]))
    own = [entry.crs] if entry.crs and entry.crs not in USUAL_SYSTEMS else []
    options = [(code, f"{by_code(code).name} ({code})") for code in (*own, *USUAL_SYSTEMS)]
    label = _("as declared: %(system)s") % {"system": declared or mapping.crs or _("nothing")}
    return Choice(f"crs-{at}", label, entry.crs or "", options if layers else [])


def _axes(at: int, entry: Entry, layers: Sequence[Layer]) -> Choice:
    """The order of the coordinates, which some files have the wrong way round."""
    options = [("true", str(_("x and y swapped")))] if layers else []
    return Choice(f"axes-{at}", str(_("as in the file")), _text(entry.swap_axes), options)


def _row(mapping: Mapping, place: str, entry: Entry, target: Target, column: dict) -> ColumnRow:
    name = column["name"]
    chosen = field_of(entry, name)
    fields = [(one.name, _label(target.name, one.name)) for one in target.fields]
    return ColumnRow(
        column=name,
        examples=column["examples"],
        choice=Choice(f"column-{place}", name, chosen, sorted(fields, key=_by_word)),
        beside=[
            _label(target.name, other)
            for other, source in entry.fields.items()
            if other != chosen and any(_is(one, name) for one in source.names)
        ],
        values=_values(mapping, place, entry, column, chosen),
    )


def _values(mapping: Mapping, place: str, entry: Entry, column: dict, chosen: str) -> list[Choice]:
    options = words.of(mapping, entry.target, chosen) if chosen else []
    if not options:
        return []
    source = entry.fields[chosen]
    table = mapping.codes.get(source.codes or "")
    return [
        Choice(f"code-{place}-{number}", value, (table and table.meaning(value)) or "", options)
        for number, value in enumerate(values_of(mapping, source, column))
    ]


def _fixed(mapping: Mapping, at: int, entry: Entry, one: Field) -> Choice:
    source = entry.fields.get(one.name)
    return Choice(
        f"value-{at}-{one.name}",
        _label(entry.target, one.name),
        "" if source is None else _text(source.value),
        words.of(mapping, entry.target, one.name),
        required=one.required,
    )


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _label(target: str, name: str) -> str:
    return labels.field(target, name) or name


def _by_word(word: tuple[str, str]) -> str:
    return word[1].casefold()
