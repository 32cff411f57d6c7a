"""Clean the geometry of a batch, all rows at once. Stored coordinates, metres, to the
millimetre.
"""

import numpy as np
import shapely
from pyproj import CRS

from gis.importing.batch import Batch
from gis.importing.crs import Area, geodesic_lengths
from gis.importing.findings import Finding
from gis.importing.mapping import Entry
from gis.importing.placing import missing, place, place_findings, swap_axes
from gis.importing.shapes import LINES, POINTS, reshape
from gis.importing.targets import Duplicates, Target

SHORTEST_LINE = 0.001
WANTED = {"point": POINTS, "line": LINES, "route": LINES}
LENGTH_FIELD = "stated_length_m"
LEAST_LENGTH_GAP = 1.0  # metres; below it a stated length is never called different


def clean(batch: Batch, entry: Entry, target: Target, crs: CRS | None, area: Area | None) -> None:
    """Bring ``batch`` into stored coordinates and refuse or mend what cannot be kept."""
    if target.geometry is None:
        batch.geometry = None
        place_findings(batch, None)
        return
    if batch.geometry is None:
        batch.geometry = np.full(len(batch), None, dtype=object)
    batch.geometry = batch.geometry.copy()
    if entry.swap_axes:
        swap_axes(batch)
    if target.geometry_required:
        batch.refuse(missing(batch.geometry), "no_geometry")
    place(batch, crs, area)
    _compare_lengths(batch, entry)
    reshape(batch, WANTED[target.geometry], entry.polygons)
    _check_kind(batch, target.geometry)
    if target.geometry != "route":
        _take_apart(batch)
    if target.geometry == "line":
        clean_lines(batch)
    _find_duplicates(batch, entry.duplicates or target.duplicates)


def clean_lines(batch: Batch) -> None:
    """Remove repeated vertices; refuse lines without length and lines that cross themselves."""
    before = shapely.get_num_coordinates(batch.geometry)
    batch.geometry = shapely.remove_repeated_points(batch.geometry)
    changed = int((shapely.get_num_coordinates(batch.geometry) < before).sum())
    if changed:
        batch.findings.append(Finding("repeated_vertices", batch.layer, values={"count": changed}))
    present = ~missing(batch.geometry)
    batch.refuse(present & (shapely.length(batch.geometry) < SHORTEST_LINE), "zero_length")
    present = ~missing(batch.geometry)
    batch.refuse(present & ~shapely.is_simple(batch.geometry), "self_crossing")


def _check_kind(batch: Batch, wanted: str) -> None:
    good = np.isin(shapely.get_type_id(batch.geometry), WANTED[wanted]) | missing(batch.geometry)
    shapes, expected = batch.geometry, {"point": "Point"}.get(wanted, "LineString")
    batch.refuse(
        ~good,
        "wrong_geometry",
        lambda row: {"found": shapes[row].geom_type, "expected": expected},
    )


def _take_apart(batch: Batch) -> None:
    """Multi-part geometries become rows "id/1", "id/2" …; a single part stays "id"."""
    counts = np.maximum(shapely.get_num_geometries(batch.geometry), 1)
    several = counts > 1
    batch.remark(several, "multi_part", lambda row: {"parts": int(counts[row])})
    _parts, owner = shapely.get_parts(batch.geometry, return_index=True)
    without = np.flatnonzero(missing(batch.geometry))
    order = np.argsort(np.concatenate([owner, without]), kind="stable")
    owner = np.concatenate([owner, without])[order]
    parts = np.concatenate([_parts, np.full(len(without), None, dtype=object)])[order]
    number = np.arange(len(owner)) - np.searchsorted(owner, owner) + 1
    batch.take(owner)
    batch.geometry = parts
    mark_pieces(batch, several[owner], number, "/")


def mark_pieces(batch: Batch, pieces: np.ndarray, number: np.ndarray, mark: str) -> None:
    """Give pieces an id of their own; what was stated of the whole no longer holds for a piece."""
    rows = np.flatnonzero(pieces)
    batch.ids = batch.ids.copy()
    batch.ids[rows] = [f"{batch.ids[row]}{mark}{number[row]}" for row in rows]
    if LENGTH_FIELD in batch.columns:
        batch.columns[LENGTH_FIELD] = np.where(pieces, None, batch.columns[LENGTH_FIELD])
    if "code" in batch.columns:
        codes = batch.columns["code"] = batch.columns["code"].copy()
        codes[rows] = [codes[row] and f"{codes[row]}{mark}{number[row]}" for row in rows]


def _compare_lengths(batch: Batch, entry: Entry) -> None:
    """Report stated lengths that differ from the geodesic one by more than the tolerance."""
    if LENGTH_FIELD not in batch.columns:
        return
    stated = np.array(
        [np.nan if value is None else value for value in batch.columns[LENGTH_FIELD]], dtype=float
    )
    parts, owner = shapely.get_parts(batch.geometry, return_index=True)
    computed = np.zeros(len(batch))
    np.add.at(computed, owner, geodesic_lengths(parts))
    allowed = np.maximum(LEAST_LENGTH_GAP, computed * entry.length_tolerance_percent / 100)
    with np.errstate(invalid="ignore"):
        differs = (computed > 0) & (np.abs(stated - computed) > allowed)
    batch.remark(
        differs,
        "length_differs",
        lambda row: {
            "stated": round(float(stated[row]), 2),
            "computed": round(float(computed[row]), 2),
        },
    )


def _find_duplicates(batch: Batch, policy: Duplicates) -> None:
    if policy is Duplicates.IGNORE or not len(batch):
        return
    bytes_ = shapely.to_wkb(shapely.normalize(batch.geometry))
    first: dict[bytes, int] = {}
    others = [
        first.setdefault(key, row) if key is not None else row for row, key in enumerate(bytes_)
    ]
    repeated = np.array(others) != np.arange(len(batch))
    ids = batch.ids

    def other(row: int) -> dict[str, str]:
        return {"other": ids[others[row]]}

    if policy is Duplicates.REFUSE:
        batch.refuse(repeated, "duplicate_geometry", other)
    else:
        batch.remark(repeated, "repeated_position", other)
