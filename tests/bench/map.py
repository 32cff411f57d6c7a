"""`make bench-map`: the map in headless Chromium at city scale, against the limits of a good map.

Prints a line for each; ends with 1 if one is missed. Run it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import city, map_save
from tests.bench.measure import Found

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PROBE = Path(__file__).with_name("map_probe.js")
VIEW = {"width": 1440, "height": 900}
LINES_IN_VIEW = 20_000
COLD_LOADS = 3
PLACES, ROUNDS = 400, 5
LARGEST_FAR_KB, LARGEST_KB = 50, 200
SMALL_SCALES = 11
LEVELS = range(7, 18)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.map", description=__doc__)
    parser.add_argument("--scale", choices=["demo", "city", "country"], default="city")
    scale = parser.parse_args().scale
    city.choose(scale)
    _load_django()
    city.ensure_filled(scale)
    missed = 0
    for found in everything():
        print(found, flush=True)
        missed += not found.is_met
    return int(missed > 0)


def _load_django() -> None:
    import django

    import config  # noqa: F401  (makes graphql/ importable)
    from config.setup import front_end
    from config.setup.database import ensure_static_files

    front_end.ensure_build()
    django.setup()
    ensure_static_files()


def everything() -> Iterator[Found]:
    from network.services.generalised import generalise_all
    from tests.bench.map_server import served

    generalise_all()
    yield from tiles()
    with served() as address, browser() as chromium:
        yield first_map(chromium, address)
        where = busy_view()
        # What the browser itself takes for moving an almost empty map, in the same minute.
        empty = list(moving(opened(chromium, address, f"{where}&l=gateways"), ""))
        page = opened(chromium, address, where)
        yield scripts(page)
        yield from moving(page, "; nearly empty: {:.1f} ms", empty)
        yield hit_test(page)
        yield from map_save.saving(opened(chromium, address, map_save.where(), "editor"))


# --- the server alone
def tiles() -> Iterator[Found]:
    """Each level's busiest tile: how long beside its SQL, and how large of every layer."""
    from tests.bench.tiles import LEVELS as TIMED
    from tests.bench.tiles import busiest, segments_tile

    for z in TIMED:
        timed = segments_tile(z)
        yield Found(
            f"tile z{z} beside its SQL",
            timed.ours_ms,
            timed.limit * timed.floor_ms,
            "ms",
            f"{timed.ratio:.2f} × its SQL ({timed.floor_ms:.1f} ms); 1.3 × and 2 ms are allowed",
        )
    for z in LEVELS:
        limit = LARGEST_FAR_KB if z <= SMALL_SCALES else LARGEST_KB
        name, size = max(_sizes(busiest(z)), key=lambda pair: pair[1])
        yield Found(f"largest tile z{z}", size / 1024, limit, "kB", name)


def _sizes(address: object) -> Iterator[tuple[str, int]]:
    from gis import layers
    from gis.tiles import render

    for role in ("viewer", "partner"):
        user = city.someone(role)
        for layer in layers.offered_to(user):
            body = render(layer, user, address)  # type: ignore[arg-type]
            yield layer.name, len(gzip.compress(body, 1))


# --- the browser
@contextmanager
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    from tests.map.conftest import QUIET

    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield chromium
        chromium.close()


def opened(chromium: Browser, address: str, query: str, role: str = "viewer") -> Page:
    """A cold browser of somebody, at a view that has come to rest."""
    from tests.map.conftest import log_in

    context = chromium.new_context(viewport=VIEW, base_url=address)
    log_in(context, city.someone(role), address)
    page = context.new_page()
    page.add_init_script(path=PROBE)
    page.goto(f"/?lang=de&{query}")
    _settle(page)
    return page


def _settle(page: Page) -> float:
    """Milliseconds at which the map was whole; the page's policy lets Playwright only ask."""
    for _look in range(600):
        settled = page.evaluate("window.__probe.settled")
        if settled is not None:
            return settled
        page.wait_for_timeout(100)
    raise RuntimeError("The map did not come to rest within a minute.")


