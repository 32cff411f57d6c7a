"""The mapping: which layers and columns of a delivery become which objects and fields
(docs/import.md).
"""

import re
from collections.abc import Mapping as Lookup
from pathlib import Path
from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from gis.importing.crs import by_code
from gis.importing.csv_reader import SEPARATORS
from gis.importing.encodings import ENCODINGS
from gis.importing.mapping_text import line_of, parse
from gis.importing.problems import ImportProblem
from gis.importing.targets import Duplicates, FieldKind, Target

Name = Annotated[str, Field(min_length=1, max_length=200)]


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[list[Name], BeforeValidator(_one_or_many), Field(min_length=1)]


class Strict(BaseModel):
    """A misspelt key is an error, not a key that does nothing."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


def _one_group(pattern: str | None) -> str | None:
    try:
        groups = 1 if pattern is None else re.compile(pattern).groups
    except re.error as error:
        raise ValueError(_("not a regular expression: %(detail)s") % {"detail": error}) from error
    if groups != 1:
        raise ValueError(_("it must have one group in brackets, the part to be taken"))
    return pattern


class CodeTable(Strict):
    """Codes of the source and what they mean here; an unknown one takes ``default`` or refuses the
    row.
    """

    values: dict[str, str]
    default: str | None = None

    def meaning(self, code: str) -> str | None:
        """What ``code`` stands for; upper and lower case count only where both are in the table."""
        if code in self.values:
            return self.values[code]
        same = {
            value for known, value in self.values.items() if known.casefold() == code.casefold()
        }
        return same.pop() if len(same) == 1 else None


class FieldSource(Strict):
    """Where a field comes from: a constant ``value``, a ``column``, or several ``columns``.

    Several columns are joined by ``separator``; with ``pick = "first"`` the first that is not empty
    is taken; ``default`` where all are empty. ``prefix`` must stand before the value and is taken
    off; of ``extract``, a regular expression, the group is taken. ``codes`` names a code table;
    ``factor`` turns the source's unit into ours.
    """

    value: str | int | float | bool | None = None
    column: Name | None = None
    columns: list[Name] = []
    pick: Literal["all", "first"] = "all"
    separator: str = " "
    default: str | int | float | bool | None = None
    prefix: Name | None = None
    extract: Annotated[str | None, AfterValidator(_one_group)] = None
    codes: Name | None = None
    factor: float | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if sum((self.value is not None, self.column is not None, bool(self.columns))) != 1:
            raise ValueError(_("give exactly one of value, column and columns"))
        return self

    @property
    def names(self) -> list[str]:
        """The columns it reads."""
        return [self.column] if self.column else self.columns


def _field_source(value: object) -> object:
    return {"column": value} if isinstance(value, str) else value


class Join(Strict):
    """Columns of a second layer, as "layer.column", for the rows whose columns agree.

    ``on`` maps a column known so far to a column of ``layer``; with ``geometry`` its geometry is
    taken as well.
    """

    layer: Name
    on: dict[Name, Name] = Field(min_length=1)
    geometry: bool = False
    required: bool = False
    alias: Name | None = None

    @property
    def prefix(self) -> str:
        return self.alias or self.layer


class Link(Strict):
    """A table that says which object (its id in column ``object``) belongs to which ``member``.

    Members are what it lies in (segments, ducts) or what it has (strands, by their number);
    ``order``
    sorts them along the object, ``group`` is the buffer tube of a strand.
    """

    layer: Name
    object: Name
    member: Name
    order: Name | None = None
    group: Name | None = None


class CsvGeometry(Strict):
    """Columns with the geometry of a text table."""

    wkt: Name | None = None
    x: Name | None = None
    y: Name | None = None

    @model_validator(mode="after")
    def _wkt_or_pair(self) -> Self:
        if bool(self.wkt) == bool(self.x) or bool(self.x) != bool(self.y):
            raise ValueError(_("give either wkt or both x and y"))
        return self


class Entry(Strict):
    """One layer that becomes objects of one target. Lengths in metres."""

    target: Name
    layer: Name | None = None
    source_id: Names
    where: dict[Name, Names] = {}
    fields: dict[Name, Annotated[FieldSource, BeforeValidator(_field_source)]] = {}
    join: list[Join] = []
    links: dict[Name, Link] = {}
    geometry: CsvGeometry | None = None
    header: list[Name] | None = None
    crs: str | None = None
    swap_axes: bool = False
    polygons: Literal["refuse", "centre"] = "refuse"
    snap: float = Field(default=0.5, ge=0, le=100)
    create_sites: bool = True
    created_site_kind: Name | None = None
    split_touching: bool = False
    make_tubes: bool = True
    duplicates: Duplicates | None = None
    length_tolerance_percent: float = Field(default=5, ge=0)


class NamedOrganisation(Strict):
    """An organisation that the mapping names; made if it does not exist, never changed."""

    name: Name
    kind: Name


class Mapping(Strict):
    """A whole mapping file."""

    title: str = ""
    source_system: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,59}$")
    crs: str | None = None
    area: Literal["none"] | tuple[float, float, float, float] | None = None
    encoding: Literal[ENCODINGS] | None = None  # type: ignore[valid-type]
    separator: Literal[SEPARATORS] | None = None  # type: ignore[valid-type]
    null_values: list[str] = []
    codes: dict[str, CodeTable] = {}
    organisations: dict[str, NamedOrganisation] = {}
    entries: list[Entry] = Field(alias="import", min_length=1)

    @model_validator(mode="after")
    def _known_systems(self) -> Self:
        for code in [self.crs, *(entry.crs for entry in self.entries)]:
            if code is not None:
                try:
                    by_code(code)
                except ImportProblem as problem:
                    raise ValueError(problem.message) from problem
        return self


def load(path: Path, targets: Lookup[str, Target]) -> Mapping:
    """Read and check a mapping file; every error names the key and, where it can be told, the
    line.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ImportProblem(
            "no_mapping", _("The mapping file cannot be read."), path.name
        ) from error
    return parsed(text, path.name, targets)


