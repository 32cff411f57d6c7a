"""Districts of the city out of a file: those of the file take the place of all there were."""

from __future__ import annotations

from pathlib import Path

import pyproj
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from pyogrio.errors import DataLayerError, DataSourceError
from pyogrio.raw import read

from gis import srid
from gis.models import District
from gis.refusals import Refusal

LONGEST = 500
"""A city has a dozen districts and perhaps a hundred quarters; more is another file."""


def replace_districts(path: Path, name_field: str = "name") -> int:
    """Keep the polygons of the file's first layer; how many it were.

    Raises Refusal UNREADABLE, UNKNOWN_COLUMN or NOT_A_DISTRICT; nothing is changed then.
    """
    found = _read(path, name_field)
    with transaction.atomic():
        District.objects.exclude(code__in=[slugify(name) for name in found]).delete()
        for name, geom in found.items():
            facts = {"name": name, "geom": geom}
            District.objects.update_or_create(code=slugify(name), defaults=facts)
    return len(found)


def _read(path: Path, name_field: str) -> dict[str, MultiPolygon]:
    try:
        meta, _fids, shapes, columns = read(path, max_features=LONGEST + 1)
    except (DataSourceError, DataLayerError) as error:
        raise Refusal(
            "UNREADABLE", _("The file cannot be read: %(why)s") % {"why": error}
        ) from None
    if name_field not in meta["fields"]:
        message = _("The file has no column “%(name)s”.")
        raise Refusal("UNKNOWN_COLUMN", message % {"name": name_field}, name_field)
    if len(shapes) > LONGEST or meta["crs"] is None:
        raise Refusal("NOT_A_DISTRICT", _("The file names no coordinate system, or has too many."))
    code = pyproj.CRS(meta["crs"]).to_epsg()
    names = columns[list(meta["fields"]).index(name_field)]
    return {str(name): _polygons(bytes(one), code) for name, one in zip(names, shapes, strict=True)}


def _polygons(wkb: bytes, code: int | None) -> MultiPolygon:
    geometry = GEOSGeometry(memoryview(wkb), srid=code)
    if isinstance(geometry, Polygon):
        geometry = MultiPolygon(geometry, srid=code)
    if not isinstance(geometry, MultiPolygon) or not geometry.valid or code is None:
        raise Refusal("NOT_A_DISTRICT", _("A district is a valid polygon."))
    geometry.transform(srid.STORAGE)
    return geometry
