"""What a delivery holds, before anybody writes a mapping for it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.translation import gettext as _

from gis.importing.cells import to_text
from gis.importing.crs import Area, bounds, fitting
from gis.importing.placing import swapped
from gis.importing.problems import ImportProblem
from gis.importing.sources import Layer, ReadOptions, Source
from gis.importing.table import Table

EXAMPLES = 3
LONGEST_EXAMPLE = 40
FEW_VALUES = 40
"""A column of so few different values is taken for one of codes."""


@dataclass(frozen=True)
class Column:
    """One column: how many cells are filled, how many differ, and the first of them.

    `values` are all of them where they are few.
    """

    name: str
    filled: int
    distinct: int
    examples: tuple[str, ...]
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Inspected:
    """One layer as it was read, or the problem that stopped it."""

    layer: Layer
    table: Table | None
    columns: tuple[Column, ...] = ()
    problem: ImportProblem | None = None

    @property
    def geometries(self) -> Counter[str]:
        """How many rows have which kind of geometry."""
        if self.table is None or self.table.geometry is None:
            return Counter()
        return Counter(
            "–" if shape is None else str(shape.geom_type) for shape in self.table.geometry
        )

    @property
    def unique(self) -> list[str]:
        """Columns that name each row, filled in all and never the same twice."""
        rows = len(self.table) if self.table is not None else 0
        return [one.name for one in self.columns if rows and one.filled == one.distinct == rows]


def inspect(source: Source) -> list[Inspected]:
    """Every layer of an open delivery."""
    return [_inspect(source, layer) for layer in source.layers]


def _inspect(source: Source, layer: Layer) -> Inspected:
    try:
        table = source.read([layer], ReadOptions())
    except ImportProblem as problem:
        return Inspected(layer, None, problem=problem)
    columns = [_column(name, values) for name, values in table.columns.items()]
    return Inspected(layer, table, tuple(columns))


def _column(name: str, values: np.ndarray) -> Column:
    given = [to_text(value) for value in values if value is not None]
    distinct = dict.fromkeys(given)
    examples = [" ".join(text.split())[:LONGEST_EXAMPLE] for text in list(distinct)[:EXAMPLES]]
    few = tuple(distinct) if len(distinct) <= FEW_VALUES else ()
    return Column(name, len(given), len(distinct), tuple(examples), few)


def describe(found: Inspected, area: Area | None) -> Iterator[str]:
    """Lines for people."""
    yield f"{found.layer.name}  ({found.layer.kind.value}, {found.layer.path.name})"
    if found.problem is not None or found.table is None:
        yield f"  {found.problem}"
        return
    kinds = ", ".join(f"{count} {kind}" for kind, count in found.geometries.items())
    yield "  " + _("Rows: %(rows)d; geometry: %(kinds)s") % {
        "rows": len(found.table),
        "kinds": kinds or _("none"),
    }
    yield from _where(found.table, area)
    for finding in found.table.findings:
        yield f"  ! {finding.message}"
    width = max((len(column.name) for column in found.columns), default=0)
    heads = _("filled"), _("differ"), _("first values")
    yield f"    {'':<{width}}{heads[0]:>8}{heads[1]:>8}  {heads[2]}"
    for column in found.columns:
        numbers = f"{column.filled:>8}{column.distinct:>8}"
        yield f"    {column.name:<{width}}{numbers}  {' | '.join(column.examples)}"


def _where(table: Table, area: Area | None) -> Iterator[str]:
    box = None if table.geometry is None else bounds(table.geometry)
    if table.geometry is None or box is None:
        return
    system = table.crs.name if table.crs else _("none declared")
    place = ", ".join(f"{number:.10g}" for number in box)
    yield "  " + _("reference system: %(system)s; from %(box)s") % {"system": system, "box": place}
    flat = shapely.force_2d(table.geometry)
    for shapes, sentence in (
        (flat, _("would lie in the area as: %(systems)s")),
        (swapped(flat), _("would lie in the area with swap_axes = true as: %(systems)s")),
    ):
        systems = fitting(shapes, area)
        if systems:
            yield "  " + sentence % {"systems": ", ".join(systems)}
