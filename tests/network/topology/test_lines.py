"""Like ducts are grouped, couplers make lines, and rings come round twice."""

from network.topology.lines import END, START, DuctRecord, Part, group_of, lines_of


def record(key: int, segments: tuple[int, ...], sites: tuple[int, ...]) -> DuctRecord:
    part = Part(1, 1, "offered", None, None, len(segments))
    return DuctRecord(key, part, segments, sites, tuple(key * 10 + s for s in segments))


def joined(*pairs: tuple[tuple[int, int], tuple[int, int]]) -> dict:
    return {a: b for pair in pairs for a, b in (pair, pair[::-1])}


def test_a_tube_drawn_the_other_way_round_is_like_its_neighbour() -> None:
    records = {1: record(1, (1, 2), (1, 2, 3)), 2: record(2, (2, 1), (3, 2, 1))}
    one, two = lines_of(records, {})
    assert one.likeness == two.likeness
    assert group_of([one, two]).sections.tolist() == [[11, 12], [21, 22]]


def test_a_single_stretch_drawn_both_ways_is_like_its_neighbour() -> None:
    records = {1: record(1, (1,), (1, 2)), 2: record(2, (1,), (2, 1))}
    one, two = lines_of(records, {})
    assert one.likeness == two.likeness


def test_couplers_make_one_line_whatever_the_directions() -> None:
    """1 --1--> 2 <--2-- 3 --3--> 4"""
    records = {
        1: record(1, (1,), (1, 2)),
        2: record(2, (2,), (3, 2)),
        3: record(3, (3,), (3, 4)),
    }
    (line,) = lines_of(records, joined(((1, END), (2, END)), ((2, START), (3, START))))
    assert line.ducts == (1, 2, 3)
    assert line.sites == (1, 2, 3, 4)
    assert group_of([line]).ends == {0, 1, 2, 3}


def test_a_ring_comes_round_twice() -> None:
    records = {1: record(1, (1,), (1, 2)), 2: record(2, (2,), (2, 1))}
    (line,) = lines_of(records, joined(((1, END), (2, START)), ((2, END), (1, START))))
    assert len(line.segments) == 4
    assert line.sites[0] == line.sites[-1]


def test_a_coupler_to_an_unusable_duct_ends_the_line() -> None:
    records = {1: record(1, (1,), (1, 2))}
    (line,) = lines_of(records, joined(((1, END), (2, START))))
    assert line.ducts == (1,)


def test_lines_leave_a_group_with_their_ducts() -> None:
    records = {key: record(key, (1,), (1, 2)) for key in (1, 2)}
    group = group_of(list(lines_of(records, {})))
    assert group.with_lines([], frozenset({1})).ducts.tolist() == [[2]]
    assert group.with_lines([], frozenset({1, 2})) is None
