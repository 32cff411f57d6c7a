"""The map in a real browser, against a live server on the test database."""

import os
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import leaflet
import pytest
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.db import transaction
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from config.setup import front_end
from gis.templatetags import vite
from network.topology import current
from tests.builders import Network, make_bundle, make_cable, make_gateway, make_line_network

# Playwright's event loop runs in the test's thread; the database is used between its calls only.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
CENTRE = (51.25653, 7.13842)
"""Latitude and longitude of site B of the drawn network, 100 m east of the builders' origin."""

LONGEST_ANSWER_S = 5.0

Login = Callable[[Any], Page]

# Generous, because the machine may be busy; what is there is found at once.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session", autouse=True)
def built_front_end() -> None:
    front_end.ensure_build()
    # Pages that were rendered before in this run had the names of the build before.
    vite._read_once.cache_clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The system's Chromium where there is one, else the browser that Playwright brought."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    known = {"executable_path": path} if path else {}
    return {**browser_type_launch_args, **known, "args": list(QUIET)}


@pytest.fixture(autouse=True)
def offline(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """No background, neither on the map nor in forms: a test must not fetch from elsewhere."""
    settings.BACKGROUNDS = [{"name": "none", "title": "Ohne", "kind": "none"}]
    monkeypatch.setitem(leaflet.app_settings, "TILES", [])


@pytest.fixture(autouse=True)
def own_topology() -> None:
    """The server's picture of the network must not outlive the test's rows, which are truncated."""
    current._holder.pictures.clear()


@pytest.fixture
def network(transactional_db: None) -> Network:
    """A-B-C with a bundle of three tubes all along, a cable in the second, a gateway at A."""
    with transaction.atomic():
        network = make_line_network("A-B-C")
        bundle = make_bundle(network, "A-B-C", tubes=3)
        make_cable(network, "A-B-C", inside=bundle.tubes.get(number=2), code="K-7")
        make_gateway(network["A"], "GW-1")
    return network


def log_in(context: BrowserContext, user: Any, url: str) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])


@pytest.fixture
def answered(transactional_db: None) -> Iterator[None]:
    """Waits in the end for requests of closed browsers: they read what is about to be truncated."""
    under_way: Counter[str] = Counter()
    lock = threading.Lock()

    def count(change: int) -> Callable[..., None]:
        def note(**_: Any) -> None:
            with lock:
                under_way["requests"] += change

        return note

    begin, end = count(1), count(-1)
    request_started.connect(begin)
    request_finished.connect(end)
    yield
    deadline = time.monotonic() + LONGEST_ANSWER_S
    while under_way["requests"] > 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    request_started.disconnect(begin)
    request_finished.disconnect(end)


@pytest.fixture
def page_of(answered: None, new_context: Any, live_server: Any) -> Iterator[Login]:
    """Opens a browser of a person; fails the test on any script error or foreign request."""
    faults: list[str] = []

    def open_for(user: Any, **options: Any) -> Page:
        context = new_context(base_url=live_server.url, **{"locale": "de-DE", **options})
        if user is not None:
            log_in(context, user, live_server.url)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: _note_foreign(request.url, live_server.url, faults))
        return page

    yield open_for
    assert faults == []


def _note_foreign(url: str, own: str, faults: list[str]) -> None:
    if not url.startswith((own, "data:", "blob:")):
        faults.append(f"foreign request: {url}")


def view(zoom: int = 18, **values: str) -> str:
    """The address of the map around the drawn network."""
    lat, lon = CENTRE
    query = {"lang": "de", "z": str(zoom), "c": f"{lat},{lon}", **values}
    return "/?" + "&".join(f"{key}={value}" for key, value in query.items())
