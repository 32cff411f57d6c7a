"""The ground of reservation tests: a bundle between three chambers, two carriers, an officer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from assets.models import Duct
from network.periods import Period
from tests.builders import (
    Network,
    make_bundle,
    make_fill_policies,
    make_line_network,
    make_organisation,
    make_user,
)


@dataclass
class Scene:
    network: Network
    bundle: Duct
    north: User
    south: User
    officer: User
    period: Period

    def tube(self, number: int) -> Duct:
        return self.bundle.tubes.get(number=number)


def next_year() -> Period:
    today = timezone.localdate()
    return Period(today + dt.timedelta(days=30), today + dt.timedelta(days=395))


def make_scene() -> Scene:
    make_fill_policies()
    network = make_line_network("A-B-C")
    return Scene(
        network=network,
        bundle=make_bundle(network, "A-B-C", tubes=4),
        north=make_user(Role.PARTNER, make_organisation("nord", "carrier")),
        south=make_user(Role.PARTNER, make_organisation("sued", "carrier")),
        officer=make_user(Role.ACCESS_OFFICER),
        period=next_year(),
    )


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()
