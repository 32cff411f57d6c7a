"""From delivered columns to the fields of a target, each distinct value converted once."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gis.importing.batch import Batch
from gis.importing.cells import WORDS, converter, to_text
from gis.importing.joins import keys, matching
from gis.importing.mapping import CodeTable, Entry, FieldSource, Mapping
from gis.importing.table import Table, column, objects
from gis.importing.targets import Field, FieldKind, Target

LONGEST_ID = 100  # characters; pieces of a line get a few more


@dataclass(frozen=True)
class Converted:
    """The field value of a cell; ``code`` is set if something is to be said about it."""

    value: Any
    code: str | None = None
    values: dict[str, Any] = field(default_factory=dict)


def build(table: Table, entry: Entry, mapping: Mapping, target: Target) -> Batch:
    """The wanted rows of ``table`` with ids and typed fields; bad rows are refused and reported."""
    wanted = np.flatnonzero(matching(table, entry.where))
    unread = sum(finding.code == "wrong_column_count" for finding in table.findings)
    markers = set(mapping.null_values)
    ids = [key if key and key not in markers else None for key in keys(table, entry.source_id)]
    batch = Batch(
        table.name,
        objects(ids)[wanted],
        {name: column(table, name)[wanted] for name in _needed(entry)},
        None if table.geometry is None else table.geometry[wanted],
        read=len(wanted) + unread,
        refused=unread,
        findings=list(table.findings),
    )
    batch.refuse(np.equal(batch.ids, None).astype(bool), "no_source_id")
    batch.refuse(np.array([len(id_) > LONGEST_ID for id_ in batch.ids], dtype=bool), "id_too_long")
    batch.refuse(_repeated(batch.ids), "duplicate_id")
    _convert_all(batch, entry, mapping, target)
    return batch


def _needed(entry: Entry) -> list[str]:
    return list(dict.fromkeys(name for source in entry.fields.values() for name in source.names))


def _repeated(ids: np.ndarray) -> np.ndarray:
    """Mask of every occurrence but the first."""
    mask = np.ones(len(ids), dtype=bool)
    if len(ids):
        mask[np.unique(ids.astype(str), return_index=True)[1]] = False
    return mask


def _convert_all(batch: Batch, entry: Entry, mapping: Mapping, target: Target) -> None:
    """Replace the source columns of ``batch`` by the fields of ``target`` that the entry fills."""
    results: dict[str, list[Converted]] = {}
    for name, source in entry.fields.items():
        convert = _cell_converter(target.by_name[name], source, mapping)
        results[name] = _convert(_cells(batch, source), convert)
    batch.columns = {
        name: objects([cell.value for cell in cells]) for name, cells in results.items()
    }
    unknown = np.zeros(len(batch), dtype=bool)
    for cells in results.values():
        unknown |= _say(batch, cells)
    batch.refused += int(unknown.sum())
    batch.take(np.flatnonzero(~unknown))
    for item in target.fields:
        if item.required:
            empty = np.equal(batch.columns[item.name], None).astype(bool)
            batch.refuse(empty, "missing_value", lambda _row, item=item: {"field": item.name})


def _say(batch: Batch, cells: list[Converted]) -> np.ndarray:
    """Report what was said of ``cells``; return the mask of rows whose code is unknown."""
    noted = [row for row, cell in enumerate(cells) if cell.code]
    for code in dict.fromkeys(str(cells[row].code) for row in noted):
        rows = np.array([row for row in noted if cells[row].code == code])
        batch.remark(rows, code, lambda row: cells[row].values)
    return np.array([cell.code == "unknown_code" for cell in cells], dtype=bool)


def _cells(batch: Batch, source: FieldSource) -> Sequence[Any]:
    """The raw cells of a field: a constant, one column, or several made one."""
    if source.value is not None:
        return [source.value] * len(batch)
    columns = [batch.columns[name] for name in source.names]
    if len(columns) == 1:
        return columns[0]
    if source.pick == "first":
        return [next((c for c in row if c is not None), None) for row in zip(*columns, strict=True)]
    return [_joined(row, source.separator) for row in zip(*columns, strict=True)]


def _joined(parts: tuple[Any, ...], separator: str) -> str | None:
    return separator.join(to_text(part) for part in parts if part is not None) or None


def _convert(cells: Sequence[Any], convert: Callable[[Any], Converted]) -> list[Converted]:
    known: dict[tuple[type, Any], Converted] = {}
    results = []
    for cell in cells:
        key = (type(cell), cell)
        if key not in known:
            known[key] = convert(cell)
        results.append(known[key])
    return results


def _cell_converter(
    item: Field, source: FieldSource, mapping: Mapping
) -> Callable[[Any], Converted]:
    """Markers of no value, then the code table, then the kind of the field."""
    markers = set(mapping.null_values)
    codes = mapping.codes[source.codes] if source.codes else None
    name = ", ".join(source.names) or item.name
    to_kind = _after(source.prefix, item.convert or converter(item.kind, source.factor))
    pattern = source.extract and re.compile(source.extract)

    def convert(cell: Any) -> Converted:
        if cell is not None and to_text(cell) in markers:
            return Converted(None, "no_value", {"value": to_text(cell), "column": name})
        if cell is not None and pattern:
            text, match = to_text(cell), pattern.search(to_text(cell))
            if match is None:
                return Converted(None, "not_extracted", {"value": text[:100], "column": name})
            cell = (match.group(1) or "").strip() or None
        if cell is None and source.default is not None:
            return _to_field(item, to_kind, source.default, name)
        if codes is not None:
            return _by_code(codes, cell, name)
        return Converted(None) if cell is None else _to_field(item, to_kind, cell, name)

    return convert


def _after(prefix: str | None, to_kind: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The converter for what stands behind ``prefix``; a cell without it is a bad value."""
    if prefix is None:
        return to_kind

    def convert(cell: Any) -> Any:
        text = to_text(cell)
        if not text.startswith(prefix):
            raise ValueError(cell)
        return to_kind(text.removeprefix(prefix))

    return convert


def _by_code(table: CodeTable, cell: Any, name: str) -> Converted:
    """What the code means; a meaning of "" leaves the field empty, no code at all takes the
    default.
    """
    code = "" if cell is None else to_text(cell)
    meaning = table.meaning(code)
    if meaning is not None:
        return Converted(meaning or None)
    values = {"value": code, "column": name, "default": table.default}
    if table.default is not None:
        return Converted(table.default or None, "unknown_code_default" if code else None, values)
    return Converted(None, "unknown_code" if code else None, values)


def _to_field(item: Field, to_kind: Callable[[Any], Any], cell: Any, name: str) -> Converted:
    values = {"value": to_text(cell)[:100], "column": name, "kind": WORDS[item.kind]}
    try:
        value = to_kind(cell)
    except (ValueError, OverflowError, TypeError):
        return Converted(None, item.bad_code, values)
    if item.choices is not None and value not in item.choices:
        return Converted(None, "unknown_code", values)
    if (item.low is not None and value < item.low) or (item.high is not None and value > item.high):
        return Converted(None, "out_of_range", values | {"low": item.low, "high": item.high})
    if item.kind is FieldKind.TEXT and item.limit and len(value) > item.limit:
        return Converted(value[: item.limit], "too_long", {"field": item.name, "limit": item.limit})
    return Converted(value)
