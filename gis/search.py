"""What the search field finds. Upper rooms register providers; results are merged in rank order."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from gis.layers import Viewer

MIN_LENGTH = 2
MAX_LENGTH = 100
LIMIT = 20
"""Results of one answer; a provider is asked for no more than half of it."""


@dataclass(frozen=True)
class Found:
    """One result. `rank` sorts: 0 names it exactly, 1 begins so, 2 contains it."""

    kind: str
    id: str
    label: str
    detail: str
    lon: float | None
    lat: float | None
    """Where it is; None for what has no place of its own, such as an owner."""
    rank: int = 1

    def as_json(self) -> dict[str, Any]:
        return {key: value for key, value in asdict(self).items() if key != "rank"}


Provider = Callable[[Viewer, str, int], Iterable[Found]]
"""Finds at most `limit` objects that the viewer may see for a text."""

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    if provider not in _providers:
        _providers.append(provider)


def find(viewer: Viewer, text: str) -> list[Found]:
    """The best results of all providers; none for a text too short or too long to mean anything."""
    text = " ".join(text.split())
    if not MIN_LENGTH <= len(text) <= MAX_LENGTH:
        return []
    found = [result for provider in _providers for result in provider(viewer, text, LIMIT // 2)]
    # Sorting is stable: within a rank the providers' own order stays.
    return sorted(found, key=lambda result: result.rank)[:LIMIT]
