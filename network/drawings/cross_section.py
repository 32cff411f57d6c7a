"""The cross-section of a trench or duct: what lies in what, how thick, in which colour, how taken.

True proportion in millimetres. Colours are the real ones and named in words; the state is drawn by
shape alone (outline, hatch, solid with the cable's diameter, cross), so that black and white says
the same. Knows nothing of the database: `network/panels/section_contents.py` fills the model.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from network.drawings.packing import Circle, enclosing_radius, pack

GAP_MM = 1.0
"""Space between a wall and what lies in it, where nothing better is known."""
ASSUMED_OUTER_MM = 10.0
"""Drawn size of a tube of unknown diameter; such a tube is dashed."""
ROW_WIDTH_MM = 150.0
"""Wider contents go into the next row: on a panel as wide as a hand a 7 mm tube stays visible."""
LOOSER = 1.15
"""Tubes are packed by a simple method, up to a seventh looser than the densest way there is."""


class Occupancy(StrEnum):
    FREE = "free"
    RESERVED = "reserved"
    OCCUPIED = "occupied"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Colour:
    """`marking` is none, stripe or ring, as on the real tube."""

    hex: str
    name: str
    marking: str = "none"


@dataclass(frozen=True)
class CableInside:
    """A cable in a tube; diameter in mm, None where unknown."""

    code: str
    outer_mm: float | None


@dataclass(frozen=True)
class Tube:
    """A tube, bundle or protection duct in the section, with what lies in it."""

    id: str
    """Public id, the target of its link."""
    label: str
    """Number outside the circle; empty for none."""
    name: str
    """For people: code and type."""
    outer_mm: float | None
    inner_mm: float | None
    occupancy: Occupancy
    colour: Colour | None = None
    cables: Sequence[CableInside] = ()
    children: Sequence["Tube"] = ()


@dataclass(frozen=True)
class Placed:
    """A tube with its place in the drawing, all in mm from the drawing's upper left corner."""

    tube: Tube
    circle: Circle
    inner_radius: float
    assumed: bool
    """The diameter is unknown or smaller than what lies inside; the drawn one is a guess."""
    cables: Sequence[tuple[CableInside, Circle]] = ()
    children: Sequence["Placed"] = field(default_factory=tuple)


@dataclass(frozen=True)
class Layout:
    width: float
    height: float
    tubes: Sequence[Placed]


def _cable_radius(cable: CableInside, inner_radius: float) -> float:
    return cable.outer_mm / 2 if cable.outer_mm else inner_radius / 2


def _fit(tube: Tube, needed: float) -> tuple[float, float, bool]:
    """Outer radius, inner radius, and whether they had to be assumed to hold `needed`."""
    outer = (tube.outer_mm or 0) / 2
    inner = (tube.inner_mm or 0) / 2 or max(outer - GAP_MM, 0)
    if outer > 0 and inner >= needed - 0.05:
        return outer, inner, False
    wall = outer - inner if outer > 0 else GAP_MM
    assumed = outer == 0 or needed > inner * LOOSER
    inner = max(needed, inner, 0 if needed else ASSUMED_OUTER_MM / 2 - GAP_MM)
    return inner + wall, inner, assumed


def _place(tube: Tube) -> Placed:
    """The tube around (0, 0) with everything in it."""
    children = [_place(child) for child in tube.children]
    assumed_inner = (tube.inner_mm or tube.outer_mm or ASSUMED_OUTER_MM) / 2
    cable_radii = [_cable_radius(cable, assumed_inner) for cable in tube.cables]
    circles = pack((*(child.circle.radius for child in children), *cable_radii))
    outer, inner, assumed = _fit(tube, enclosing_radius(circles))
    return Placed(
        tube=tube,
        circle=Circle(0, 0, outer),
        inner_radius=inner,
        assumed=assumed,
        cables=tuple(zip(tube.cables, circles[len(children) :], strict=True)),
        children=tuple(
            _moved(child, spot.x, spot.y) for child, spot in zip(children, circles, strict=False)
        ),
    )


def _moved(placed: Placed, dx: float, dy: float) -> Placed:
    def shift(circle: Circle) -> Circle:
        return Circle(circle.x + dx, circle.y + dy, circle.radius)

    return replace(
        placed,
        circle=shift(placed.circle),
        cables=tuple((cable, shift(circle)) for cable, circle in placed.cables),
        children=tuple(_moved(child, dx, dy) for child in placed.children),
    )


def lay_out(tubes: Sequence[Tube], margin: float, caption: float) -> Layout:
    """The tubes in rows; `margin` mm around each for numbers, `caption` mm more below."""
    x = y = margin
    row_height = width = 0.0
    result: list[Placed] = []
    for placed in map(_place, tubes):
        diameter = 2 * placed.circle.radius
        if x > margin and x + diameter > ROW_WIDTH_MM:
            x, y, row_height = margin, y + row_height + 2 * margin + caption, 0.0
        result.append(_moved(placed, x + diameter / 2, y + diameter / 2))
        x += diameter + 2 * margin
        row_height = max(row_height, diameter)
        width = max(width, x)
    height = y + row_height + margin + caption
    return Layout(max(width - margin, 2 * margin), height, tuple(result))
