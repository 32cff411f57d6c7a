"""Webhooks of the leak matrix: each client hears of what it sees, and no word of what it is."""

from __future__ import annotations

import json

import pytest
from django.db import transaction

from accounts.services import client as clients
from registry_api.nodes import to_global_id
from tests.builders import make_organisation, make_user
from tests.leaks.ground import City, make_city
from tests.webhooks.dispatched import dispatched
from webhooks.models import Message
from webhooks.services import subscription as webhooks

pytestmark = pytest.mark.django_db(transaction=True)

PLANT = {"Site", "Segment", "Duct", "Cable", "Gateway", "Damage"}


def _subscribed(code: str, role: str) -> int:
    kind = "carrier" if role == "partner" else "city_department"
    organisation = make_organisation(code, kind)
    client = clients.make(code=f"{code}-oss", organisation=organisation, role=role, name=code)
    by = make_user("administrator")
    return webhooks.create(by=by, client=client, url="https://oss.example/", types=()).record.pk


def _granted(city: City) -> set[str]:
    first, last = city.sites("granted")
    tube = city.bundles["granted"].tubes.get(number=1)
    return {
        to_global_id("Site", first.public_id),
        to_global_id("Site", last.public_id),
        to_global_id("Segment", city.network[f"{first.code}-{last.code}"].public_id),
        to_global_id("Duct", tube.public_id),
    }


def test_each_client_hears_of_what_it_sees_and_no_word_of_it() -> None:
    with transaction.atomic():
        hears = {who: _subscribed(who, "partner") for who in ("nord", "west", "sued")}
        hears["stadt"] = _subscribed("stadt", "planner")
    with transaction.atomic():
        city = make_city()
    dispatched()
    plant: dict[str, set[str]] = {}
    for who, pk in hears.items():
        bodies = list(Message.objects.filter(subscription=pk).values_list("body", flat=True))
        assert bodies, who
        told = "\n".join(str(body) for body in bodies).encode()
        for what, secrets in city.secrets.items():
            assert not any(all(part in told for part in one) for one in secrets), (who, what)
        facts = [json.loads(body)["data"] for body in bodies]
        plant[who] = {one["id"] for one in facts if one.get("type") in PLANT}
    assert plant["nord"] == plant["sued"] == set()
    assert plant["west"] == _granted(city)