def first_map(chromium: Browser, address: str) -> Found:
    """From nothing to the whole city drawn, the best of a few cold loads."""
    times = []
    for _load in range(COLD_LOADS):
        page = opened(chromium, address, "")
        times.append(page.evaluate("window.__probe.settled"))
        page.context.close()
    return Found("first useful map", min(times), 2_000, "ms", f"of {COLD_LOADS} cold loads")


def scripts(page: Page) -> Found:
    size = page.evaluate("window.__probe.scripts()")
    return Found("scripts before the first view", size / 1024, 350, "kB", "as sent")


def busy_view() -> str:
    """The nearest view around the middle of the plant that holds enough lines."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY ST_X(p)),"
            " percentile_disc(0.5) WITHIN GROUP (ORDER BY ST_Y(p))"
            " FROM (SELECT ST_Transform(ST_StartPoint(geom), 4326) AS p FROM assets_segment) q"
        )
        lon, lat = cursor.fetchone()
        for zoom in range(16, 11, -1):
            if _lines_in(cursor, lon, lat, zoom) >= LINES_IN_VIEW:
                break
    return f"z={zoom}&c={lat:.5f},{lon:.5f}"


def _lines_in(cursor: object, lon: float, lat: float, zoom: int) -> int:
    pixel = 40_075_016.7 / 256 / 2**zoom
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT count(*) FROM assets_segment, ST_Transform(ST_Point(%s, %s, 4326), 3857) p"
        " WHERE geom_3857 && ST_MakeEnvelope(ST_X(p) - %s, ST_Y(p) - %s, ST_X(p) + %s,"
        " ST_Y(p) + %s, 3857)",
        [lon, lat, *[edge / 2 * pixel for edge in (VIEW["width"], VIEW["height"])] * 2],
    )
    return cursor.fetchone()[0]  # type: ignore[attr-defined]


def moving(page: Page, beside: str, floor: Sequence[Found] = ()) -> Iterator[Found]:
    """Frames while the map is dragged to and fro, and while it zooms in and out.

    `beside` words what the same took on the `floor`, an almost empty map.
    """
    notes = [beside.format(one.value) for one in floor] or ["", ""]
    x, y = VIEW["width"] / 2, VIEW["height"] / 2
    where = page.evaluate("new URLSearchParams(location.search).get('z')")
    page.evaluate("window.__probe.again()")
    for direction in (1, -1, 1, -1):
        page.mouse.move(x, y)
        page.mouse.down()
        for step in range(1, 41):
            page.mouse.move(x + direction * step * 8, y + direction * step * 4)
        page.mouse.up()
    yield _frames("pan, frame p95", page, f"zoom {where}, {LINES_IN_VIEW:,} lines{notes[0]}")
    page.evaluate("window.__probe.again()")
    for wheel in (-240, 240, -240, 240):
        page.mouse.wheel(0, wheel)
        page.wait_for_timeout(600)
    yield _frames("zoom, frame p95", page, f"zoom {where} and closer{notes[1]}")


def _frames(name: str, page: Page, note: str) -> Found:
    frames = sorted(page.evaluate("window.__probe.frames"))
    p95 = frames[int(len(frames) * 0.95)]
    return Found(name, p95, 25, "ms", f"{note}; {len(frames)} frames, longest {frames[-1]:.0f} ms")


def hit_test(page: Page) -> Found:
    """All that one movement of the pointer does, with as many lines in view.

    At each place the quickest of a few movements: a turn that other work on the machine takes
    away is longer than the test.
    """
    _settle(page)
    rounds = [page.evaluate(f"window.__probe.hits({PLACES})") for _round in range(ROUNDS)]
    times = sorted(map(min, zip(*rounds, strict=True)))
    p95, median = times[int(PLACES * 0.95)], times[PLACES // 2]
    note = f"median {median:.2f} ms; quickest of {ROUNDS} at {PLACES} places"
    return Found("pointer: hit test, p95", p95, 5, "ms", note)


if __name__ == "__main__":
    raise SystemExit(main())
