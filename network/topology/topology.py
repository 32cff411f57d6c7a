"""One immutable picture of the duct network; an edit makes a new picture that shares the rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from network.topology import reading
from network.topology.hop_graph import HopGraph
from network.topology.lines import DuctRecord, End, Group, Kind, Line, group_of, lines_of
from network.topology.plant import Segments, Sites
from network.topology.street_graph import StreetGraph


@dataclass(frozen=True)
class Topology:
    """Sites, segments, duct types by id, and groups of like lines by number.

    `groups_in[n]` are the groups that run through segment n, `group_of_duct` the group of a duct.
    `kinds` numbers the kinds of ducts, `kinds_in[n]` has the bits of those in segment n.
    `hops_before` are the hops of an earlier picture and the groups in which they differ from now.
    """

    sites: Sites
    segments: Segments
    types: dict[int, reading.DuctTypeFacts]
    joints: dict[End, End] = field(default_factory=dict)
    groups: dict[int, Group] = field(default_factory=dict)
    group_number: dict[tuple[object, ...], int] = field(default_factory=dict)
    group_of_duct: dict[int, int] = field(default_factory=dict)
    groups_in: list[tuple[int, ...]] = field(default_factory=list)
    kinds: dict[Kind, int] = field(default_factory=dict)
    kinds_in: list[int] = field(default_factory=list)
    hops_before: tuple[HopGraph, frozenset[int]] | None = field(default=None, repr=False)

    @classmethod
    def read(cls) -> Topology:
        """The whole network as the database has it now; takes seconds for a city."""
        sites = Sites().with_rows(reading.read_sites())
        segments = Segments().with_rows(reading.read_segments(), sites)
        empty = cls(sites, segments, reading.read_types())
        records = reading.read_ducts(sites, segments)
        return empty._with_ducts(records, reading.read_joints(), frozenset())

    def patched(
        self,
        *,
        sites: Iterable[int] = (),
        segments: Iterable[int] = (),
        ducts: Iterable[int] = (),
        types: bool = False,
    ) -> Topology:
        """The network after an edit of the given objects (ids), read again from the database."""
        segments = list(segments)
        segment_rows = reading.read_segments(segments)
        ends = {end for row in segment_rows for end in (row.start_site_id, row.end_site_id)}
        new_sites = self.sites.with_rows(reading.read_sites(set(sites) | ends))
        new_segments = self.segments.with_rows(segment_rows, new_sites)
        new = replace(
            self,
            sites=new_sites,
            segments=new_segments,
            types=reading.read_types() if types else self.types,
        )
        new = new._with_ducts_read_again(set(ducts) | self._ducts_in(segments))
        return new._with_hops_of(self, new._groups_around(sites))

    def _groups_around(self, site_ids: Iterable[int]) -> set[int]:
        numbers = (self.sites.number.get(site) for site in site_ids)
        segments = [s for n in numbers if n is not None for s in self.segments_at(n)]
        return {group for segment in segments for group in self.groups_at(segment)}

    def _with_hops_of(self, before: Topology, around: set[int]) -> Topology:
        """Remember the hops of an earlier picture, and in which groups they are out of date."""
        known = (before.__dict__["hops"], frozenset()) if "hops" in before.__dict__ else None
        known = known or before.hops_before
        if known is None:
            return self
        changed = {n for n in self.groups if self.groups[n] is not before.groups.get(n)}
        gone = before.groups.keys() - self.groups.keys()
        return replace(self, hops_before=(known[0], known[1] | changed | gone | around))

    @cached_property
    def hops(self) -> HopGraph:
        """All hops, patched from those of an earlier picture where that is known."""
        if self.hops_before is None:
            return HopGraph.of(self.groups, self.hop_positions, self.sites.can_open)
        hops, changed = self.hops_before
        more = {number: self.groups[number] for number in changed if number in self.groups}
        return hops.patched(changed, more, self.hop_positions, self.sites.can_open)

    def _ducts_in(self, segment_ids: Iterable[int]) -> set[int]:
        numbers = (self.segments.number.get(segment) for segment in segment_ids)
        groups = {group for n in numbers if n is not None for group in self.groups_at(n)}
        return {duct for group in groups for duct in self.groups[group].ducts.ravel().tolist()}

    def groups_at(self, segment: int) -> tuple[int, ...]:
        """The groups that run through a segment."""
        return self.groups_in[segment] if segment < len(self.groups_in) else ()

    def _with_ducts_read_again(self, ducts: set[int]) -> Topology:
        """With the ducts, and all that couplers join to them before or after, read again."""
        joints = dict(self.joints)
        edited, reached = ducts, set(ducts)
        while edited:
            found = reading.read_joints(edited)
            partners = {duct for duct, _ in found}
            for end in [e for duct in edited for e in ((duct, 0), (duct, 1))]:
                other = joints.pop(end, None)
                if other is not None:
                    joints.pop(other, None)
                    partners.add(other[0])
            joints |= found
            partners |= self._line_mates(edited)
            edited = partners - reached
            reached |= edited
        if not reached:
            return self._with_ducts({}, joints, frozenset())
        records = reading.read_ducts(self.sites, self.segments, reached)
        return self._with_ducts(records, joints, frozenset(reached))

    def _line_mates(self, ducts: Iterable[int]) -> set[int]:
        mates: set[int] = set()
        for duct in ducts:
            group = self.groups.get(self.group_of_duct.get(duct, -1))
            if group is not None and group.ducts.shape[1] > 1:
                row = (group.ducts == duct).any(axis=1)
                mates.update(group.ducts[row].ravel().tolist())
        return mates

    def _with_ducts(
        self,
        records: Mapping[int, DuctRecord],
        joints: dict[End, End],
        without: frozenset[int],
    ) -> Topology:
        """With the lines of `records` instead of those of the ducts `without`."""
        more: dict[tuple[object, ...], list[Line]] = defaultdict(list)
        for line in lines_of(records, joints):
            more[line.likeness].append(line)
        groups, numbers = dict(self.groups), dict(self.group_number)
        touched = {self.group_of_duct[duct] for duct in without if duct in self.group_of_duct}
        duct_groups = {d: g for d, g in self.group_of_duct.items() if d not in without}
        changed: list[tuple[int, Group | None, Group | None]] = []
        for number in touched:
            old = groups[number]
            new = old.with_lines(more.pop(old.likeness, ()), without)
            changed.append((number, old, new))
        following = max(groups, default=-1) + 1
        for likeness, lines in more.items():
            old = groups.get(numbers.get(likeness, -1))
            number = numbers[likeness] if old else following
            following += old is None
            new = old.with_lines(lines, without) if old else group_of(lines)
            changed.append((number, old, new))
        for number, old, new in changed:
            if new is None:
                del groups[number], numbers[old.likeness]
                continue
            groups[number], numbers[new.likeness] = new, number
            duct_groups.update(dict.fromkeys(new.ducts.ravel().tolist(), number))
        return Topology(
            self.sites,
            self.segments,
            self.types,
            joints,
            groups,
            numbers,
            duct_groups,
            *self._contents_after(changed, groups),
        )

    def _contents_after(
        self, changed: list[tuple[int, Group | None, Group | None]], groups: dict[int, Group]
    ) -> tuple[list[tuple[int, ...]], dict[Kind, int], list[int]]:
        """`groups_in`, `kinds` and `kinds_in` after changes of groups (number, before, after)."""
        room = len(self.segments.ids) - len(self.groups_in)
        groups_in: list[tuple[int, ...]] = [*self.groups_in, *[()] * room]
        kinds, kinds_in = dict(self.kinds), [*self.kinds_in, *[0] * room]
        more: dict[int, set[int]] = defaultdict(set)
        less: dict[int, set[int]] = defaultdict(set)
        for number, old, new in changed:
            for way, group in ((less, old), (more, new)):
                if group is not None and (old is None or new is None):
                    for segment in group.segments:
                        way[segment].add(number)
        for segment in more.keys() | less.keys():
            kept = [n for n in groups_in[segment] if n not in less[segment]]
            groups_in[segment] = (*kept, *more[segment])
            kinds_in[segment] = 0
            for part in (part for n in groups_in[segment] for part in groups[n].parts):
                kinds_in[segment] |= 1 << kinds.setdefault(part.duct_kind, len(kinds))
        return groups_in, kinds, kinds_in

    def segments_with(self, kinds: frozenset[Kind]) -> np.ndarray:
        """A flag per segment: whether ducts of any of the kinds lie in it."""
        flags = self._segments_with.get(kinds)
        if flags is None:
            wanted = sum(1 << self.kinds[kind] for kind in kinds)
            flags = np.fromiter((bits & wanted != 0 for bits in self.kinds_in), bool)
            self._segments_with[kinds] = flags
        return flags

    @cached_property
    def _segments_with(self) -> dict[frozenset[Kind], np.ndarray]:
        return {}

    def segments_at(self, site: int) -> list[int]:
        """The segments that begin or end at a site."""
        edges = slice(*self.streets.first_edge[site : site + 2])
        return self.streets.segment[edges].tolist()

    def open_positions(self, number: int) -> list[int]:
        """The positions of a group's lines whose sites can be opened; not to be changed."""
        positions = self._open_positions.get(number)
        if positions is None:
            sites = self.groups[number].sites
            positions = [p for p, site in enumerate(sites) if self.can_open[site]]
            self._open_positions[number] = positions
        return positions

    def hop_positions(self, number: int) -> list[int]:
        """Where a hop may begin: at a closed site only if the duct and the route end there."""
        return sorted(self.groups[number].ends.union(self.open_positions(number)))

    @cached_property
    def _open_positions(self) -> dict[int, list[int]]:
        return {}

    @cached_property
    def can_open(self) -> list[bool]:
        """Per site whether it can be opened, quicker to ask than an array."""
        return self.sites.can_open.tolist()

    @cached_property
    def streets(self) -> StreetGraph:
        """The graph of segments alone, for lower bounds."""
        return StreetGraph.of(self.sites, self.segments)
