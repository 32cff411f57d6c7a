"""Writes a cross-section as a plain SVG that needs no script and prints in black and white."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from network.drawings.cross_section import ROW_WIDTH_MM, Layout, Occupancy, Placed, Tube, lay_out
from network.drawings.packing import Circle

NO_COLOUR = "#b9bdc9"
LABEL_GAP = 0.55
"""Distance of a number from its circle, in heights of the text."""


@dataclass(frozen=True)
class Words:
    """Title and description for those who cannot see the drawing."""

    title: str
    description: str


def state_word(occupancy: Occupancy) -> str:
    return {
        Occupancy.FREE: pgettext("occupancy", "free"),
        Occupancy.RESERVED: pgettext("occupancy", "reserved"),
        Occupancy.OCCUPIED: pgettext("occupancy", "occupied"),
        Occupancy.BLOCKED: pgettext("occupancy", "blocked"),
    }[occupancy]


def cross_section(tubes: Sequence[Tube], words: Words, name: str) -> SafeString:
    """The drawing; `name` makes the ids in it unique on the page."""
    text = _text_height(tubes)
    layout = lay_out(tubes, margin=2.2 * text, caption=1.4 * text)
    parts = format_html_join("", "{}", ((part,) for part in _drawn(layout, text, name)))
    return format_html(
        '<svg class="drawing" viewBox="0 0 {} {}" role="group" aria-labelledby="{}-t {}-d"'
        ' xmlns="http://www.w3.org/2000/svg">'
        '<title id="{}-t">{}</title><desc id="{}-d">{}</desc>{}{}</svg>',
        *_numbers(layout.width, layout.height),
        *(name, name, name, words.title, name, words.description),
        _patterns(name, text),
        parts,
    )


def _numbers(*values: float) -> list[str]:
    """Hundredths of a millimetre are finer than any screen."""
    return [f"{value:.2f}".rstrip("0").rstrip(".") for value in values]


def _text_height(tubes: Sequence[Tube]) -> float:
    """Readable beside what is drawn: a small part of all the diameters together."""
    widest = sum((tube.outer_mm or 20) + 16 for tube in tubes)
    return max(2.4, min(widest, ROW_WIDTH_MM) / 30)


def _patterns(name: str, text: float) -> SafeString:
    """Diagonal hatch for what is reserved."""
    step, line = _numbers(text / 2.4, text / 10)
    return format_html(
        '<defs><pattern id="{0}-h" width="{1}" height="{1}" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><rect width="{1}" height="{1}" fill="#fff"/>'
        '<path d="M0 0V{1}" stroke="#171a2b" stroke-width="{2}"/></pattern></defs>',
        name,
        step,
        line,
    )


def _drawn(layout: Layout, text: float, name: str) -> Iterator[SafeString]:
    for placed in layout.tubes:
        yield from _tube(placed, text, name)
        yield from _labels(placed, text)


def _description(placed: Placed) -> str:
    """What the pointer shows: "RV-1.07 · rot · frei"."""
    tube = placed.tube
    colour = tube.colour.name if tube.colour else ""
    cables = ", ".join(cable.code for cable in tube.cables)
    words = [tube.name, colour, state_word(tube.occupancy), cables]
    if placed.assumed:
        words.append(_("diameter assumed"))
    return " · ".join(word for word in words if word)


def _tube(placed: Placed, text: float, name: str) -> Iterator[SafeString]:
    inner = format_html_join(
        "", "{}", ((part,) for child in placed.children for part in _tube(child, text, name))
    )
    yield format_html(
        '<a class="tube tube--{}" href="/panel/duct/{}/" data-panel="/panel/duct/{}/">'
        "<title>{}</title>{}{}</a>{}",
        *(placed.tube.occupancy.value, placed.tube.id, placed.tube.id, _description(placed)),
        _wall(placed),
        _state(placed, name),
        inner,
    )


def _circle(circle: Circle, attributes: SafeString) -> SafeString:
    x, y, radius = _numbers(circle.x, circle.y, circle.radius)
    return format_html('<circle cx="{}" cy="{}" r="{}" {}/>', x, y, radius, attributes)


def _wall(placed: Placed) -> SafeString:
    """The wall in its real colour between two dark lines, with the maker's stripes or ring."""
    line = _numbers(min(max(placed.circle.radius / 30, 0.1), 0.5))[0]
    dash = mark_safe(' stroke-dasharray="2 1.2"') if placed.assumed else ""
    colour = placed.tube.colour
    wall = format_html(
        'class="tube__wall" fill="{}" stroke="#171a2b" stroke-width="{}"{}',
        colour.hex if colour else NO_COLOUR,
        line,
        dash,
    )
    bore = format_html('class="tube__bore" fill="#fff" stroke="#171a2b" stroke-width="{}"', line)
    inner = Circle(placed.circle.x, placed.circle.y, placed.inner_radius)
    return format_html(
        "{}{}{}", _circle(placed.circle, wall), _marking(placed), _circle(inner, bore)
    )


def _marking(placed: Placed) -> SafeString:
    colour = placed.tube.colour
    middle = (placed.circle.radius + placed.inner_radius) / 2
    thick = placed.circle.radius - placed.inner_radius
    around = Circle(placed.circle.x, placed.circle.y, middle)
    if colour is None or colour.marking == "none" or thick <= 0:
        return mark_safe("")
    width, dash, gap = _numbers(thick * 0.8, middle * math.pi / 12, middle * math.pi * 5 / 12)
    if colour.marking == "ring":
        return _circle(
            around,
            format_html('fill="none" stroke="#171a2b" stroke-width="{}"', _numbers(thick / 4)[0]),
        )
    stripes = format_html(
        'fill="none" stroke="#171a2b" stroke-width="{}" stroke-dasharray="{} {}"', width, dash, gap
    )
    return _circle(around, stripes)


