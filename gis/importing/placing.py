"""Put the geometry of a batch where it belongs: into EPSG:25832, to the millimetre, in the area."""

from dataclasses import replace

import numpy as np
import shapely
from django.utils.translation import gettext as _
from pyproj import CRS

from gis.importing.batch import Batch
from gis.importing.crs import Area, check_area, fitting, horizontal, plausible, storable, to_stored
from gis.importing.findings import Finding
from gis.importing.problems import ImportProblem
from gis.importing.table import objects

DIGITS = 3  # millimetres: two imports of the same data agree, and ends lie exactly on their sites
COARSE = 1.0  # metres; within it are all transformations between modern European systems


def missing(geometry: np.ndarray) -> np.ndarray:
    """Mask of what is not there or empty."""
    return shapely.is_missing(geometry) | shapely.is_empty(geometry)


def swapped(geometry: np.ndarray) -> np.ndarray:
    """The same with the first coordinate second, and without heights."""
    return shapely.transform(geometry, lambda points: points[:, ::-1])


def place(batch: Batch, crs: CRS | None, area: Area | None) -> None:
    """Refuse the rows that cannot be stored or lie outside; raise where all do."""
    present = ~missing(batch.geometry)
    if not present.any():
        place_findings(batch, crs)
        return
    heights = int(shapely.has_z(batch.geometry).sum())
    if heights:
        batch.findings.append(Finding("height_dropped", batch.layer, values={"count": heights}))
    batch.refuse(~_finite(batch.geometry), "bad_coordinates")
    if crs is None:
        raise ImportProblem("no_crs", _no_crs(batch.geometry, area), batch.layer)
    _refuse_impossible(batch, crs, area)
    delivered = batch.geometry
    try:
        _store(batch, crs)
        _refuse_outside(batch, crs, area)
    except ImportProblem as problem:
        if problem.code in {"far_away", "not_storable"}:
            raise _better(problem, delivered, crs, area) from problem
        raise


def swap_axes(batch: Batch) -> None:
    """Exchange the delivered coordinates of the rows, and of what was said of them so far."""
    batch.geometry = swapped(batch.geometry)
    _move_findings(batch, swapped(_places(batch)))


def place_findings(batch: Batch, crs: CRS | None) -> None:
    """Bring what was said so far from delivered coordinates to where it lies.

    Said without a place is what lies in no known system (`crs` None) or nowhere that can be stored.
    """
    delivered = _places(batch)
    places = np.full(len(delivered), None, dtype=object)
    if crs is not None:
        rows = np.flatnonzero(~missing(delivered) & _finite(delivered))
        rows = rows[plausible(delivered[rows], crs)]
        rows = rows[storable(delivered[rows], crs)]
        places[rows] = to_stored(delivered[rows], crs)[0]
    _move_findings(batch, places)


def _places(batch: Batch) -> np.ndarray:
    return objects([one.geometry for one in batch.findings])


def _move_findings(batch: Batch, places: np.ndarray) -> None:
    said = zip(batch.findings, places, strict=True)
    batch.findings = [replace(one, geometry=place) for one, place in said]


def _finite(geometry: np.ndarray) -> np.ndarray:
    """Mask of geometries whose coordinates are all finite; missing ones count as such."""
    coordinates, owner = shapely.get_coordinates(geometry, return_index=True)
    mask = np.ones(len(geometry), dtype=bool)
    mask[owner[~np.isfinite(coordinates).all(axis=1)]] = False
    return mask


def _refuse_impossible(batch: Batch, crs: CRS, area: Area | None) -> None:
    """Metres are no degrees: all of them are a wrong system, a single one is a wrong row."""
    good = plausible(batch.geometry, crs)
    if good.all():
        return
    corners = shapely.bounds(batch.geometry)
    bad = np.flatnonzero(~good)
    if not (good & ~missing(batch.geometry)).any():
        x, y = corners[bad[0]][:2]
        raise ImportProblem(
            "impossible_coordinates",
            _("The position %(x)s, %(y)s does not exist in “%(crs)s”, as which the data are read.")
            % {"x": f"{x:.10g}", "y": f"{y:.10g}", "crs": crs.name}
            + _hint(batch.geometry, area),
            batch.layer,
        )
    batch.refuse(
        ~good,
        "implausible_coordinates",
        lambda row: {"x": f"{corners[row][0]:g}", "y": f"{corners[row][1]:g}", "crs": crs.name},
    )


def _store(batch: Batch, crs: CRS) -> None:
    good = storable(batch.geometry, crs)
    if not good.all() and not (good & ~missing(batch.geometry)).any():
        raise ImportProblem(
            "not_storable",
            _("The data lie too far from UTM zone 32 to be stored in EPSG:25832."),
            batch.layer,
        )
    batch.refuse(~good, "not_storable")
    place_findings(batch, crs)
    batch.geometry, accuracy = to_stored(batch.geometry, crs)
    if accuracy > COARSE:
        values = {"metres": accuracy}
        batch.findings.append(Finding("coarse_transformation", batch.layer, values=values))
    batch.geometry = shapely.transform(batch.geometry, lambda points: np.round(points, DIGITS))


def _refuse_outside(batch: Batch, crs: CRS, area: Area | None) -> None:
    if area is None:
        return
    outside = ~check_area(batch.layer, batch.geometry, crs, area)
    gaps = shapely.distance(batch.geometry, shapely.box(*area)) / 1000
    batch.refuse(outside, "out_of_area", lambda row: {"distance_km": round(float(gaps[row]), 1)})


def _better(
    problem: ImportProblem, delivered: np.ndarray, crs: CRS, area: Area | None
) -> ImportProblem:
    """The same, with what would bring the data into the area."""
    code = horizontal(crs).to_epsg()
    if code and f"EPSG:{code}" in fitting(swapped(delivered), area):
        message = _(
            "The coordinates are the wrong way round: swapped, they lie in the area."
            " Choose that as the order of the coordinates, in the text of the mapping:"
            " swap_axes = true."
        )
        return ImportProblem("swapped_axes", message, problem.place)
    return ImportProblem(problem.code, problem.message + _hint(delivered, area), problem.place)


def _no_crs(geometry: np.ndarray, area: Area | None) -> str:
    return _(
        'The data declare no reference system; give it in the mapping, e.g. crs = "EPSG:25832".'
    ) + _hint(geometry, area)


def _hint(geometry: np.ndarray, area: Area | None) -> str:
    """A sentence about the systems in which the data would lie in the area, or nothing."""
    systems = fitting(geometry, area)
    if not systems:
        return ""
    return " " + _("They would lie in the area as %(systems)s.") % {"systems": ", ".join(systems)}
