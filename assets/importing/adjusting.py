"""What people change in a mapping by clicking: its text stays TOML that they can read and keep."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import tomli_w

from assets.importing import preview
from gis.importing.mapping import Mapping

_ENTRY = re.compile(r"\[\[import\]\]")
_PART_OF_IT = re.compile(r"\[\[?import\.")
_TABLE = re.compile(r"\[[\[A-Za-z]")


def naming_layers(text: str, mapping: Mapping, layers: Sequence[preview.Layer]) -> str:
    """Name the layer to each entry that names none, where the delivery has several.

    It is the first that has all columns which the entry reads; where there is none it stays open.
    """
    if len(layers) < 2:
        return text
    meant = {
        at: _only_name(layer, layers)
        for at, entry in enumerate(mapping.entries)
        if entry.layer is None and (layer := preview.layer_for(entry, layers)) is not None
    }
    out = []
    for at, line in _by_entry(text):
        out.append(line)
        if _ENTRY.match(line) and at in meant:
            out.append(f"layer = {json.dumps(meant[at], ensure_ascii=False)}\n")
    return "".join(out)


def finding_layers(text: str, mapping: Mapping, layers: Sequence[preview.Layer]) -> str:
    """Name the layers of this delivery where the mapping was made for another file.

    An entry whose layer is not there takes the first that has all columns which it reads and that
    no other entry means; the same text if there is nothing to do.
    """
    meant = [one["name"] for entry in mapping.entries for one in preview.layers_of(entry, layers)]
    free = [one for one in layers if one["name"] not in meant]
    found: dict[str, preview.Layer] = {}
    content = tomllib.loads(text)
    for entry, raw in zip(mapping.entries, content["import"], strict=True):
        if entry.layer is None or preview.layers_of(entry, layers):
            continue
        again = [found[entry.layer]] if entry.layer in found else free
        layer = preview.layer_for(entry.model_copy(update={"layer": None}), again)
        if layer is None:
            continue
        found[entry.layer] = layer
        free = [one for one in free if one is not layer]
        raw["layer"] = _only_name(layer, layers)
    return tomli_w.dumps(content) if found else text


def without(text: str, entries: Collection[int]) -> str:
    """Leave out these entries, by their place in the text."""
    return "".join(line for at, line in _by_entry(text) if at not in entries)


def _by_entry(text: str) -> Iterator[tuple[int | None, str]]:
    """Each line with the entry it belongs to, None outside of all."""
    at, inside = -1, False
    for line in text.splitlines(keepends=True):
        if _ENTRY.match(line):
            at, inside = at + 1, True
        elif _TABLE.match(line) and not _PART_OF_IT.match(line):
            inside = False
        yield at if inside else None, line


def _only_name(layer: dict[str, Any], layers: Sequence[preview.Layer]) -> str:
    """A name that means this layer alone."""
    for name in (layer["name"], layer["file"]):
        if sum(name.casefold() in preview.names_of(one) for one in layers) == 1:
            return name
    return f"{layer['file']}/{layer['name']}"
