"""A carrier and a city department, each with an API client, and somebody who manages them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from accounts.models import ApiClient, User
from accounts.services import client as clients
from tests.builders import make_organisation, make_user
from tests.reservations.conftest import Scene, make_scene
from tests.webhooks.dispatched import from_now_on
from tests.webhooks.receiver import Receiver, receiving
from webhooks.models import Subscription
from webhooks.services import subscription as webhooks


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    settings.WEBHOOK_PRIVATE_ADDRESSES = settings.WEBHOOK_PLAIN_HTTP = True
    settings.WEBHOOK_TIMEOUT_S = 0.5
    with receiving() as receiver:
        yield receiver


@dataclass
class Ground:
    scene: Scene
    city: ApiClient
    carrier: ApiClient
    administrator: User
    carriers_administrator: User
    receiver: Receiver
    secret: str = ""

    def subscribe(self, client: ApiClient, *types: str, by: User | None = None) -> Subscription:
        made = webhooks.create(
            by=by or self.administrator, client=client, url=self.receiver.url, types=types
        )
        self.secret = made.text
        from_now_on(Subscription.objects.filter(pk=made.record.pk))
        return made.record


@pytest.fixture
def ground(transactional_db: None, receiver: Receiver) -> Ground:
    with transaction.atomic():
        scene = make_scene()
        city, north = make_organisation(), make_organisation("nord")
        administrator = make_user("administrator", city)
        return Ground(
            scene=scene,
            city=clients.make(code="gis", organisation=city, role="planner", name="GIS"),
            carrier=clients.make(code="oss", organisation=north, role="partner", name="OSS"),
            administrator=administrator,
            carriers_administrator=make_user("partner_administrator", north),
            receiver=receiver,
        )
