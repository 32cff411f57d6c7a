"""Database expressions that PostgreSQL may store in generated columns."""

from django.contrib.gis.db import models
from django.db.models import Func

from gis import srid


class GeodesicLength(Func):
    """Length in metres on the ellipsoid (GRS80/WGS84) of a line stored in EPSG:25832."""

    template = f"ST_Length(geography(ST_Transform(%(expressions)s, {srid.WEB})))"
    output_field = models.FloatField()


class ToTileGrid(Func):
    """The geometry in Web Mercator, stored so that a tile needs no transformation."""

    template = f"ST_Transform(%(expressions)s, {srid.TILE})"
