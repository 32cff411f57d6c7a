"""Ways as legs along strips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from network.routing.strips import Strip


class Leg(NamedTuple):
    """A way along one strip, from one index into the positions of its run to another."""

    strip: Strip
    enters: int
    leaves: int


@dataclass(frozen=True)
class Way:
    cost_m: float
    legs: tuple[Leg, ...]
