"""Bar charts as plain SVG: title, description, and every number in the table beside it, too.

Colour is never the only sign: part 0 of a bar is an outline, 1 hatched, 2 solid, 3 crossed
(`citygis/chart_patterns.html`, once on a page).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import shorten, wrap

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gis.numbers import rounded

Text = str | Promise

ROW, BAR, LABEL, WIDTH, NUMBER = 30, 18, 210, 760, 90
"""Height of a row and its bar; width of labels, of all, and of the number at the end."""

NARROW, NARROW_ROW, NARROW_LINE = 340, 48, 44
"""The same for a phone, where labels stand above their bars."""

LINE, LINE_HEIGHT, MOST_LINES = 27, 16, 2
"""Characters that fit beside the bars, and how lines of a longer label stand; the table has all."""


@dataclass(frozen=True)
class Bar:
    """One row of a chart: its parts in the order of the chart's legend."""

    label: Text
    parts: Sequence[float]

    @property
    def total(self) -> float:
        return sum(self.parts)

    @property
    def lines(self) -> list[str]:
        return wrap(str(self.label), LINE, max_lines=MOST_LINES, placeholder="…") or [""]


@dataclass(frozen=True)
class BarChart:
    """`note` says where the numbers come from; `legend` names the parts, if there are several."""

    name: str
    title: Text
    description: Text
    unit: Text
    bars: Sequence[Bar]
    note: Text = ""
    legend: Sequence[Text] = ()
    decimals: int = 1

    def number(self, value: float) -> str:
        return rounded(value, self.decimals)

    @property
    def row_height(self) -> int:
        lines = max((len(bar.lines) for bar in self.bars), default=1)
        return ROW + (lines - 1) * LINE_HEIGHT

    @property
    def svg(self) -> SafeString:
        scale = (WIDTH - LABEL - NUMBER) / self._most
        rows = (self._row(at, bar, scale) for at, bar in enumerate(self.bars))
        return self._drawn("wide", WIDTH, self.row_height, rows)

    @property
    def narrow_svg(self) -> SafeString:
        scale = (NARROW - NUMBER) / self._most
        rows = (self._narrow_row(at, bar, scale) for at, bar in enumerate(self.bars))
        return self._drawn("narrow", NARROW, NARROW_ROW, rows)

    @property
    def _most(self) -> float:
        return max((bar.total for bar in self.bars), default=0) or 1

    def _drawn(self, form: str, width: int, height: int, rows: Iterable[SafeString]) -> SafeString:
        return format_html(
            '<svg class="chart chart--{0}" role="img" aria-labelledby="{1}-title {1}-desc"'
            ' viewBox="0 0 {2} {3}"><title id="{1}-title">{4}</title>'
            '<desc id="{1}-desc">{5}</desc>{6}</svg>',
            form,
            f"{self.name}-{form}",
            width,
            len(self.bars) * height,
            self.title,
            self.description,
            format_html_join("", "{}", ((row,) for row in rows)),
        )

    def _row(self, at: int, bar: Bar, scale: float) -> SafeString:
        middle = (at + 0.5) * self.row_height
        top = middle - (len(bar.lines) - 1) * LINE_HEIGHT / 2
        labels = format_html_join(
            "",
            '<text x="{}" y="{}" text-anchor="end" dominant-baseline="central">{}</text>',
            ((LABEL - 10, top + n * LINE_HEIGHT, line) for n, line in enumerate(bar.lines)),
        )
        return labels + self._parts(bar, LABEL, middle, scale)

    def _narrow_row(self, at: int, bar: Bar, scale: float) -> SafeString:
        top = at * NARROW_ROW
        label = shorten(str(bar.label), NARROW_LINE, placeholder="…")
        text = format_html('<text x="1" y="{}">{}</text>', top + LINE_HEIGHT, label)
        return text + self._parts(bar, 1, top + LINE_HEIGHT + BAR - 2, scale)

    def _parts(self, bar: Bar, start: int, middle: float, scale: float) -> SafeString:
        """The bar from `start` to the right, with its number at the end."""
        left, drawn = float(start), []
        for part, value in enumerate(bar.parts):
            look = part if len(bar.parts) > 1 else 2
            drawn.append((look, round(left, 1), middle - BAR / 2, round(value * scale, 1), BAR))
            left += value * scale
        rectangles = format_html_join(
            "",
            '<rect class="chart__part chart__part--{}" x="{}" y="{}" width="{}" height="{}"/>',
            drawn,
        )
        return format_html(
            '{}<text x="{}" y="{}" dominant-baseline="central">{}</text>',
            rectangles,
            round(left + 8, 1),
            middle,
            self.number(bar.total) + (f"\N{NO-BREAK SPACE}{self.unit}" if self.decimals else ""),
        )
