"""Bring the columns of other layers to the rows of one: "layer.column"."""

import re
from collections.abc import Callable

import numpy as np

from gis.importing.cells import to_text
from gis.importing.findings import Finding
from gis.importing.mapping import Entry, Join
from gis.importing.table import Table, column, objects

WHOLE = re.compile(r"\d+\.0+")
ReadLayer = Callable[[str], Table]


def join_all(table: Table, entry: Entry, read: ReadLayer) -> Table:
    """``table`` with the columns (and, where asked, the geometry) of every layer the entry
    joins.
    """
    for join in entry.join:
        table = _join(table, join, read(join.layer))
    return table


def _join(table: Table, join: Join, other: Table) -> Table:
    here = keys(table, list(join.on))
    first: dict[str, int] = {}
    several: set[str] = set()
    for row, key in enumerate(keys(other, list(join.on.values()))):
        if key in first:
            several.add(key)
        elif key:
            first[key] = row
    rows = [first.get(key) for key in here]
    columns = {
        f"{join.prefix}.{name}": objects([None if row is None else values[row] for row in rows])
        for name, values in other.columns.items()
    }
    joined = Table(table.name, table.columns | columns, table.geometry, table.crs, table.findings)
    joined.findings = [*table.findings, *_remarks(join, here, first, several)]
    if join.geometry and other.geometry is not None:
        joined.geometry = objects([None if row is None else other.geometry[row] for row in rows])
        joined.crs = other.crs
    return joined


def _remarks(
    join: Join, here: list[str], first: dict[str, int], several: set[str]
) -> list[Finding]:
    lost = [key for key in dict.fromkeys(here) if key and key not in first] if join.required else []
    doubled = [key for key in dict.fromkeys(here) if key in several]
    return [
        Finding(code, join.layer, values={"layer": join.layer, "value": key})
        for code, group in (("no_join", lost), ("ambiguous_join", doubled))
        for key in group
    ]


def keys(table: Table, names: list[str]) -> list[str]:
    """One text per row of the named columns, "" where all are empty; several are joined by ":"."""
    texts = [_texts(column(table, name)) for name in names]
    if len(texts) == 1:
        return [text or "" for text in texts[0]]
    return [
        ":".join(part or "" for part in parts) if any(parts) else ""
        for parts in zip(*texts, strict=True)
    ]


def _texts(values: np.ndarray) -> list[str | None]:
    """Texts of a column; where all that is given reads like 12.0 it was whole numbers once."""
    texts = [None if value is None else to_text(value) for value in values]
    given = [text for text in texts if text]
    if given and all(WHOLE.fullmatch(text) for text in given):
        return [text and text.partition(".")[0] for text in texts]
    return texts


def matching(table: Table, where: dict[str, list[str]]) -> np.ndarray:
    """Mask of the rows whose columns have one of the wanted values each."""
    mask = np.ones(len(table), dtype=bool)
    for name, wanted in where.items():
        mask &= np.array([key in wanted for key in keys(table, [name])], dtype=bool)
    return mask
