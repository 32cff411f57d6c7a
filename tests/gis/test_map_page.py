"""The map page, search and panels as the server gives them."""

import json
import re

import pytest
from django.test import Client

from gis import search
from gis.search import Found
from gis.templatetags import vite
from tests.builders import make_user

pytestmark = pytest.mark.django_db

# Fixed, so that parallel test processes collect the same names.
NOBODY = "00000000-0000-4000-8000-000000000000"
MANIFEST = {
    "src/main.ts": {"file": "assets/main-1.js", "css": ["assets/main-2.css"]},
    "src/page.ts": {"file": "assets/page-1.js", "css": ["assets/page-2.css"]},
}


@pytest.fixture(autouse=True)
def built_front_end(tmp_path, monkeypatch):
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(MANIFEST))
    monkeypatch.setattr(vite, "MANIFEST", path)
    vite._read_once.cache_clear()
    yield path
    vite._read_once.cache_clear()


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(make_user(role))
    return client


def config_of(client: Client, query: str = "") -> dict:
    html = client.get(f"/{query}").content.decode()
    return json.loads(re.search(r'<script id="map-config"[^>]*>(.*?)</script>', html)[1])


def test_the_page_loads_the_built_front_end(client):
    html = client.get("/").content.decode()

    assert "citygis/build/assets/main-1.js" in html
    assert "citygis/build/assets/main-2.css" in html
    assert "Wuppertal" in html


def test_without_a_build_the_page_says_what_to_do(client, built_front_end):
    built_front_end.unlink()

    with pytest.raises(Exception, match="make prepare"):
        client.get("/")


def test_the_view_is_described_in_degrees(client):
    west, south, east, north = config_of(client)["bounds"]

    assert 6.8 < west < 7.2 < east < 7.5
    assert 51.1 < south < 51.26 < north < 51.5


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (None, []),
        ("partner", ["corridor", "segments", "cables", "sites", "gateways"]),
        ("viewer", ["segments", "cables", "sites", "gateways", "findings"]),
    ],
)
def test_each_viewer_is_offered_the_own_layers(role, names):
    client = client_of(role) if role else Client()

    assert [layer["name"] for layer in config_of(client)["layers"]] == names


@pytest.mark.parametrize(
    ("role", "partner", "may_reserve"),
    [("partner", True, True), ("viewer", False, False), ("planner", False, True)],
)
def test_the_page_knows_what_the_viewer_may_do(role, partner, may_reserve):
    user = config_of(client_of(role))["user"]

    assert (user["partner"], user["mayReserve"]) == (partner, may_reserve)
    assert config_of(Client())["user"] is None


@pytest.mark.parametrize(
    ("role", "may_edit", "limited"),
    [
        ("editor", True, False),
        ("planner", True, False),
        ("contractor_editor", True, True),
        ("viewer", False, False),
        ("partner", False, False),
    ],
)
def test_edit_tools_are_for_those_who_may_edit(role, may_edit, limited):
    client = client_of(role)
    user = config_of(client)["user"]

    assert user["mayEdit"] is may_edit
    assert (user["writeArea"] is not None) is limited
    assert ('id="rail-edit"' in client.get("/").content.decode()) is may_edit


def test_the_language_of_the_address_wins_and_is_kept(client):
    assert config_of(client)["language"] == "de"
    english = client.get("/?lang=en&z=15")

    assert 'lang="en"' in english.content.decode()
    assert config_of(client)["language"] == "en"
    assert config_of(client, "?lang=xx")["language"] == "en"


def test_values_cannot_break_out_of_the_page(settings, client):
    settings.CITY_NAME = "</script><script>alert(1)</script>"

    assert "<script>alert" not in client.get("/").content.decode()


def test_results_come_best_first_and_not_too_many(monkeypatch, client):
    def provider(viewer, text, limit):
        return [Found("site", str(n), f"{text} {n}", "", 7.1, 51.2, rank=2) for n in range(limit)]

    def exact(viewer, text, limit):
        return [Found("duct", "1", text, "", 7.1, 51.2, rank=0)]

    monkeypatch.setattr(search, "_providers", [provider, provider, provider, exact])
    results = client.get("/search/", {"q": "  S-1   a "}).json()["results"]

    assert len(results) == search.LIMIT
    assert results[0] == {
        "kind": "duct",
        "id": "1",
        "label": "S-1 a",
        "detail": "",
        "lon": 7.1,
        "lat": 51.2,
    }


@pytest.mark.parametrize("text", ["", "a", "x" * 101, " "])
def test_texts_too_short_or_too_long_find_nothing(client, text):
    assert client.get("/search/", {"q": text}).json() == {"results": []}


@pytest.mark.parametrize(
    "path", ["/panel/site/not-an-id/", f"/panel/unknown/{NOBODY}/", f"/panel/site/{NOBODY}/"]
)
def test_panels_that_do_not_exist(path):
    assert client_of("viewer").get(path).status_code == 404
