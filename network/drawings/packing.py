"""Arranging circles close together without overlap, as tubes lie in a bundle."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

TOLERANCE = 1e-9
GREEDY_UP_TO = 30
"""The greedy method takes n⁴ steps; above this number a hexagonal lattice does as well."""


@dataclass(frozen=True)
class Circle:
    x: float
    y: float
    radius: float

    def overlaps(self, other: "Circle") -> bool:
        distance = math.hypot(self.x - other.x, self.y - other.y)
        return distance < self.radius + other.radius - TOLERANCE

    @property
    def reach(self) -> float:
        """Distance from the centre of everything to the far edge."""
        return math.hypot(self.x, self.y) + self.radius


@lru_cache(maxsize=256)
def pack(radii: tuple[float, ...]) -> tuple[Circle, ...]:
    """Circles of these radii around (0, 0), in the order given; the largest are placed first."""
    if not radii:
        return ()
    order = sorted(range(len(radii)), key=lambda index: (-radii[index], index))
    ordered = [radii[index] for index in order]
    centred = _tightest(ordered) if len(radii) <= GREEDY_UP_TO else _lattice(ordered)
    result: list[Circle] = [Circle(0, 0, 0)] * len(radii)
    for index, circle in zip(order, centred, strict=True):
        result[index] = circle
    return tuple(result)


def enclosing_radius(circles: Sequence[Circle]) -> float:
    """Radius around (0, 0) that holds all; 0 for none."""
    return max((circle.reach for circle in circles), default=0.0)


def _tightest(radii: list[float]) -> list[Circle]:
    """The best of growing around the first circle, between two, and between three."""
    first = radii[0]
    middles = ((0.0, 0.0), (first, 0.0), (first, first / math.sqrt(3)))
    grown = [_greedy(radii, *middle) for middle in middles]
    return min((*grown, *map(_centred, grown)), key=enclosing_radius)


def _greedy(radii: list[float], x: float, y: float) -> list[Circle]:
    """Each circle touches two placed ones, as near to (x, y) as there is room; (x, y) becomes 0."""
    placed: list[Circle] = []

    def order(spot: Circle) -> tuple[float, float, float]:
        away = math.hypot(spot.x - x, spot.y - y) + spot.radius
        return round(away, 6), spot.y, spot.x

    for radius in radii:
        candidates = _candidates(placed, radius)
        free = (spot for spot in candidates if not any(spot.overlaps(one) for one in placed))
        placed.append(min(free, key=order))
    return [Circle(spot.x - x, spot.y - y, spot.radius) for spot in placed]


def _candidates(placed: list[Circle], radius: float) -> list[Circle]:
    if not placed:
        return [Circle(0, 0, radius)]
    first = placed[0]
    spots = [Circle(first.x + first.radius + radius, first.y, radius)]
    for index, one in enumerate(placed):
        for other in placed[:index]:
            spots += _touching(one, other, radius)
    return spots


def _touching(one: Circle, other: Circle, radius: float) -> list[Circle]:
    """The two places of a circle that touches both, if they are near enough."""
    to_one, to_other = one.radius + radius, other.radius + radius
    dx, dy = other.x - one.x, other.y - one.y
    apart = math.hypot(dx, dy)
    if apart > to_one + to_other or apart == 0:
        return []
    along = (to_one**2 - to_other**2 + apart**2) / (2 * apart)
    aside = math.sqrt(max(to_one**2 - along**2, 0))
    x, y = one.x + along * dx / apart, one.y + along * dy / apart
    return [
        Circle(x - aside * dy / apart * side, y + aside * dx / apart * side, radius)
        for side in (1, -1)
    ]


def _lattice(radii: list[float]) -> list[Circle]:
    """Places of a hexagonal lattice wide enough for the largest, from the middle outwards."""
    step = 2 * radii[0]
    rings = math.ceil(math.sqrt(len(radii))) + 1
    spots = [
        (step * (column + row / 2), step * row * math.sqrt(3) / 2)
        for row in range(-rings, rings + 1)
        for column in range(-2 * rings, 2 * rings + 1)
    ]
    spots.sort(key=lambda spot: (round(math.hypot(*spot), 6), math.atan2(spot[1], spot[0])))
    return [Circle(x, y, radius) for (x, y), radius in zip(spots, radii, strict=False)]


def _centred(circles: list[Circle]) -> list[Circle]:
    """Moved so that the box around them has its middle at (0, 0)."""
    middle_x = (min(c.x - c.radius for c in circles) + max(c.x + c.radius for c in circles)) / 2
    middle_y = (min(c.y - c.radius for c in circles) + max(c.y + c.radius for c in circles)) / 2
    return [Circle(c.x - middle_x, c.y - middle_y, c.radius) for c in circles]
