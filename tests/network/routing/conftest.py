"""Questions about drawn networks; each test draws its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from accounts.models import Organisation, User
from assets.models import Duct, Site
from network.models import DuctJoint, DuctJointEnd, HeldUnit, Holder
from network.periods import Period
from network.routing import RouteAnswer, Tubes, find_routes
from tests.builders import make_organisation, make_user

NEXT_YEAR = Period(dt.date(2031, 1, 1), dt.date(2031, 12, 31))


@pytest.fixture
def planner(db: None) -> User:
    return make_user("planner")


Ask = Callable[..., RouteAnswer]


@pytest.fixture
def ask(planner: User) -> Ask:
    """Ask for a route next year, one tube unless said otherwise."""

    def asked(start: Any, end: Any, **question: Any) -> RouteAnswer:
        settle()
        defaults = {"viewer": planner, "requirement": Tubes(), "period": NEXT_YEAR}
        return find_routes(start=start, end=end, **(defaults | question))

    return asked


def settle() -> None:
    """Let the database derive its ledger, as at the end of a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def couple(site: Site, first: Duct, second: Duct) -> DuctJoint:
    """A coupler at a site at which both ducts end."""
    joint = DuctJoint.objects.create(site=site)
    for side, duct in enumerate((first, second), start=1):
        end = "start" if duct.start_site_id == site.pk else "end"
        DuctJointEnd.objects.create(joint=joint, side=side, duct=duct, end=end)
    return joint


def hold(
    duct: Duct,
    start: Site | None = None,
    end: Site | None = None,
    *,
    organisation: Organisation | None = None,
    period: Period = NEXT_YEAR,
    cable_mm: float | None = None,
    expires_at: dt.datetime | None = None,
) -> Holder:
    """Somebody else's reservation of a duct or a part of it."""
    holder = Holder.objects.create(
        kind="claim",
        effect="reserved",
        organisation=organisation or make_organisation("anderer", "carrier"),
        period=period.range,
        expires_at=expires_at,
    )
    HeldUnit.objects.create(
        holder=holder,
        duct=duct,
        from_site=start or duct.start_site,
        to_site=end or duct.end_site,
        cable_outer_mm=cable_mm,
    )
    settle()
    return holder
