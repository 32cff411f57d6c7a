"""Found routes compared with an independent search over the same rows, on random networks.

The oracle builds its own graph with networkx from the tables, one node per section end, with
no grouping, corridors or snapshots; for two tubes it moves them side by side, segment by segment.
Every case checks the cheapest cost, the fewest blocking sections and whether two tubes can run.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, pairwise

import networkx as nx
import pytest
from django.contrib.gis.geos import LineString
from django.db import transaction

from accounts.models import Organisation, User
from assets.models import Duct, DuctSection, Segment, Site
from network.models import DuctJoint, DuctJointEnd, HeldUnit, Holder
from network.routing import RouteAnswer, Tubes, find_routes
from tests.builders import make_duct_type, make_organisation, place
from tests.network.routing.conftest import NEXT_YEAR, settle

pytestmark = pytest.mark.django_db

CUT_M, COUPLING_M = 50.0, 10.0
CASES, CASES_AT_A_TIME = 200, 20


# --- random networks
def draw(dice: random.Random, owner: Organisation) -> list[Site]:
    """A few sites, segments between near ones, ducts along random walks, couplers and holds."""
    sites = Site.objects.bulk_create(
        Site(
            code=f"s{n}",
            owner=owner,
            kind="chamber",
            can_open=dice.random() < 0.65,
            geom=place(dice.randrange(600), dice.randrange(600) + n / 7),
        )
        for n in range(dice.randrange(4, 9))
    )
    pairs = dice.sample(
        list(combinations(sites, 2)), k=dice.randrange(len(sites), 2 * len(sites) - 2)
    )
    segments = Segment.objects.bulk_create(
        Segment(
            code=f"g{n}",
            owner=owner,
            kind="open_cut",
            start_site=a,
            end_site=b,
            geom=LineString(a.geom.coords, b.geom.coords, srid=a.geom.srid),
        )
        for n, (a, b) in enumerate(pairs)
    )
    ducts = [_lay(dice, n, owner, sites, segments) for n in range(dice.randrange(4, 14))]
    ducts = [duct for duct in ducts if duct is not None]
    _couple(dice, ducts)
    _hold(dice, ducts)
    return sites


def _lay(
    dice: random.Random,
    number: int,
    owner: Organisation,
    sites: list[Site],
    segments: list[Segment],
) -> Duct | None:
    site = start = dice.choice(sites)
    way: list[tuple[Segment, bool]] = []
    for _ in range(dice.randrange(1, 5)):
        onward = [
            (g, g.end_site_id == site.pk)
            for g in segments
            if site.pk in (g.start_site_id, g.end_site_id) and g not in [s for s, _ in way]
        ]
        if not onward:
            break
        way.append(dice.choice(onward))
        segment, against = way[-1]
        site = segment.start_site if against else segment.end_site
    if not way:
        return None
    code = dice.choice(["7x1.5", "7x1.5", "12x2"])
    duct = Duct.objects.create(
        code=f"d{number}",
        owner=owner,
        type=make_duct_type(code, "tube"),
        start_site=start,
        end_site=site,
        life_cycle=dice.choice(["in_service"] * 6 + ["planned"]),
    )
    DuctSection.objects.bulk_create(
        DuctSection(duct=duct, segment=segment, rank=rank, reversed=against)
        for rank, (segment, against) in enumerate(way)
    )
    return duct


def _couple(dice: random.Random, ducts: list[Duct]) -> None:
    ends = defaultdict(list)
    for duct in ducts:
        ends[duct.start_site_id].append((duct, "start"))
        ends[duct.end_site_id].append((duct, "end"))
    for site, there in ends.items():
        dice.shuffle(there)
        for one, two in zip(there[::2], there[1::2], strict=False):
            if dice.random() < 0.5:
                joint = DuctJoint.objects.create(site_id=site)
                for side, (duct, end) in enumerate((one, two), start=1):
                    DuctJointEnd.objects.create(joint=joint, side=side, duct=duct, end=end)


def _hold(dice: random.Random, ducts: list[Duct]) -> None:
    for duct in ducts:
        stops = _sites_of(duct)
        first, last = sorted(dice.sample(range(len(stops)), 2))
        if dice.random() < 0.35 and len(set(stops)) == len(stops):
            holder = Holder.objects.create(
                kind="claim", effect="reserved", organisation=duct.owner, period=NEXT_YEAR.range
            )
            HeldUnit.objects.create(
                holder=holder, duct=duct, from_site_id=stops[first], to_site_id=stops[last]
            )


def _sites_of(duct: Duct) -> list[int]:
    stops = [duct.start_site_id]
    for section in duct.sections.select_related("segment").order_by("rank"):
        segment = section.segment
        stops.append(segment.start_site_id if section.reversed else segment.end_site_id)
    return stops


# --- the oracle
@dataclass
class Step:
    """One section of a usable duct with the sites it leads between."""

    duct: int
    segment: int
    enters: int
    leaves: int
    length: float
    taken: bool


class Oracle:
    """The network as the tables have it."""

    def __init__(self, min_inner: float | None) -> None:
        self.open = set(Site.objects.filter(can_open=True).values_list("pk", flat=True))
        taken = set(Holder.objects.filter(kind="claim").values_list("lines__section_id", flat=True))
        self.steps: dict[int, list[Step]] = {}
        for duct in Duct.objects.filter(life_cycle="in_service").select_related("type"):
            narrow = min_inner is not None and duct.type.inner_mm < min_inner
            sections = duct.sections.select_related("segment").order_by("rank")
            self.steps[duct.pk] = [
                Step(duct.pk, s.segment_id, a, b, s.segment.length_m, s.pk in taken or narrow)
                for s, (a, b) in zip(sections, pairwise(_sites_of(duct)), strict=True)
            ]
        self.joined = set()
        for joint in DuctJoint.objects.prefetch_related("ends"):
            ends = [(e.duct_id, e.end) for e in joint.ends.all()]
            if all(duct in self.steps for duct, _ in ends):
                self.joined |= {tuple(ends), tuple(reversed(ends))}

    def graph(self, per_taken: float | None) -> nx.DiGraph:
        """A node per duct and place along it; taken sections cost `per_taken` or are left out."""
        graph = nx.DiGraph()
        for duct, steps in self.steps.items():
            for k, step in enumerate(steps):
                if not step.taken or per_taken is not None:
                    weight = step.length + (per_taken or 0) * step.taken
                    graph.add_edge((duct, k), (duct, k + 1), weight=weight)
                    graph.add_edge((duct, k + 1), (duct, k), weight=weight)
            for k in range(len(steps) + 1):
                site = steps[k].enters if k < len(steps) else steps[-1].leaves
                cut = 0 if k in (0, len(steps)) else CUT_M
                if site in self.open or not cut:
                    graph.add_edge(("from", site), (duct, k), weight=cut)
                    graph.add_edge((duct, k), ("to", site), weight=cut)
                if site in self.open:
                    graph.add_edge((duct, k), ("hub", site), weight=cut + COUPLING_M / 2)
                    graph.add_edge(("hub", site), (duct, k), weight=cut + COUPLING_M / 2)
        for (one, end), (two, other) in self.joined:
            graph.add_edge(self._node(one, end), self._node(two, other), weight=0)
        return graph

    def _node(self, duct: int, end: str) -> tuple[int, int]:
        return duct, 0 if end == "start" else len(self.steps[duct])

    def cost(self, start: int, end: int, per_taken: float | None = None) -> float | None:
        graph = self.graph(per_taken)
        ends = ("from", start), ("to", end)
        if not all(graph.has_node(node) for node in ends) or not nx.has_path(graph, *ends):
            return None
        return nx.dijkstra_path_length(graph, *ends)

    def two_can_go(self, start: int, end: int) -> bool:
        """Whether two tubes can run side by side, moved together from segment to segment."""
        begin = ((start, None), (start, None))
        seen, front = {begin}, [begin]
        while front:
            state = front.pop()
            if self._arrived(state, end):
                return True
            for following in self._moves(state, start) - seen:
                seen.add(following)
                front.append(following)
        return False

    def _arrived(self, state: tuple, end: int) -> bool:
        if state[0][0] != end or state[0][1] is None:
            return False
        return end in self.open or all(self._at_end(tube) for _, tube in state)

    def _at_end(self, tube: tuple[int, int, int]) -> bool:
        duct, index, direction = tube
        return index in (0, len(self.steps[duct]) - 1) and not (
            0 <= index + direction < len(self.steps[duct])
        )

    def _moves(self, state: tuple, start: int) -> set[tuple]:
        choices = [self._next(site, tube, start) for site, tube in state]
        moves = set()
        for one in choices[0]:
            for two in choices[1]:
                a, b = (self.steps[t[0]][t[1]] for t in (one, two))
                if a.segment == b.segment and a.duct != b.duct:
                    site = a.leaves if one[2] > 0 else a.enters
                    if site == (b.leaves if two[2] > 0 else b.enters):
                        moves.add(((site, one), (site, two)))
        return moves

    def _next(self, site: int, tube: tuple[int, int, int] | None, start: int) -> set[tuple]:
        """Free sections (duct, index, direction) that a tube at a site can go on into."""
        found = set()
        for duct, steps in self.steps.items():
            for index, step in enumerate(steps):
                for direction, enters in ((1, step.enters), (-1, step.leaves)):
                    if step.taken or enters != site:
                        continue
                    here = (duct, index, direction)
                    if self._follows(tube, here) or self._enters(site, tube, here, start):
                        found.add(here)
        return found

    def _enters(self, site: int, tube: object, here: tuple[int, int, int], start: int) -> bool:
        if site in self.open:
            return True
        duct, index, direction = here
        return tube is None and site == start and self._at_end((duct, index, -direction))

    def _follows(self, tube: tuple[int, int, int] | None, here: tuple[int, int, int]) -> bool:
        if tube is None:
            return False
        duct, index, direction = tube
        if self._at_end(tube):
            leaving = (duct, "end" if direction > 0 else "start")
            entering = (here[0], "start" if here[2] > 0 else "end")
            at_end = self._at_end((here[0], here[1], -here[2]))
            return at_end and (leaving, entering) in self.joined
        return here == (duct, index + direction, direction)


# --- the comparison
@pytest.fixture
def planner(db: None) -> User:
    from tests.builders import make_user

    return make_user("planner")


@pytest.mark.parametrize("first", range(0, CASES, CASES_AT_A_TIME))
def test_routes_are_what_the_oracle_finds(first: int, planner: User) -> None:
    owner = make_organisation()
    for seed in range(first, first + CASES_AT_A_TIME):
        with transaction.atomic():
            _compare(random.Random(seed), owner, planner)
            transaction.set_rollback(True)


def _compare(dice: random.Random, owner: Organisation, planner: User) -> None:
    sites = draw(dice, owner)
    settle()
    start, end = dice.sample(sites, 2)
    min_inner = dice.choice([None, None, 6])
    oracle = Oracle(min_inner)

    def asked(count: int) -> RouteAnswer:
        return find_routes(
            viewer=planner,
            start=start,
            end=end,
            requirement=Tubes(count, min_inner),
            period=NEXT_YEAR,
        )

    answer, expected = asked(1), oracle.cost(start.pk, end.pk)
    if expected is None:
        assert answer.routes == ()
        fewest = oracle.cost(start.pk, end.pk, per_taken=1e7)
        assert len(answer.blockers) == (0 if fewest is None else fewest // 1e7)
    else:
        assert answer.routes[0].cost_m == pytest.approx(expected)
    assert bool(asked(2).routes) == oracle.two_can_go(start.pk, end.pk)
