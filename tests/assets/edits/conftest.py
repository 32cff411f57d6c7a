"""The doors of edits on the map, as the browser uses them."""

import html
import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from assets.models import CableSection
from network.models import Damage
from network.services import duct_joint
from tests.builders import (
    ORIGIN,
    make_bundle,
    make_cable,
    make_claim,
    make_duct,
    make_line_network,
    make_user,
)


class Touched(dict[str, dict[str, Any]]):
    """What a save touched, by name; `change` is its number in the history."""

    change: int | None = None


class Editor:
    """Somebody who edits on the map, without a browser."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.client = Client(headers={"Accept-Language": "en"})
        self.client.force_login(user)
        self.keys = 0

    def form(self, edit: str, asset: Any = None) -> str:
        """The form's fragment; its status has to be 200."""
        object_part = f"{asset.public_id}/" if asset is not None else ""
        answer = self.client.get(f"/edit/{edit}/{object_part}")
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def save(self, *steps: dict[str, Any], key: str | None = None) -> tuple[int, dict[str, Any]]:
        self.keys += 1
        body = {"key": key or f"key-{self.keys}", "steps": list(steps)}
        answer = self.client.post("/edit/", json.dumps(body), content_type="application/json")
        return answer.status_code, answer.json()

    def done(self, *steps: dict[str, Any], key: str | None = None) -> Touched:
        """What was touched, by name; the steps must succeed."""
        status, answer = self.save(*steps, key=key)
        assert status == 200, answer
        touched = Touched({one["name"]: one for one in answer["touched"]})
        touched.change = answer["change"]
        return touched

    def take_back(self, touched: Touched, **values: Any) -> Touched:
        """Takes the recorded change back, as undo and redo do."""
        return self.done(step("change-take-back", change=touched.change, **values))


def step(edit: str, asset: Any = None, version: int | None = None, **values: Any) -> dict[str, Any]:
    if asset is not None and version is None:
        version = asset.version
    public_id = None if asset is None else str(asset.public_id)
    return {"edit": edit, "object": public_id, "version": version, "values": values}


def attribute(fragment: str, name: str) -> Any:
    """A JSON attribute of the form."""
    return json.loads(html.unescape(re.search(rf'{name}="([^"]*)"', fragment)[1]))


def degrees(east: float, north: float = 0) -> list[float]:
    """Longitude and latitude of a place in metres from the origin of drawn networks."""
    from django.contrib.gis.geos import Point

    place = Point(ORIGIN[0] + east, ORIGIN[1] + north, srid=25832)
    place.transform(4326)
    return [place.x, place.y]


def point(east: float, north: float = 0) -> str:
    return json.dumps({"type": "Point", "coordinates": degrees(east, north)})


def line(*corners: tuple[float, float]) -> str:
    return json.dumps({"type": "LineString", "coordinates": [degrees(*one) for one in corners]})


@pytest.fixture
def editor_of() -> Callable[[Any], Editor]:
    return Editor


@pytest.fixture
def editor(editor_of):
    return editor_of(make_user("editor"))


@pytest.fixture
@transaction.atomic
def busy(transactional_db):
    """A--B--C--D: a bundle with three tubes, coupled at D; a cable with slack and claims in it."""
    network = make_line_network("A-B-C-D, D-E")
    bundle = make_bundle(network, "A-B-C-D", tubes=3)
    tube = bundle.tubes.get(number=1)
    network.cable = make_cable(network, "A-B-C-D", inside=tube)
    CableSection.objects.filter(cable=network.cable).update(slack_m=7)
    network.claim = make_claim(tube.owner, (tube, network["D"], network["B"]))
    duct_joint.couple(
        first=tube, second=make_duct(network, "D-E", code="R-9"), site=network["D"], by=None
    )
    Damage.objects.create(
        section=bundle.tubes.get(number=3).sections.last(), period=(date(2026, 1, 1), None)
    )
    network.bundle, network.tube = bundle, tube
    return network
