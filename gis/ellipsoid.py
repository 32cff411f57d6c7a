"""The ellipsoid on which lengths are measured: GRS80, that of ETRS89."""

from pyproj import Geod

ELLIPSOID = Geod(ellps="GRS80")
