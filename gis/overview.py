"""The overview page: charts that the rooms register, each with its numbers and their source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gis.charts import BarChart, Text
from gis.layers import Viewer


@dataclass(frozen=True)
class Section:
    """A chart with what is said under it; `links` lead from a row of the table elsewhere."""

    chart: BarChart
    computed_at: datetime | None
    missing: Text = ""
    """What it means that there is nothing to show, and what to do."""
    links: dict[Any, str] = field(default_factory=dict)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The chart's numbers as its table writes them."""
        chart = self.chart
        return [
            {
                "label": bar.label,
                "parts": [chart.number(part) for part in bar.parts] if chart.legend else [],
                "total": chart.number(bar.total),
                "link": self.links.get(bar.label, ""),
            }
            for bar in chart.bars
        ]


Build = Callable[[Viewer], Section | None]

_sections: list[tuple[int, Build]] = []


def register(build: Build, *, order: int) -> None:
    """Add what builds a section; None for a viewer who has none."""
    if all(known is not build for _order, known in _sections):
        _sections.append((order, build))


def sections_for(viewer: Viewer) -> Sequence[Section]:
    ordered = sorted(_sections, key=lambda entry: entry[0])
    built = (build(viewer) for _order, build in ordered)
    return [one for one in built if one is not None]
