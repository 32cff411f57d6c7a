"""Reads ``fixtures/reference`` into checked records.

The files are TOML, because people edit them: diameters, limits and band plans change without a
programmer. Each record names its source by a key of the file's table ``[sources]``.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from gis.refusals import Refusal

from . import further
from .records import (
    CableType,
    Colour,
    ColourScheme,
    DuctType,
    FillPolicy,
    FrequencyPlan,
    Named,
)

Kind = TypeVar("Kind", bound=Named)


class ReferenceDataError(Refusal):
    """Reference data that cannot be used; the message names file or record, and the reason."""

    def __init__(self, message: str) -> None:
        super().__init__("REFERENCE_DATA", message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogues:
    """All reference data, checked against itself."""

    colours: Mapping[str, Colour]
    colour_schemes: tuple[ColourScheme, ...]
    duct_types: tuple[DuctType, ...]
    cable_types: tuple[CableType, ...]
    fill_policies: tuple[FillPolicy, ...]
    frequency_plans: tuple[FrequencyPlan, ...]
    further: Mapping[str, tuple[Named, ...]]
    """Those of upper rooms, by the name of their file."""


def read(folder: Path) -> Catalogues:
    """All files of a folder; raises ``ReferenceDataError`` for the first thing that is wrong."""
    colours = _document(folder / "colours.toml")
    catalogues = Catalogues(
        colours=_validated(folder / "colours.toml", dict[str, Colour], colours.get("colours", {})),
        colour_schemes=_records(folder / "colours.toml", "schemes", ColourScheme),
        duct_types=_records(folder / "duct_types.toml", "types", DuctType),
        cable_types=_records(folder / "cable_types.toml", "types", CableType),
        fill_policies=_records(folder / "fill_policies.toml", "policies", FillPolicy),
        frequency_plans=_records(folder / "frequency_plans.toml", "plans", FrequencyPlan),
        further={
            one.file: _records(folder / one.file, one.table, one.record)
            for one in further.catalogues
        },
    )
    _check_references(catalogues)
    return catalogues


def _document(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file, parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ReferenceDataError(
            _("%(file)s cannot be read: %(reason)s") % {"file": path.name, "reason": error}
        ) from error


def _records(path: Path, table: str, kind: type[Kind]) -> tuple[Kind, ...]:
    document = _document(path)
    raw = _with_sources(path, document.get(table, []), document.get("sources", {}))
    records = _validated(path, tuple[kind, ...], raw)
    twice = [code for code, number in Counter(item.code for item in records).items() if number > 1]
    if twice:
        raise ReferenceDataError(
            _("%(file)s: more than one record has the code %(code)s")
            % {"file": path.name, "code": twice[0]}
        )
    return records


def _with_sources(path: Path, value: Any, sources: Mapping[str, str]) -> Any:
    """The same data with the key of each source replaced by its text."""
    if isinstance(value, list):
        return [_with_sources(path, item, sources) for item in value]
    if not isinstance(value, dict):
        return value
    result = {key: _with_sources(path, item, sources) for key, item in value.items()}
    if "source" in result:
        if result["source"] not in sources:
            raise ReferenceDataError(
                _("%(file)s: the source “%(source)s” is not in the table of sources")
                % {"file": path.name, "source": result["source"]}
            )
        result["source"] = sources[result["source"]]
    return result


def _validated(path: Path, kind: Any, raw: Any) -> Any:
    try:
        return TypeAdapter(kind).validate_python(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = _place(raw, first["loc"])
        raise ReferenceDataError(f"{path.name}: {place}: {first['msg']}") from error


def _place(raw: Any, location: Iterable[str | int]) -> str:
    """Where an error is, by code or name instead of by position in the file."""
    parts = []
    for step in location:
        raw = raw[step] if isinstance(raw, (list, dict)) and _has(raw, step) else None
        named = raw.get("code") or raw.get("name") if isinstance(raw, dict) else None
        parts.append(str(named or step))
    return " → ".join(parts)


def _has(raw: Any, step: str | int) -> bool:
    return step in raw if isinstance(raw, dict) else isinstance(step, int) and step < len(raw)


def _check_references(catalogues: Catalogues) -> None:
    schemes = {scheme.code for scheme in catalogues.colour_schemes}
    tubes = {kind.code for kind in catalogues.duct_types if not kind.members}
    for scheme in catalogues.colour_schemes:
        _require(scheme.code, scheme.colours, catalogues.colours)
    for kind in catalogues.duct_types:
        _require(kind.code, [kind.colour_scheme] if kind.colour_scheme else [], schemes)
        _require(kind.code, kind.tubes, tubes)
    for cable in catalogues.cable_types:
        _require(cable.code, [cable.tube_scheme, cable.fibre_scheme], schemes)


def _require(code: str, wanted: Iterable[str], known: Iterable[str]) -> None:
    known = set(known)
    for name in wanted:
        if name not in known:
            raise ReferenceDataError(
                _("%(code)s names “%(name)s”, which does not exist") % {"code": code, "name": name}
            )
