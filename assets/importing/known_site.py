"""The sites that are already here, for ends and gateways to snap to."""

from dataclasses import dataclass

import numpy as np
from django.db.backends.utils import CursorWrapper

from gis.importing.crs import bounds
from gis.importing.table import objects


@dataclass
class KnownSites:
    """Sites in and around an area, in one order: keys, ids in their source, names, places (n ×
    2).
    """

    keys: np.ndarray
    ids: np.ndarray
    names: np.ndarray
    coordinates: np.ndarray


def load_known_sites(cursor: CursorWrapper, geometry: np.ndarray, margin: float) -> KnownSites:
    """All sites not removed in the box around ``geometry``, widened by ``margin`` metres."""
    box = bounds(geometry)
    if box is None:
        return KnownSites(objects([]), objects([]), objects([]), np.empty((0, 2)))
    reach = margin + 1
    cursor.execute(
        "SELECT id, source_id, code, ST_X(geom), ST_Y(geom) FROM assets_site"
        " WHERE life_cycle <> 'removed' AND geom && ST_MakeEnvelope(%s, %s, %s, %s, 25832)"
        " ORDER BY id",
        [box[0] - reach, box[1] - reach, box[2] + reach, box[3] + reach],
    )
    rows = cursor.fetchall()
    keys, ids, names = (objects([row[position] for row in rows]) for position in range(3))
    coordinates = np.array([row[3:] for row in rows], dtype=float).reshape(-1, 2)
    return KnownSites(keys, ids, names, coordinates)
