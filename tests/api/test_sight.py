"""What a viewer may see is kept as SQL between requests: for nobody else, and not past its time."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from django.utils import timezone
from psycopg2.extras import DateRange

from accounts.models import Grant, Membership, User
from accounts.scopes import Scope
from registry_api.context import Context
from registry_api.execution import run
from registry_api.plan.script import Sights
from registry_api.schema import schema
from tests.builders import make_area, make_line_network, make_organisation, make_user

pytestmark = pytest.mark.django_db

SEGMENTS = "{ segments { nodes { code startSite { code } } } }"


def codes(user: User) -> list[str]:
    """The segments in the answer to an account read anew, with their starts."""
    context = Context(SimpleNamespace(user=User.objects.get(pk=user.pk)))  # type: ignore[arg-type]
    answer, status = run(schema.graphql_schema, context, SEGMENTS, None, None, read_only=True)
    assert status == 200 and "errors" not in answer, answer
    return [
        f"{node['code']} {node['startSite'] and node['startSite']['code']}"
        for node in orjson.loads(orjson.dumps(answer))["data"]["segments"]["nodes"]
    ]


def test_a_grant_counts_at_once_and_ends_at_once() -> None:
    network = make_line_network("A-B")
    carrier = make_organisation("nord", "carrier")
    user = make_user("partner", carrier)
    assert codes(user) == []
    today = timezone.localdate()
    grant = Grant.objects.create(
        organisation=carrier,
        case_reference="F-1",
        valid=DateRange(today, today + dt.timedelta(days=9)),
    )
    grant.segments.add(network["A-B"])
    assert codes(user) == ["A-B None"]
    grant.sites.add(network["A"])
    assert codes(user) == ["A-B A"]
    Grant.objects.filter(pk=grant.pk).update(valid=DateRange(today - dt.timedelta(days=1), today))
    assert codes(user) == []


def test_a_changed_area_or_role_counts_at_once() -> None:
    make_line_network("A-B, C-D")
    user = make_user("contractor_editor", area=make_area(west=-9, east=109, south=-9, north=9))
    assert codes(user) == ["A-B A"]
    user.memberships.update(area=make_area(west=-9, east=109, south=-59, north=-41))
    assert codes(user) == ["C-D C"]
    user.memberships.update(role="partner")
    assert codes(user) == []
    user.memberships.update(role="viewer")
    assert codes(user) == ["A-B A", "C-D C"]


def other(user: User, **changes: Any) -> User:
    account = User.objects.get(pk=user.pk)
    for name, value in changes.items():
        setattr(account, name, value)
    return account


def test_different_eyes_get_a_sight_of_their_own(monkeypatch) -> None:
    sights = Sights(most=9)
    user = make_user("partner", make_organisation("nord", "carrier"))
    first = sights.of(other(user))
    assert sights.of(other(user)) is first
    assert sights.of(other(user, scopes=frozenset({Scope.READ}))) is not first
    assert sights.of(other(user, held_grants=True)) is not first
    assert sights.of(other(user, is_superuser=True)) is not first
    assert sights.of(make_user("partner", make_organisation("nord", "carrier"))) is not first
    organisation = make_organisation("süd", "carrier")
    Membership.objects.create(user=user, organisation=organisation, role="partner")
    assert sights.of(other(user)) is not first
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    user.memberships.filter(organisation=organisation).delete()
    assert sights.of(other(user)) is first
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    assert sights.of(other(user)) is not first


def test_no_more_are_kept_than_allowed() -> None:
    sights = Sights(most=2)
    users = [make_user("partner", make_organisation(f"o{n}", "carrier")) for n in range(3)]
    first = sights.of(users[0])
    assert sights.of(users[0]) is first
    sights.of(users[1]), sights.of(users[2])
    assert sights.of(users[0]) is not first
