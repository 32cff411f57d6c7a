"""What people choose in the table of a mapping, written into its text."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping as Lookup
from collections.abc import Sequence
from typing import Any

import tomli_w
from django.utils.translation import gettext as _

from assets.importing import labels, words
from assets.importing.assignment import columns_of, field_of, fixed_fields, values_of
from assets.importing.preview import Layer, layers_of
from gis.importing.mapping import Entry, Mapping, shaped
from gis.importing.targets import registered
from gis.refusals import Refusal

Said = Lookup[str, str]
Raw = dict[str, Any]


def seal(text: str) -> str:
    """Tells whether a text is still the one that the table was made from."""
    lines = "\n".join(text.strip().splitlines())
    return hashlib.sha256(lines.encode()).hexdigest()


def assigned(text: str, said: Said, layers: Sequence[Layer]) -> str:
    """The text with what was chosen; the same text if nothing was.

    `said` holds the choices by the names that `assignment` gave them; what it lacks, stays.
    Raises BAD_MAPPING at the field "mapping" and ImportProblem.
    """
    mapping = shaped(text, "")
    content = tomllib.loads(text)
    before = tomli_w.dumps(content)
    for at, entry in enumerate(mapping.entries):
        if entry.target in registered():
            _Entry(mapping, content, at, entry, layers).change(said)
    after = tomli_w.dumps(content)
    return text if after == before else after


class _Entry:
    """One entry of the text while it is changed."""

    def __init__(
        self, mapping: Mapping, content: Raw, at: int, entry: Entry, layers: Sequence[Layer]
    ) -> None:
        self.mapping, self.content, self.at, self.entry = mapping, content, at, entry
        self.raw: Raw = content["import"][at]
        self.fields: Raw = self.raw.setdefault("fields", {})
        self.columns = columns_of(layers_of(entry, layers))

    def change(self, said: Said) -> None:
        self._say_what_is_the_same_for_all(said)
        self._translate(said)
        self._assign(said)
        system = said.get(f"crs-{self.at}", self.entry.crs or "")
        if system != (self.entry.crs or ""):
            self.raw.pop("crs", None)
            self.raw.update({"crs": system} if system else {})
        self._turn(said)
        chosen = said.get(f"id-{self.at}")
        if chosen in {*self.columns, "fid"} and [chosen] != self.entry.source_id:
            self.raw["source_id"] = chosen
        wanted = said.get(f"target-{self.at}", self.entry.target)
        if wanted != self.entry.target and wanted in registered():
            self._become(wanted)

    def _turn(self, said: Said) -> None:
        """Read the coordinates the other way round, or as they are again."""
        swapped = said.get(f"axes-{self.at}", str(self.entry.swap_axes).lower()) == "true"
        if swapped != self.entry.swap_axes:
            self.raw.pop("swap_axes", None)
            self.raw.update({"swap_axes": True} if swapped else {})

    def _say_what_is_the_same_for_all(self, said: Said) -> None:
        for one in fixed_fields(self.entry):
            chosen = said.get(f"value-{self.at}-{one.name}")
            source = self.entry.fields.get(one.name)
            now = "" if source is None else str(source.value)
            if chosen is None or chosen.strip().casefold() == now.casefold():
                continue
            self.fields.pop(one.name, None)
            if chosen.strip():
                self.fields[one.name] = {"value": chosen.strip()}

    def _assign(self, said: Said) -> None:
        """First all columns let go of their fields, so that two may change places."""
        changed: list[tuple[str, str]] = []
        for number, name in enumerate(self.columns):
            chosen = said.get(f"column-{self.at}-{number}")
            now = field_of(self.entry, name)
            if chosen is not None and chosen != now:
                self.fields.pop(now, None)
                changed.append((name, chosen))
        taken = {name: one for one in self.columns if (name := field_of(self.entry, one))}
        for name, chosen in changed:
            if not chosen or chosen not in registered()[self.entry.target].by_name:
                continue
            if (other := taken.get(chosen)) and chosen in self.fields:
                self._refuse_two(chosen, other, name)
            taken[chosen] = name
            self.fields[chosen] = self._source(chosen, name)

    def _refuse_two(self, field: str, *columns: str) -> None:
        message = _("Two columns cannot both become “%(field)s”: %(columns)s.") % {
            "field": labels.field(self.entry.target, field) or field,
            "columns": ", ".join(columns),
        }
        raise Refusal("BAD_MAPPING", message, "mapping")

    def _source(self, field: str, column: str) -> str | Raw:
        """A column as it is, or with a table of what its values mean, as far as that is plain."""
        options = words.of(self.mapping, self.entry.target, field)
        if not options:
            return column
        values = values_of(self.mapping, None, self.columns[column])
        plain = {value: code for value in values if (code := words.meant(value, options))}
        return {"column": column, "codes": self._new_table(field, plain)}

    def _new_table(self, field: str, values: dict[str, str]) -> str:
        tables = self.content.setdefault("codes", {})
        name = f"{self.entry.target}_{field}_{self.at}"
        tables[name] = {"values": values}
        return name

    def _translate(self, said: Said) -> None:
        """What the values of a column mean, where somebody said it anew."""
        for number, name in enumerate(self.columns):
            field = field_of(self.entry, name)
            if not field or not words.of(self.mapping, self.entry.target, field):
                continue
            source = self.entry.fields[field]
            known = self.mapping.codes.get(source.codes or "")
            for place, value in enumerate(values_of(self.mapping, source, self.columns[name])):
                chosen = said.get(f"code-{self.at}-{number}-{place}")
                if chosen is None or chosen == ((known and known.meaning(value)) or ""):
                    continue
                self._mean(field, source.codes, value, chosen)

    def _mean(self, field: str, codes: str | None, value: str, chosen: str) -> None:
        if codes is None:
            codes = self._new_table(field, {})
            self.fields[field] = {**self._as_table(field), "codes": codes}
        values = self.content["codes"][codes]["values"]
        for same in [one for one in values if one.casefold() == value.casefold()]:
            values.pop(same)
        if chosen:
            values[value] = chosen

    def _as_table(self, field: str) -> Raw:
        source = self.fields[field]
        return {"column": source} if isinstance(source, str) else source

    def _become(self, wanted: str) -> None:
        """Another kind of object: it keeps the fields that it has, too, if they may say so."""
        target = registered()[wanted]
        self.raw["target"] = wanted
        for name, source in list(self.fields.items()):
            field = target.by_name.get(name)
            value = source.get("value") if isinstance(source, dict) else None
            codes = isinstance(source, dict) and "codes" in source
            own = field is not None and field.choices is not None
            if field is None or (own and (codes or (value and value not in (field.choices or ())))):
                del self.fields[name]
