"""Bring the ends of lines onto sites, and cut lines where others touch them. Metres, stored
coordinates.
"""

from dataclasses import dataclass

import numpy as np
import shapely

EXACT = 0.0005  # a tolerance of 0 still forgives half a millimetre of rounding


@dataclass
class Snapped:
    """Lines whose ends lie exactly on sites.

    ``start`` and ``end`` are positions in ``sites`` (-1: no site within the tolerance). The first
    sites are
    those given; ``made_at`` are the coordinates of those made for ends with none near, in order
    behind them;
    ``moved`` is how far each line's start and end went (n × 2).
    """

    lines: np.ndarray
    start: np.ndarray
    end: np.ndarray
    sites: np.ndarray
    made_at: np.ndarray
    moved: np.ndarray


def snap(lines: np.ndarray, sites: np.ndarray, tolerance: float, make_sites: bool) -> Snapped:
    """Move the ends of ``lines`` onto the nearest of ``sites`` (n × 2) within ``tolerance``.

    Ends with none near share new sites: each lies within ``tolerance`` of the end the site was made
    for.
    """
    reach = max(tolerance, EXACT)
    ends = _ends(lines)
    nearest = _nearest(ends, sites, reach)
    made = np.empty((0, 2))
    if make_sites:
        made, number = _gather(ends[nearest < 0], reach)
        nearest[nearest < 0] = number + len(sites)
    all_sites = np.vstack([sites, made]) if len(sites) else made
    target = np.where((nearest >= 0)[:, None], all_sites[nearest] if len(all_sites) else ends, ends)
    moved = np.hypot(*(target - ends).T).reshape(-1, 2)
    start, end = nearest.reshape(-1, 2).T
    return Snapped(_with_ends(lines, target), start, end, all_sites, made, moved)


def settle(
    points: np.ndarray, sites: np.ndarray, tolerance: float
) -> tuple[np.ndarray, np.ndarray]:
    """For each point (n × 2) the site within tolerance, and where new sites are needed.

    Positions count ``sites`` first, then the new ones.
    """
    reach = max(tolerance, EXACT)
    found = _nearest(points, sites, reach)
    lonely = found < 0
    made, number = _gather(points[lonely], reach)
    found[lonely] = number + len(sites)
    return found, made


def _ends(lines: np.ndarray) -> np.ndarray:
    """Start and end of each line, alternating (2n × 2)."""
    pairs = np.column_stack([shapely.get_point(lines, 0), shapely.get_point(lines, -1)])
    return shapely.get_coordinates(pairs.ravel())


def _nearest(points: np.ndarray, sites: np.ndarray, reach: float) -> np.ndarray:
    """Position of the nearest site within reach of each point, -1 where there is none."""
    found = np.full(len(points), -1)
    if len(sites) and len(points):
        tree = shapely.STRtree(shapely.points(sites))
        point, site = tree.query_nearest(
            shapely.points(points), max_distance=reach, all_matches=False
        )
        found[point] = site
    return found


def _gather(points: np.ndarray, reach: float) -> tuple[np.ndarray, np.ndarray]:
    """Points to make sites at, and for each given point the number of its site.

    The first free point in order becomes a site and takes all free points within reach: unlike
    chains of
    neighbours this never moves an end farther than the tolerance, and it does not depend on chance.
    """
    number = np.full(len(points), -1)
    if not len(points):
        return np.empty((0, 2)), number
    shapes = shapely.points(points)
    left, right = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=reach)
    order = np.lexsort((right, left))
    right, first = right[order], np.searchsorted(left[order], np.arange(len(points) + 1))
    made = []
    for point in range(len(points)):
        if number[point] < 0:
            neighbours = right[first[point] : first[point + 1]]
            number[neighbours[number[neighbours] < 0]] = len(made)
            made.append(points[point])
    return np.array(made), number


def _with_ends(lines: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """``lines`` with other first and last points (alternating in ``ends``), repeated points
    removed.
    """
    if not len(lines):
        return lines
    coordinates, owner = shapely.get_coordinates(lines, return_index=True)
    first = np.searchsorted(owner, np.arange(len(lines)))
    last = np.append(first[1:], len(owner)) - 1
    coordinates[first], coordinates[last] = ends[0::2], ends[1::2]
    return shapely.remove_repeated_points(shapely.linestrings(coordinates, indices=owner))


def touches(
    lines: np.ndarray, points: np.ndarray, tolerance: float
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (line, point) where a point lies within tolerance of a line but away from its two
    ends.
    """
    if not len(lines) or not len(points):
        return np.empty(0, dtype=int), np.empty(0, dtype=int)
    reach = max(tolerance, EXACT)
    shapes = shapely.points(points)
    point, line = shapely.STRtree(lines).query(shapes, predicate="dwithin", distance=reach)
    away = np.ones(len(point), dtype=bool)
    for position in (0, -1):
        away &= shapely.distance(shapes[point], shapely.get_point(lines[line], position)) > reach
    return line[away], point[away]


@dataclass
class Pieces:
    """Lines cut into pieces: ``owner`` is the line each came from; start and end are site
    positions.
    """

    lines: np.ndarray
    owner: np.ndarray
    start: np.ndarray
    end: np.ndarray


def split(snapped: Snapped, tolerance: float) -> Pieces:
    """Cut every line where the end of another touches it; the cut lies exactly on that end's
    site.
    """
    used = np.unique(np.concatenate([snapped.start, snapped.end]))
    used = used[used >= 0]
    line, point = touches(snapped.lines, snapped.sites[used] if len(used) else used, tolerance)
    cuts: dict[int, list[int]] = {}
    for at, site in zip(line.tolist(), used[point].tolist() if len(point) else [], strict=True):
        cuts.setdefault(at, []).append(site)
    lines, owner, start, end = [], [], [], []
    for index, whole in enumerate(snapped.lines):
        sites = _in_order(whole, cuts.get(index, []), snapped.sites)
        stops = [snapped.start[index], *sites, snapped.end[index]]
        pieces = _cut(whole, snapped.sites[sites]) if sites else [whole]
        lines += pieces
        owner += [index] * len(pieces)
        start += stops[:-1]
        end += stops[1:]
    shapes = np.array(lines, dtype=object)
    return Pieces(shapes, np.array(owner, dtype=int), np.array(start), np.array(end))


def _in_order(line: shapely.LineString, sites: list[int], coordinates: np.ndarray) -> list[int]:
    """``sites`` in the order in which they lie along ``line``."""
    if not sites:
        return []
    along = shapely.line_locate_point(line, shapely.points(coordinates[sites]))
    return [sites[position] for position in np.argsort(along, kind="stable")]


def _cut(line: shapely.LineString, cuts: np.ndarray) -> list[shapely.LineString]:
    """The pieces of ``line`` between ``cuts`` (n × 2, in order along it); each ends exactly on
    a cut.
    """
    vertices = shapely.get_coordinates(line)
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(vertices, axis=0).T))])
    places = shapely.line_locate_point(line, shapely.points(cuts))
    stops = [vertices[0], *cuts, vertices[-1]]
    limits = [0.0, *places, along[-1]]
    pieces = []
    for number in range(len(stops) - 1):
        between = (along > limits[number] + EXACT) & (along < limits[number + 1] - EXACT)
        pieces.append(shapely.LineString([stops[number], *vertices[between], stops[number + 1]]))
    return pieces
