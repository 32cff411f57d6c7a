"""Order the segments of a duct or cable into one path."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edge:
    """A segment between two sites, in the direction of its line; all by key."""

    segment: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Step:
    """A segment on a path; ``reversed`` if the path runs against its line."""

    segment: int
    reversed: bool


@dataclass(frozen=True, slots=True)
class Path:
    """Steps that join end to end from site ``start`` to site ``end``."""

    start: int
    end: int
    steps: tuple[Step, ...]


def order(edges: Iterable[Edge], start: int | None = None, end: int | None = None) -> Path | None:
    """The one path through all ``edges``, each once; None if they branch or do not join.

    A ring begins at ``start`` or where its first edge does. The direction is that from ``start`` or
    to
    ``end`` if one of them is an end of the path, else that of the first edge's line.
    """
    edges = list(dict.fromkeys(edges))
    at: dict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        at[edge.start].append(edge)
        if edge.end != edge.start:
            at[edge.end].append(edge)
    begin = _begin(edges, at, start, end)
    return None if begin is None else _walk(edges, at, begin)


def _begin(
    edges: list[Edge], at: dict[int, list[Edge]], start: int | None, end: int | None
) -> int | None:
    """The site to begin at, or None if no path can exist."""
    if not edges or any(len(meeting) > 2 for meeting in at.values()):
        return None
    tips = [site for site, meeting in at.items() if len(meeting) == 1]
    if len(tips) == 2:
        return tips[1] if start == tips[1] or (end == tips[0] and start != tips[0]) else tips[0]
    if len(tips) > 2:
        return None
    return start if start in at else edges[0].start


def _walk(edges: list[Edge], at: dict[int, list[Edge]], begin: int) -> Path | None:
    steps: list[Step] = []
    used: set[Edge] = set()
    here = begin
    while True:
        onward = next((edge for edge in at[here] if edge not in used), None)
        if onward is None:
            break
        used.add(onward)
        backwards = onward.start != here
        steps.append(Step(onward.segment, backwards))
        here = onward.start if backwards else onward.end
    return Path(begin, here, tuple(steps)) if len(used) == len(edges) else None
