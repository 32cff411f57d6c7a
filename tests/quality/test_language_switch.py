"""The switch of the language keeps the place, on every screen of staff, whatever its address says.

It stands in the uppermost tested room, because the screens are of all rooms.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.test import Client

from assets.models import Delivery, Segment
from gis import navigation
from gis.exporting import job
from quality.models import Finding
from tests.builders import make_line_network, make_site, make_user
from tests.quality.test_rules import check_all

pytestmark = pytest.mark.django_db

SCREENS = (
    "/tables/segments/?kind=open_cut&columns=code&columns=kind&sort=-length_m",
    "/tables/sites/?kind=chamber&sort=code",
    "/tables/ducts/",
    "/tables/cables/?columns=code",
    "/tables/gateways/",
    "/overview/",
    "/quality/?all=1&state=open&severity=warning",
    "/quality/{finding}/",
    "/labels/?kind=chamber",
    "/imports/",
    "/imports/{delivery}/?mapping=draft",
    "/exports/{export}/",
    "/accounts/",
    "/accounts/tokens/",
    "/accounts/password/",
    "/accessibility/",
)
ROLES = ("planner", "editor", "contractor_editor", "viewer", "auditor", "access_officer")
ROLES_ABOVE = ("administrator", "road_officer")
POSTED = {
    "/tables/segments/export/": "/tables/segments/",
    "/imports/{delivery}/try/": "/imports/{delivery}/",
    "/imports/{delivery}/import/": "/imports/{delivery}/",
}
"""Addresses of actions whose refusals are pages: what the switch leads to from there."""

SWITCH = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*\bhreflang="(\w\w)"')


@pytest.fixture
def names(settings: Any, tmp_path: Any) -> dict[str, Any]:
    settings.EXPORT_FOLDER = tmp_path
    make_line_network("A-B, C-D")
    Segment.objects.update(stated_length_m=150)
    make_site("LONE", 700)
    check_all()
    person = make_user("planner")
    export = job.begin(person=person, table="segments", query="", file_format="csv", language="de")
    draft = 'source_system = "x"\n[[import]]\ntarget = "site"\nlayer = "a"\nsource_id = "id"\n'
    one = Delivery.objects.create(
        person=person, name="a.csv", state="read", draft=draft, layers=[_layer()]
    )
    return {
        "person": person,
        "finding": Finding.objects.first().public_id,
        "delivery": one.pk,
        "export": export.pk,
    }


def _layer() -> dict:
    column = {"name": "id", "filled": 1, "examples": ["1"], "values": ["1"]}
    named = {"name": "a", "file": "a.csv", "stem": "a", "kind": "csv", "crs": "", "problem": ""}
    return {**named, "rows": 1, "geometry": "", "columns": [column]}


def browser(person: Any) -> Client:
    client = Client(headers={"accept": "text/html"})
    client.force_login(person)
    return client


def switched(client: Client, address: str) -> list[str]:
    """What is wrong with going to English and back, and where one is then."""
    start = f"{address}{'&' if '?' in address else '?'}lang=de"
    wrong = []
    for language in ("en", "de"):
        answer = client.get(start)
        if answer.status_code == 302:
            return switched(client, answer["Location"].partition("?")[0])
        if answer.status_code != 200:
            return [f"{start}: {answer.status_code}"]
        links = dict(map(reversed, SWITCH.findall(answer.content.decode())))
        there = urljoin(start, links[language].replace("&amp;", "&"))
        page = client.get(there)
        if page.status_code != 200 or f'<html lang="{language}"' not in page.content.decode():
            wrong.append(f"{there}: {page.status_code}")
        if _place(there) != _place(address):
            wrong.append(f"{address} became {there}")
        start = there
    return wrong


def _place(address: str) -> tuple[str, dict]:
    parts = urlsplit(address)
    said = parse_qs(parts.query, keep_blank_values=True)
    return parts.path, {name: value for name, value in said.items() if name != "lang"}


def test_screens_keep_place_filters_columns_and_order(names) -> None:
    client = browser(names["person"])
    assert [switched(client, one.format(**names)) for one in SCREENS] == [[]] * len(SCREENS)


@pytest.mark.parametrize("role", [*ROLES, *ROLES_ABOVE])
def test_every_page_of_the_menu_keeps_its_place(role) -> None:
    person = make_user(role)
    client = browser(person)
    addresses = [entry.address for entry in navigation.offered_to(person)]
    assert {one: found for one in addresses if (found := switched(client, one))} == {}


def test_what_an_action_refused_can_be_read_in_the_other_language(names) -> None:
    client = browser(names["person"])
    for address, place in POSTED.items():
        answer = client.get(f"{address.format(**names)}?lang=en", follow=True)
        assert answer.status_code == 200 and '<html lang="en"' in answer.content.decode()
        assert urlsplit(answer.redirect_chain[-1][0]).path == place.format(**names)
