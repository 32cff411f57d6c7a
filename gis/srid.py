"""The three coordinate systems of the registry, named once."""

STORAGE = 25832
"""ETRS89 / UTM zone 32N, metres: what the database stores."""

WEB = 4326
"""WGS84 longitude and latitude, degrees: what the web speaks (RFC 7946)."""

TILE = 3857
"""Web Mercator: the grid of map tiles; never used to measure."""
