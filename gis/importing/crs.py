"""From whatever reference system the data declare to the stored one, and a check that they land in
the city.
"""

import re
import warnings

import numpy as np
import shapely
from django.utils.translation import gettext as _
from pyproj import CRS, Transformer, network
from pyproj.exceptions import CRSError, ProjError
from pyproj.transformer import TransformerGroup

from gis import srid
from gis.ellipsoid import ELLIPSOID
from gis.importing.problems import ImportProblem

CODE = re.compile(r"EPSG:(\d{4,6})")
# Metres: a point that does not come back this closely lies too far from zone 32 to be stored.
ROUND_TRIP_TOLERANCE = 0.01
NEAR = 4e6  # metres; farther east or west single points must be tried
DEGREES = 180.0
FARTHEST = 1e8  # metres; an easting with the zone in front of it has eight digits
USUAL = tuple(f"EPSG:{code}" for code in (25832, 4326, 31466, 31467, 4647, 25833, 3857))

network.set_network_enabled(active=False)

Area = tuple[float, float, float, float]
"""minE, minN, maxE, maxN in EPSG:25832, metres."""


def by_code(code: str) -> CRS:
    """The reference system ``EPSG:n``; nothing else is accepted (free text could make PROJ look
    elsewhere).
    """
    match = CODE.fullmatch(code.strip().upper())
    try:
        if match:
            crs = CRS.from_epsg(int(match.group(1)))
            if crs.is_geographic or crs.is_projected or crs.is_compound:
                return crs
    except CRSError:
        pass
    raise ImportProblem(
        "unknown_crs",
        _("“%(crs)s” is no known reference system; write for example EPSG:25832.")
        % {"crs": code[:60]},
        "crs",
    )


def declared(text: str | None) -> CRS | None:
    """The reference system GDAL found (an EPSG code or WKT of its own making), or None."""
    if not text:
        return None
    try:
        if match := CODE.fullmatch(text):
            return CRS.from_epsg(int(match.group(1)))
        return CRS.from_wkt(text)
    except CRSError:
        return None


def horizontal(crs: CRS) -> CRS:
    """The horizontal part of a compound system (shapefiles append heights as VERTCS)."""
    return crs.sub_crs_list[0] if crs.is_compound else crs


def to_stored(geometry: np.ndarray, crs: CRS) -> tuple[np.ndarray, float]:
    """``geometry`` without heights in EPSG:25832, and the accuracy of the transformation in metres
    (-1 unknown).
    """
    transformer = _transformer(horizontal(crs))
    stored = shapely.transform(geometry, lambda points: _move(transformer, points))
    return stored, transformer.accuracy


def storable(geometry: np.ndarray, crs: CRS) -> np.ndarray:
    """Mask of the geometries that come back from EPSG:25832; others lie too far from zone 32."""
    transformer = _transformer(horizontal(crs))
    box = bounds(geometry)
    if box is None or _is_near(transformer, np.reshape(box, (2, 2))):
        return np.ones(len(geometry), dtype=bool)
    points, owner = shapely.get_coordinates(geometry, return_index=True)
    mask = np.ones(len(geometry), dtype=bool)
    mask[owner[~_comes_back(transformer, points)]] = False
    return mask


def plausible(geometry: np.ndarray, crs: CRS) -> np.ndarray:
    """Mask of the geometries whose coordinates can exist in ``crs``, such as degrees up to 180."""
    limit = DEGREES if horizontal(crs).is_geographic else FARTHEST
    points, owner = shapely.get_coordinates(geometry, return_index=True)
    mask = np.ones(len(geometry), dtype=bool)
    mask[owner[(np.abs(points) > limit).any(axis=1)]] = False
    return mask


def fitting(geometry: np.ndarray, area: Area | None) -> list[str]:
    """Usual reference systems in which the middle of the data would lie in ``area``."""
    box = bounds(geometry)
    if box is None or area is None or not np.isfinite(box).all():
        return []
    middle = np.array([shapely.Point((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)], dtype=object)
    found = []
    for code in USUAL:
        system = by_code(code)
        if plausible(middle, system).all():
            stored, _accuracy = to_stored(middle, system)
            if shapely.intersects(shapely.box(*area), stored[0]):
                found.append(code)
    return found


def _move(transformer: Transformer, points: np.ndarray) -> np.ndarray:
    return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))


