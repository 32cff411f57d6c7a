"""Measuring two ways to the same answer side by side, so that a busy machine slows both alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Work = Callable[[], Any]


@dataclass(frozen=True)
class Comparison:
    """Milliseconds of the quickest run of each, which other work on the machine disturbs least."""

    name: str
    floor_ms: float
    ours_ms: float
    limit: float
    note: str = ""

    @property
    def ratio(self) -> float:
        return self.ours_ms / self.floor_ms

    def __str__(self) -> str:
        verdict = "ok" if self.ratio <= self.limit else "TOO SLOW"
        return (
            f"{self.name:<28} floor {self.floor_ms:8.1f} ms  ours {self.ours_ms:8.1f} ms"
            f"  ratio {self.ratio:6.2f}  limit {self.limit:g}  {verdict}  {self.note}"
        )


@dataclass(frozen=True)
class Found:
    """A figure with its limit."""

    name: str
    value: float
    limit: float
    unit: str
    note: str = ""

    @property
    def is_met(self) -> bool:
        return self.value <= self.limit

    def __str__(self) -> str:
        verdict = "ok" if self.is_met else "MISSED"
        value = f"{self.value:9.1f} {self.unit:<3}"
        limit = f"{round(self.limit, 1):g} {self.unit:<3}"
        return f"{self.name:<30} {value} limit {limit:<8} {verdict:<6}  {self.note}"


def compare(name: str, *, floor: Work, ours: Work, limit: float, rounds: int = 15) -> Comparison:
    """Both in turn, `rounds` times, after one round that only warms up."""
    floor(), ours()
    best = {"floor": float("inf"), "ours": float("inf")}
    for _round in range(rounds):
        for key, work in (("floor", floor), ("ours", ours)):
            start = time.perf_counter()
            work()
            best[key] = min(best[key], time.perf_counter() - start)
    return Comparison(name, best["floor"] * 1_000, best["ours"] * 1_000, limit)
