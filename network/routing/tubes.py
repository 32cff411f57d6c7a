"""From a way through the graph to ducts: which tubes it takes, where they are cut and coupled."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from network.routing.strips import Strand
from network.routing.way import Leg, Way
from network.topology.lines import Part


class Stretch(NamedTuple):
    """A duct between two sites (numbers), in the direction of the way.

    `line` names the line it belongs to, `from_at` and `to_at` are positions along that line,
    because it may pass a site twice. `starts_cut` and `ends_cut` say that the duct goes on beyond.
    """

    duct_id: int
    line: tuple[int, int]
    part: Part
    from_site: int
    to_site: int
    from_at: int
    to_at: int
    starts_cut: bool
    ends_cut: bool
    sections: tuple[int, ...]

    @property
    def size(self) -> int:
        return len(self.sections)


class Bundle(NamedTuple):
    """The tubes that run together on a leg, each a row of ducts; the segments they pass."""

    tubes: list[list[Stretch]]
    segments: tuple[int, ...]
    sites: tuple[int, ...]


def bundles_of(way: Way, count: int) -> list[Bundle]:
    """The tubes of each leg; those that already run in the leg before are taken first."""
    bundles: list[Bundle] = []
    running: set[int] = set()
    for leg in way.legs:
        choice = [_Choice.of(leg, strand) for strand in _free_on(leg)]
        choice.sort(key=lambda tube: (tube.first_duct not in running, tube.cuts))
        tubes = [list(tube.stretches()) for tube in choice[:count]]
        bundles.append(Bundle(tubes, *_passed(leg)))
        running = {tube[-1].duct_id for tube in tubes}
    return bundles


def merged(bundles: list[Bundle]) -> list[Stretch]:
    """All stretches, those of one duct that follow each other made one."""
    whole: list[Stretch] = []
    open_at: dict[tuple[int, int], int] = {}
    for bundle in bundles:
        for stretch in (s for tube in bundle.tubes for s in tube):
            before = open_at.pop((stretch.duct_id, stretch.from_at), None)
            if before is None:
                whole.append(stretch)
                before = len(whole) - 1
            else:
                whole[before] = whole[before]._replace(
                    to_site=stretch.to_site,
                    to_at=stretch.to_at,
                    ends_cut=stretch.ends_cut,
                    sections=whole[before].sections + stretch.sections,
                )
            open_at[stretch.duct_id, stretch.to_at] = before
    return whole


def planned_cuts(stretches: list[Stretch]) -> list[tuple[int, int]]:
    """Site (number) and duct of every cut, in order and without repeats."""
    cuts = [
        (site, stretch.duct_id)
        for stretch in stretches
        for site, is_cut in (
            (stretch.from_site, stretch.starts_cut),
            (stretch.to_site, stretch.ends_cut),
        )
        if is_cut
    ]
    return list(dict.fromkeys(cuts))


def planned_couplings(bundles: list[Bundle]) -> list[tuple[int, int, int]]:
    """Site (number) and the two ducts of every coupler that is still to be made.

    A tube that goes on in the same line stays in its duct or passes an existing coupler.
    """
    couplings = []
    for before, after in pairwise(bundles):
        ends = {(tube[-1].line, tube[-1].to_at): tube[-1].duct_id for tube in before.tubes}
        begins = {(tube[0].line, tube[0].from_at): tube[0].duct_id for tube in after.tubes}
        leaving = [duct for place, duct in ends.items() if place not in begins]
        entering = [duct for place, duct in begins.items() if place not in ends]
        site = after.sites[0]
        couplings += [(site, *pair) for pair in zip(leaving, entering, strict=True)]
    return couplings


def _free_on(leg: Leg) -> list[Strand]:
    return leg.strip.free_strands(*sorted((leg.enters, leg.leaves)))


def _passed(leg: Leg) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Segments and sites in the direction of travel."""
    run = leg.strip.run
    first, last = (run.positions[index] for index in sorted((leg.enters, leg.leaves)))
    way = slice(None, None, 1 if leg.enters < leg.leaves else -1)
    return run.group.segments[first:last][way], run.group.sites[first : last + 1][way]


class _Choice(NamedTuple):
    """A strand that could serve a leg; only what is chosen is worked out in full.

    It takes positions `first` to `last` of its line, `turned` if the leg leads against it.
    """

    strand: Strand
    first: int
    last: int
    turned: bool

    @classmethod
    def of(cls, leg: Leg, strand: Strand) -> _Choice:
        low, high = sorted((leg.enters, leg.leaves))
        pieces = [piece for piece in strand.at[low:high] if piece is not None]
        positions, group = strand.run.positions, strand.run.group
        first, last = positions[min(pieces)], positions[max(pieces) + 1]
        here = group.segments[first:last], group.sites[first : last + 1]
        return cls(strand, first, last, here != _passed(leg))

    @property
    def first_duct(self) -> int:
        """The duct with which it begins in the direction of travel."""
        at = self.last - 1 if self.turned else self.first
        group = self.strand.run.group
        part = next(n for n, ends in enumerate(group.bounds[1:]) if at < ends)
        return int(group.ducts[self.strand.line, part])

    @property
    def cuts(self) -> int:
        ends = self.strand.run.group.ends
        return (self.first not in ends) + (self.last not in ends)

    def stretches(self) -> Iterator[Stretch]:
        """Its ducts in the direction of travel."""
        inside = list(_parts_between(self.strand, self.first, self.last))
        yield from (_turned(stretch) for stretch in reversed(inside)) if self.turned else inside


def _turned(stretch: Stretch) -> Stretch:
    return stretch._replace(
        from_site=stretch.to_site,
        to_site=stretch.from_site,
        from_at=stretch.to_at,
        to_at=stretch.from_at,
        starts_cut=stretch.ends_cut,
        ends_cut=stretch.starts_cut,
        sections=stretch.sections[::-1],
    )


def _parts_between(strand: Strand, first: int, last: int) -> Iterator[Stretch]:
    group, line = strand.run.group, strand.line
    for number, (begins, ends) in enumerate(pairwise(group.bounds)):
        low, high = max(first, begins), min(last, ends)
        if low < high:
            yield Stretch(
                int(group.ducts[line, number]),
                (id(group), line),
                group.parts[number],
                group.sites[low],
                group.sites[high],
                low,
                high,
                low > begins,
                high < ends,
                tuple(group.sections[line, low:high].tolist()),
            )