def parsed(text: str, name: str, targets: Lookup[str, Target]) -> Mapping:
    """Check a mapping's text as ``load`` does; ``name`` is what errors call it."""
    mapping = shaped(text, name)
    for number, entry in enumerate(mapping.entries):
        for keys, message in _faults(mapping, entry, targets):
            raise _fault(("import", number, *keys), message, text, name)
    return mapping


def shaped(text: str, name: str) -> Mapping:
    """A mapping's text by its form alone: fields may still be missing, or unknown."""
    try:
        return Mapping.model_validate(parse(text, name))
    except ValidationError as error:
        raise _worded(error, text, name) from error


def _worded(error: ValidationError, text: str, name: str) -> ImportProblem:
    first = error.errors()[0]
    location = tuple(key for key in first["loc"] if not str(key).startswith("function-"))
    message = str(first["msg"]).removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        message = _("there is no such key")
    elif first["type"] == "missing":
        message = _("the key is missing")
    return _fault(location, message, text, name)


def _fault(location: tuple[str | int, ...], message: str, text: str, name: str) -> ImportProblem:
    key = ".".join(str(part) for part in location)
    line = line_of(text, location)
    place = f"{name}:{line}" if line else name
    return ImportProblem("bad_mapping", f"{key}: {message}" if key else message, place)


Fault = tuple[tuple[str, ...], str]


def _faults(mapping: Mapping, entry: Entry, targets: Lookup[str, Target]) -> list[Fault]:
    """What is wrong with an entry beyond its form: unknown target, field, code table, code,
    link.
    """
    target = targets.get(entry.target)
    if target is None:
        known = ", ".join(sorted(targets))
        return [(("target",), _("unknown target; there are: %(known)s") % {"known": known})]
    faults = [
        (("links", name), _("“%(target)s” has no such link") % {"target": target.name})
        for name in entry.links
        if name not in target.links
    ]
    for name, source in entry.fields.items():
        faults += _field_faults(mapping, target, name, source)
    for field in target.fields:
        if field.required and field.name not in entry.fields:
            faults.append(
                (
                    ("fields",),
                    _("the required field “%(field)s” is missing") % {"field": field.name},
                )
            )
    return faults


def _field_faults(mapping: Mapping, target: Target, name: str, source: FieldSource) -> list[Fault]:
    place = ("fields", name)
    field = target.by_name.get(name)
    if field is None:
        known = ", ".join(item.name for item in target.fields)
        return [(place, _("unknown field; there are: %(known)s") % {"known": known})]
    if source.factor is not None and field.kind not in {FieldKind.INTEGER, FieldKind.DECIMAL}:
        return [(place, _("a factor needs a number"))]
    if source.codes is not None and source.codes not in mapping.codes:
        return [(place, _("there is no code table “%(codes)s”") % {"codes": source.codes})]
    return _choice_faults(place, field.choices, _constants(mapping, source))


def _constants(mapping: Mapping, source: FieldSource) -> list[str]:
    if source.codes is None:
        return [] if source.value is None else [str(source.value)]
    table = mapping.codes[source.codes]
    return [*table.values.values(), *([table.default] if table.default is not None else [])]


def _choice_faults(
    place: tuple[str, ...], choices: frozenset[str] | None, values: list[str]
) -> list[Fault]:
    if choices is None:
        return []
    known = ", ".join(sorted(choices))
    return [
        (
            place,
            _("“%(value)s” is not allowed here; allowed are: %(known)s")
            % {"value": value, "known": known},
        )
        for value in values
        if value and value not in choices
    ]
