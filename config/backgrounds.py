"""What lies behind the map: where its pictures come from, and which are offered by default."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

PLACEHOLDERS = {
    "xyz": ("{z}", "{x}", "{y}"),
    "wmts": ("{TileMatrix}", "{TileRow}", "{TileCol}"),
    "wms": (),
    "none": (),
}


class Background(BaseModel):
    """One background of the map.

    `url` of an xyz source holds {z}, {x} and {y}; of a WMTS {TileMatrix}, {TileRow} and {TileCol},
    as its capabilities write the resource URL of a Web Mercator tile matrix set; of a WMS it is the
    address before the question mark, and `layers` names its layers. `colour` shows it in its own
    colours instead of greyed. `deepest` is the last level that an xyz or WMTS source has; closer
    views enlarge it.
    """

    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")
    title: str
    kind: Literal["xyz", "wms", "wmts", "none"]
    url: str = ""
    attribution: str = ""
    layers: str = ""
    colour: bool = False
    deepest: int = Field(default=18, ge=0, le=22)

    @model_validator(mode="after")
    def _can_be_asked(self) -> "Background":
        missing = [one for one in PLACEHOLDERS[self.kind] if one not in self.url]
        if missing:
            raise ValueError(f"the url of kind {self.kind} must hold {', '.join(missing)}")
        if self.kind == "wms" and not (self.url and self.layers):
            raise ValueError("a WMS needs its url and the names of its layers")
        return self


DEFAULT_BACKGROUNDS = [
    Background(
        name="basemap-grey",
        title="basemap.de (grau)",
        kind="xyz",
        url="https://sgx.geodatenzentrum.de/wmts_basemapde/tile/1.0.0/de_basemapde_web_raster_grau/default/GLOBAL_WEBMERCATOR/{z}/{y}/{x}.png",
        attribution="© GeoBasis-DE / BKG",
    ),
    Background(
        name="aerial",
        title="Luftbild NRW",
        kind="wms",
        url="https://www.wms.nrw.de/geobasis/wms_nw_dop",
        layers="nw_dop_rgb",
        attribution="© Geobasis NRW",
        colour=True,
    ),
    Background(
        name="osm",
        title="OpenStreetMap",
        kind="xyz",
        url="https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        attribution="© OpenStreetMap",
        deepest=19,
    ),
    Background(name="none", title="Ohne Hintergrund", kind="none"),
]