def _state(placed: Placed, name: str) -> SafeString:
    """Inside the bore: nothing if free, hatch, cables, or a cross over all."""
    bore = Circle(placed.circle.x, placed.circle.y, placed.inner_radius * 0.94)
    occupancy = placed.tube.occupancy
    parts: list[SafeString] = []
    if occupancy == Occupancy.RESERVED and not placed.children:
        parts.append(_circle(bore, format_html('class="tube__hatch" fill="url(#{}-h)"', name)))
    parts += [_cable(cable.outer_mm, circle) for cable, circle in placed.cables]
    if occupancy == Occupancy.OCCUPIED and not placed.cables and not placed.children:
        solid = Circle(bore.x, bore.y, bore.radius * 0.5)
        parts.append(_cable(None, solid))
    if occupancy == Occupancy.BLOCKED:
        parts.append(_cross(placed.circle))
    return format_html_join("", "{}", ((part,) for part in parts))


def _cable(outer_mm: float | None, circle: Circle) -> SafeString:
    """Solid, at its true diameter; dashed around where that is unknown."""
    dash = "" if outer_mm else mark_safe(' stroke="#fff" stroke-width="0.4" stroke-dasharray="1 1"')
    return _circle(circle, format_html('class="tube__cable" fill="#171a2b"{}', dash))


def _cross(circle: Circle) -> SafeString:
    reach = circle.radius * 0.72
    corners = _numbers(circle.x - reach, circle.y - reach, circle.x + reach, circle.y + reach)
    width = _numbers(max(circle.radius / 8, 0.4))[0]
    path = format_html("M{0} {1}L{2} {3}M{0} {3}L{2} {1}", *corners)
    # A white edge keeps the cross apart from a dark cable under it.
    return format_html(
        '<path class="tube__cross" d="{0}" stroke="#fff" stroke-width="{2}"/>'
        '<path class="tube__cross" d="{0}" stroke="#bd0f09" stroke-width="{1}"/>',
        path,
        width,
        _numbers(float(width) * 2)[0],
    )


def _labels(placed: Placed, text: float) -> Iterator[SafeString]:
    """The letter below, and numbers around the outermost circle with a line to each tube."""
    inner = [child for child in _innermost(placed) if child.tube.label and child is not placed]
    if placed.tube.label:
        below = text * (3.1 if inner else 1.6)
        y = placed.circle.y + placed.circle.radius + below
        yield _text(placed.circle.x, y, placed.tube.label, text * 1.15)
    if inner:
        yield from _numbers_around(placed.circle, inner, text)


def _numbers_around(centre: Circle, inner: list[Placed], text: float) -> Iterator[SafeString]:
    """Numbers at the angle of their tube, moved apart where they would overlap."""
    reach = centre.radius + text * LABEL_GAP
    angles = _spread([_angle(centre, child.circle) for child in inner], text * 1.15 / reach)
    for child, angle in zip(inner, angles, strict=True):
        x, y = centre.x + reach * math.cos(angle), centre.y + reach * math.sin(angle)
        yield _leader(child.circle, child.inner_radius, x, y, text)
        away = text * 0.55
        middle = y + away * math.sin(angle) + text * 0.35
        yield _text(x + away * math.cos(angle), middle, child.tube.label, text)


def _innermost(placed: Placed) -> Iterator[Placed]:
    if not placed.children:
        yield placed
    for child in placed.children:
        yield from _innermost(child)


def _angle(centre: Circle, circle: Circle) -> float:
    return math.atan2(circle.y - centre.y, circle.x - centre.x)


def _spread(angles: list[float], apart: float) -> list[float]:
    """Angles moved as little as it takes to lie `apart`; evenly where the circle is full."""
    order = sorted(range(len(angles)), key=lambda index: angles[index])
    apart = min(apart, 2 * math.pi / len(angles))
    spread = [angles[index] for index in order]
    for _round in range(60):
        for position in range(len(spread)):
            behind = spread[position - 1] - (2 * math.pi if position == 0 else 0)
            lack = apart - (spread[position] - behind)
            if lack > 1e-6:
                spread[position] += lack / 2
                spread[position - 1] -= lack / 2
    result = [0.0] * len(angles)
    for index, angle in zip(order, spread, strict=True):
        result[index] = angle
    return result


def _leader(circle: Circle, inner_radius: float, x: float, y: float, text: float) -> SafeString:
    """A line from the tube's wall to its number; its dot says which tube is meant."""
    away = math.hypot(x - circle.x, y - circle.y) or 1
    share = (circle.radius + inner_radius) / 2 / away
    start = (circle.x + (x - circle.x) * share, circle.y + (y - circle.y) * share)
    values = _numbers(*start, x, y, text / 5, text / 14, text / 7)
    return format_html(
        '<path d="M{0} {1}L{2} {3}" stroke="#fff" stroke-width="{4}"/>'
        '<path class="drawing__leader" d="M{0} {1}L{2} {3}" stroke="#171a2b" stroke-width="{5}"/>'
        '<circle cx="{0}" cy="{1}" r="{6}" fill="#171a2b" stroke="#fff" stroke-width="{5}"/>',
        *values,
    )


def _text(x: float, y: float, label: str, height: float) -> SafeString:
    values = _numbers(x, y, height)
    return format_html(
        '<text class="drawing__number" x="{}" y="{}" font-size="{}" text-anchor="middle">{}</text>',
        *values,
        label,
    )
