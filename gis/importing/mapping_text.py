"""TOML text of a mapping: parse it, and find the line a key stands on (tomllib does not tell)."""

import re
import tomllib
from typing import Any

from django.utils.translation import gettext as _

from gis.importing.problems import ImportProblem

HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
Path = tuple[str | int, ...]


def parse(text: str, name: str) -> dict[str, Any]:
    """The content of TOML ``text``; ``name`` is the file for the error."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ImportProblem(
            "bad_mapping", _("Not valid TOML: %(detail)s") % {"detail": error}, name
        ) from error


def line_of(text: str, location: Path) -> int | None:
    """The line on which ``location`` (keys and list positions) or its nearest parent is written,
    from 1.
    """
    wanted = tuple(str(part) for part in location)
    best, best_line = 0, None
    for path, line in _keys(text):
        depth = len(path) if wanted[: len(path)] == path else 0
        if depth > best:
            best, best_line = depth, line
    return best_line


def _keys(text: str) -> list[tuple[tuple[str, ...], int]]:
    """Every table header and key with its full path and line; list positions counted per list."""
    found: list[tuple[tuple[str, ...], int]] = []
    counters: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := HEADER.match(line):
            table = _table_path(header.group(2), header.group(1) == "[[", counters)
            found.append((table, number))
        elif key := KEY.match(line):
            found.append(((*table, *_parts(key.group(1))), number))
    return found


def _table_path(
    header: str, is_list: bool, counters: dict[tuple[str, ...], int]
) -> tuple[str, ...]:
    """The path of a table header, with the current position put in behind every list on its way."""
    path: tuple[str, ...] = ()
    parts = _parts(header)
    for index, part in enumerate(parts):
        path = (*path, part)
        last = index == len(parts) - 1
        if last and is_list:
            counters[path] = counters.get(path, -1) + 1
        if path in counters:
            path = (*path, str(counters[path]))
    return path


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(
        part.strip().strip("\"'") for part in re.findall(r"""[\w-]+|"[^"]*"|'[^']*'""", dotted)
    )
