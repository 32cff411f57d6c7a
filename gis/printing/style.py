"""How features look on paper; the rules of `gis/web/src/style/`, on the same tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gis.printing.tokens import tokens

PT_PER_PIXEL = 0.75
BODY_PX = 3.0
"""Width of a segment with middling capacity."""


@dataclass(frozen=True)
class Stroke:
    """Lengths in points."""

    colour: str
    width: float
    dash: tuple[float, ...] = ()
    is_round: bool = False


@dataclass(frozen=True)
class Theme:
    variable: str
    owners: Sequence[str]
    year: int
    mark_mm: float = 1.1
    """Half the size of a mark."""

    @property
    def palette(self) -> dict[str, Any]:
        return tokens()["print"]


@dataclass(frozen=True)
class Grade:
    """A place on the ramp of capacity or age, or a number among categories."""

    on: str
    number: int


def grade(props: dict[str, Any], theme: Theme) -> Grade | None:
    match theme.variable:
        case "capacity":
            return _ramp("capacity", props.get("cap"))
        case "age":
            return _ramp("age", _age_class(props.get("year"), theme.year))
        case "kind":
            return _listed(tokens()["kinds"], props.get("kind"))
        case "owner":
            return _listed(theme.owners, props.get("owner"))
        case _:
            return _listed(tokens()["lifeCycles"], props.get("life_cycle"))


def _ramp(on: str, number: int | None) -> Grade | None:
    return None if number is None else Grade(on, number)


def _age_class(built: int | None, year: int) -> int | None:
    return built and sum(year - built < limit for limit in tokens()["ageLimits"])


def _listed(names: Sequence[str], value: Any) -> Grade | None:
    return Grade("category", names.index(value)) if value in names else None


def colour(found: Grade | None, theme: Theme) -> str:
    if found is None:
        return theme.palette["unknown"]
    ramp = theme.palette[found.on]
    return ramp[found.number % len(ramp)]


def line_strokes(layer: str, props: dict[str, Any], theme: Theme) -> list[Stroke]:
    """From bottom to top."""
    dash = tokens()["dash"].get(props.get("life_cycle"), [])
    if layer != "segments":
        graded = theme.variable in {"owner", "life_cycle"}
        look = colour(grade(props, theme), theme) if graded else theme.palette["cable"]
        return [_stroke(look, 1, dash)]
    found = grade(props, theme)
    width = BODY_PX * _relative_width(found)
    is_round = dash[:1] == [1]
    return [
        _stroke(theme.palette["casing"], width + 1.2, dash, is_round),
        _stroke(colour(found, theme), width, dash, is_round),
        *_second_sign(found, theme, bool(dash), width),
    ]


def _relative_width(found: Grade | None) -> float:
    if found is None:
        return 0.8
    return 1.15 if found.on == "category" else tokens()["classWidth"][found.number]


def _second_sign(found: Grade | None, theme: Theme, is_dashed: bool, width: float) -> list[Stroke]:
    if found is None or theme.variable == "life_cycle":
        return []
    if found.on == "category":
        return _overlay(found.number, theme, width)
    is_full = found == Grade("capacity", 0) and not is_dashed
    return [_stroke(theme.palette["casing"], width + 4, [1.5, 7])] if is_full else []


def _overlay(number: int, theme: Theme, width: float) -> list[Stroke]:
    overlays = tokens()["overlays"]
    one = overlays[(number + number // len(overlays)) % len(overlays)]
    if one.get("across"):
        return [_stroke(theme.palette["casing"], width + 4, one["dash"])]
    if "inside" not in one:
        return []
    return [
        _stroke(theme.palette["paper"], width * one["inside"], one["dash"], one.get("round", False))
    ]


def _stroke(look: str, width: float, dash: Sequence[float], is_round: bool = False) -> Stroke:
    lengths = tuple(length * PT_PER_PIXEL for length in dash)
    return Stroke(look, width * PT_PER_PIXEL, lengths, is_round)


def mark_size(scale: int) -> float:
    """Smaller marks where many stand close together."""
    return 1.1 if scale <= 2_500 else 0.8 if scale <= 5_000 else 0.5