def _transformer(crs: CRS) -> Transformer:
    """The best operation available offline; a mere ballpark (datum unknown) is refused."""
    try:
        with warnings.catch_warnings():
            # A better grid may not be installed; the accuracy is reported.
            warnings.simplefilter("ignore")
            group = TransformerGroup(crs, srid.STORAGE, always_xy=True, allow_ballpark=False)
    except (CRSError, ProjError):
        group = None
    if group is None or not group.transformers:
        raise ImportProblem(
            "no_transformation",
            _(
                "No transformation from “%(crs)s” to EPSG:25832 is known; "
                "give the reference system in the mapping."
            )
            % {"crs": crs.name},
            "crs",
        )
    return group.transformers[0]


def bounds(geometry: np.ndarray) -> tuple[float, float, float, float] | None:
    """The box around all geometries, or None where there is none."""
    present = geometry[~(shapely.is_missing(geometry) | shapely.is_empty(geometry))]
    return tuple(shapely.total_bounds(present).tolist()) if len(present) else None


def _is_near(transformer: Transformer, corners: np.ndarray) -> bool:
    """Whether nothing between two corners can fail to come back."""
    east = np.array(transformer.transform(*corners.T)[0])
    return bool((np.abs(east) < NEAR).all() and _comes_back(transformer, corners).all())


def _comes_back(transformer: Transformer, points: np.ndarray) -> np.ndarray:
    """Mask of the points that a way there, back and there again brings to the same place."""
    there = np.column_stack(transformer.transform(*points.T))
    back = np.column_stack(transformer.transform(*there.T, direction="INVERSE"))
    again = np.column_stack(transformer.transform(*back.T))
    with np.errstate(invalid="ignore"):
        gap = np.abs(again - there).max(axis=1)
    return np.isfinite(gap) & (gap <= ROUND_TRIP_TOLERANCE)


def check_area(layer: str, geometry: np.ndarray, crs: CRS, area: Area | None) -> np.ndarray:
    """Mask of the stored geometries that touch ``area``; raises if none does, naming the distance.

    Missing geometries count as inside; they are refused elsewhere.
    """
    missing = shapely.is_missing(geometry) | shapely.is_empty(geometry)
    if area is None or missing.all():
        return np.ones(len(geometry), dtype=bool)
    inside = shapely.intersects(shapely.box(*area), geometry)
    if not inside.any():
        raise _far_away(layer, geometry[~missing], crs, area)
    return inside | missing


def _far_away(layer: str, geometry: np.ndarray, crs: CRS, area: Area) -> ImportProblem:
    return ImportProblem(
        "far_away",
        _(
            "The data lie %(distance)s km from the city's area. The reference system used was "
            "“%(crs)s”: if that is wrong, give the right one in the mapping; "
            "if the data are right, give another area."
        )
        % {"distance": f"{distance_km(geometry, area):,.0f}".replace(",", " "), "crs": crs.name},
        layer,
    )


def distance_km(geometry: np.ndarray, area: Area) -> float:
    """Geodesic distance in km from the nearest point of the data's box to the nearest of the area's
    box.
    """
    box = shapely.box(*shapely.total_bounds(geometry))
    pair = shapely.get_coordinates(shapely.shortest_line(box, shapely.box(*area)))
    to_degrees = Transformer.from_crs(srid.STORAGE, 4258, always_xy=True)
    (x1, y1), (x2, y2) = zip(*to_degrees.transform(pair[:, 0], pair[:, 1]), strict=True)
    return ELLIPSOID.inv(x1, y1, x2, y2)[2] / 1000


def geodesic_lengths(lines: np.ndarray) -> np.ndarray:
    """Length of each stored line on the ellipsoid (GRS 80), in metres."""
    coordinates, owner = shapely.get_coordinates(lines, return_index=True)
    lengths = np.zeros(len(lines))
    if len(coordinates) < 2:
        return lengths
    lon, lat = Transformer.from_crs(srid.STORAGE, 4258, always_xy=True).transform(*coordinates.T)
    same = owner[1:] == owner[:-1]
    _forward, _backward, pieces = ELLIPSOID.inv(
        lon[:-1][same], lat[:-1][same], lon[1:][same], lat[1:][same]
    )
    np.add.at(lengths, owner[1:][same], pieces)
    return lengths
