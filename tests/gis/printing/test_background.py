"""The background of a sheet: a picture of just this ground, from a WMS or bent from tiles."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from django.contrib.gis.geos import Point
from PIL import Image, ImageDraw

from gis.printing import mosaic
from gis.printing.background import DOTS_PER_MM
from gis.printing.sheet import Sheet
from gis.printing.tokens import tokens
from tests.builders import place
from tests.gis.printing.sheets import HERE, drawing, printed
from tests.gis.test_tiles import client_of

pytestmark = pytest.mark.django_db


class Wms(BaseHTTPRequestHandler):
    """One blue pixel for whoever asks for a map."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        Image.new("RGB", (1, 1), (0, 0, 255)).save(self.wfile, "PNG")

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def wms(settings) -> Iterator[str]:
    """A WMS of this machine, and one that is down."""
    server = HTTPServer(("127.0.0.1", 0), Wms)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/wms"
    rest = {"kind": "wms", "layers": "dop", "attribution": "© Test", "colour": True}
    settings.BACKGROUNDS = [
        {"name": "photo", "title": "Luftbild", "url": address, **rest},
        {"name": "down", "title": "Anderes", "url": "http://127.0.0.1:1/wms", **rest},
    ]
    yield address
    server.shutdown()
    server.server_close()


def test_the_background_is_a_picture_of_just_this_ground(network, wms):
    pdf = printed(client_of("viewer"), bg="photo")

    assert len(pdf.pages[0].images) == 1
    assert "© Test" in pdf.pages[0].extract_text()
    asked = parse_qs(urlsplit(Wms.asked[-1]).query)
    west, south, east, north = map(float, asked["BBOX"][0].split(","))
    assert asked["CRS"] == ["EPSG:25832"]
    assert (east - west) / (north - south) == pytest.approx(
        int(asked["WIDTH"][0]) / int(asked["HEIGHT"][0]), rel=0.01
    )


class TileServer(BaseHTTPRequestHandler):
    """White tiles with a red dot at sites B and C of the drawn network; none called 404."""

    def do_GET(self) -> None:
        _empty, kind, level, x, y = self.path.split("/")
        if kind == "404":
            return self.send_error(404)
        tile = Image.new("RGB", (256, 256), (255, 255, 255))
        draw = ImageDraw.Draw(tile)
        for metres in (100, 200):
            point = place(metres).transform(3857, clone=True)
            world, count = 20_037_508.342789244, 1 << int(level)
            at_x = ((point.x / world + 1) / 2 * count - int(x)) * 256
            at_y = ((1 - point.y / world) / 2 * count - int(y)) * 256
            draw.ellipse([at_x - 3, at_y - 3, at_x + 3, at_y + 3], fill=(255, 0, 0))
        self.send_response(200)
        self.end_headers()
        tile.save(self.wfile, "PNG")

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def tile_server() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), TileServer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def tiled(address: str, kind: str = "xyz", **more: object) -> dict[str, object]:
    url = {
        "xyz": f"{address}/tile/{{z}}/{{x}}/{{y}}",
        "wmts": f"{address}/tile/{{TileMatrix}}/{{TileCol}}/{{TileRow}}",
    }[kind]
    rest = {"layers": "", "attribution": "© Test", "colour": True, "deepest": 20}
    return {"name": "streets", "title": "Straßen", "kind": kind, "url": url, **rest, **more}


@pytest.mark.parametrize(("kind", "scale"), [("xyz", 1000), ("wmts", 2500), ("xyz", 10000)])
def test_tiles_of_a_background_are_bent_into_the_grid_of_the_sheet(
    network, tile_server, settings, kind, scale
):
    """What lies on the ground lies there on the sheet, to a third of a millimetre."""
    settings.BACKGROUNDS = [tiled(tile_server, kind)]

    pdf = printed(client_of("viewer"), bg="streets", paper="a3", scale=str(scale), l="none")

    assert "Straßen: © Test" in pdf.pages[0].extract_text()
    picture = np.asarray(pdf.pages[0].images[0].image.convert("RGB")).astype(int)
    height, width, _bands = picture.shape
    ys, xs = np.nonzero((picture[..., 0] > 200) & (picture[..., 1] < 120))
    per_mm = width / Sheet("a3", True, scale, (370_000, 5_680_000)).frame[2]
    lat, lon = map(float, HERE.split(","))
    centre = Point(lon, lat, srid=4326).transform(25832, clone=True)
    left = xs < (xs.min() + xs.max()) / 2
    for metres, dot in ((100, left), (200, ~left)):
        site = place(metres)
        east, north = ((xs[dot].mean() - width / 2), (height / 2 - ys[dot].mean()))
        assert east / per_mm == pytest.approx((site.x - centre.x) * 1000 / scale, abs=0.3)
        assert north / per_mm == pytest.approx((site.y - centre.y) * 1000 / scale, abs=0.3)


def test_a_background_without_own_colours_is_pale_and_grey(network, tile_server, settings):
    settings.BACKGROUNDS = [tiled(tile_server, colour=False)]

    pdf = printed(client_of("viewer"), bg="streets", l="none")

    picture = np.asarray(pdf.pages[0].images[0].image.convert("RGB"))
    assert np.ptp(picture.astype(int), axis=2).max() == 0
    assert 80 < picture.min() < 220


def test_whose_background_it_is_stands_on_white(network, tile_server, settings):
    settings.BACKGROUNDS = [tiled(tile_server)]

    drawn = drawing(printed(client_of("viewer"), bg="streets"))

    assert re.search(r"1 1 1 rg\s+n [\d.]+ [\d.]+ [\d.]+ [\d.]+ re f\*?\s", drawn)
    assert drawn.rindex(" re f") < drawn.rindex("\\251 Test")


def test_without_a_single_tile_the_sheet_says_so(network, tile_server, settings):
    url = f"{tile_server}/404/{{z}}/{{x}}/{{y}}"
    settings.BACKGROUNDS = [tiled(tile_server, url=url)]

    pdf = printed(client_of("viewer"), bg="streets", lang="de")

    assert not pdf.pages[0].images
    assert "Der Hintergrund war nicht erreichbar." in pdf.pages[0].extract_text()


@pytest.mark.parametrize("scale", tokens()["sheets"]["scales"])
@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_no_sheet_asks_a_tile_server_for_much(paper, scale):
    sheet = Sheet(paper, True, scale, (370_000, 5_680_000))
    size = round(sheet.frame[2] * DOTS_PER_MM), round(sheet.frame[3] * DOTS_PER_MM)

    tiles = mosaic.needed(sheet, size, deepest=18)

    assert tiles.columns * tiles.rows <= 90
    assert tiles.level <= 18


def test_without_the_service_the_map_is_printed_and_says_so(network, wms):
    text = printed(client_of("viewer"), bg="down", lang="de").pages[0].extract_text()

    assert "Anderes: Der Hintergrund war nicht erreichbar." in text
    assert not printed(client_of("viewer"), bg="unknown").pages[0].images
