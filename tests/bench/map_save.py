"""The save round trip: a site with its routes is moved to and fro in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.bench.measure import Found

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from assets.models import Site

LIMIT_MS = 150
SHOWN_MS = 250
"""Until the map has fetched and painted the tiles that changed; the quality bar names no limit."""

ROUNDS, WARM_UP = 40, 12
"""Saves that count, and those before them; together an even number, so that the site is back."""

AWAY_M = 1.5
ZOOM = 18

# Three routes end there, all of them occupied: what a move really costs.
BUSY_SITE = """
SELECT s.id FROM assets_site s
WHERE s.life_cycle = 'in_service'
  AND (SELECT count(*) FROM assets_segment g WHERE s.id IN (g.start_site_id, g.end_site_id)) = 3
  AND (SELECT count(DISTINCT d.segment_id) FROM assets_segment g
       JOIN assets_ductsection d ON d.segment_id = g.id
       WHERE s.id IN (g.start_site_id, g.end_site_id)) = 3
ORDER BY s.id LIMIT 1
"""


def where() -> str:
    """The view around the site that is moved, with its form open."""
    site = _site()
    lon, lat = site.geom.transform(4326, clone=True).coords
    return f"z={ZOOM}&c={lat:.6f},{lon:.6f}&t=edit&e=site-change:{site.public_id}"


def _site() -> Site:
    from assets.models import Site

    [site] = Site.objects.raw(BUSY_SITE)
    return site


def saving(page: Page) -> Iterator[Found]:
    """From the click on "save" until it is said to be saved, and until the map shows it."""
    site = _site()
    start, version = site.geom.clone(), site.version
    saved, shown = [], []
    for turn in range(WARM_UP + ROUNDS):
        _move(page, (start.x + AWAY_M * (1 - turn % 2), start.y))
        clicked, then, seen = _save(page)
        saved.append(then - clicked)
        shown.append(seen - clicked)
        _open_again(page)
    site.refresh_from_db()
    if site.version - version != WARM_UP + ROUNDS or site.geom.distance(start) > 0.01:
        raise RuntimeError("Something was not saved, or saved twice.")
    yield from _percentiles("save: click to saved", saved[WARM_UP:], LIMIT_MS)
    yield from _percentiles("save: click to map", shown[WARM_UP:], SHOWN_MS)


def _percentiles(name: str, times: list[float], limit: float) -> Iterator[Found]:
    ordered = sorted(times)
    span = f"quickest {ordered[0]:.0f}, longest {ordered[-1]:.0f} ms"
    note = f"{len(ordered)} moves of a site with 3 routes, {span}"
    for share in (50, 95):
        value = ordered[int(len(ordered) * share / 100)]
        yield Found(f"{name}, p{share}", value, limit, "ms", note)


def _move(page: Page, to: tuple[float, float]) -> None:
    """Types the place, as somebody with a list of coordinates does."""
    page.locator(".edit-form #edit-typed").fill(f"{to[0]:.2f} {to[1]:.2f}")
    page.locator(".edit-form .combobox__option").first.click()


def _save(page: Page) -> tuple[float, float, float]:
    """When it was clicked, when it was said to be saved, when the map showed it."""
    page.locator(".edit-form [type=submit]").click()
    for _look in range(400):
        probe = page.evaluate("window.__probe")
        if probe["shown"] is not None:
            return probe["clicked"], probe["saved"], probe["shown"]
        page.wait_for_timeout(25)
    said = page.locator(".edit-form").inner_text()
    raise RuntimeError(f"Nothing was saved within ten seconds: {said}")


def _open_again(page: Page) -> None:
    page.locator("#panel-body [data-edit='site-change']").click()
    page.locator(".edit-form #edit-typed").wait_for()
