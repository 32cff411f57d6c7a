"""What may stand in a field of a few words, as people call it: kinds, life cycles, owners."""

from __future__ import annotations

from functools import partial

from accounts.models import Organisation
from assets.importing import labels
from gis.importing.mapping import Mapping
from gis.importing.targets import Field, registered

Words = list[tuple[str, str]]
"""Each with the code that a mapping writes and the word that people read."""

ORGANISATIONS = frozenset({"owner", "operator", "used_by"})


def of(mapping: Mapping, target: str, name: str) -> Words:
    """The words of a field, sorted as people read them; none where anything may stand."""
    field = registered()[target].by_name.get(name)
    if name in ORGANISATIONS and field is not None and field.choices is None:
        return _organisations(mapping)
    if field is None or field.choices is None:
        return []
    return sorted(_choices(target, field), key=lambda word: word[1].casefold())


def _choices(target: str, field: Field) -> Words:
    said = dict(labels.choices(target, field.name))
    return [(code, said.get(code, code)) for code in sorted(field.choices or ())]


def _organisations(mapping: Mapping) -> Words:
    known = dict(Organisation.objects.order_by("name").values_list("code", "name"))
    made = [(code, one.name) for code, one in mapping.organisations.items() if code not in known]
    return [*made, *known.items()]


def meant(value: str, words: Words) -> str | None:
    """The code that a delivered value means without doubt: it is the code, or the word, itself."""
    is_it = partial(_same, value)
    found = {code for code, word in words if is_it(code) or is_it(word)}
    return found.pop() if len(found) == 1 else None


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
