"""Reports of network servers: the newest counts, whoever sends what how often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from assets.models import Gateway, GatewayReport
from assets.services import gateway as gateways
from assets.services import gateway_report as reports
from history.models import Change
from tests.builders import make_gateway, make_site, make_user
from tests.refused import refused_as
from tests.together import together

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def gateway() -> Gateway:
    return make_gateway(make_site("A"), "GW-1")


def report(gateway: Gateway, by: Any, **facts: Any) -> Gateway:
    return reports.report(
        by=by,
        network=gateway.network,
        network_gateway_id=gateway.network_gateway_id,
        **{"state": "online", "observed_at": NOON, "last_seen_at": NOON, **facts},
    )


def test_the_newest_report_counts_in_whatever_order_they_come(gateway) -> None:
    by = make_user("editor")
    for minutes, state in ((1, "online"), (3, "offline"), (2, "online"), (3, "online")):
        report(gateway, by, state=state, observed_at=NOON + timedelta(minutes=minutes))
    kept = GatewayReport.objects.get()
    assert (kept.state, kept.observed_at) == ("offline", NOON + timedelta(minutes=3))
    assert (kept.last_seen_at, kept.reported_by) == (NOON, str(by))


@pytest.mark.parametrize("role", ["viewer", "partner", "access_officer", "contractor_editor"])
def test_who_may_not_report(gateway, role) -> None:
    with refused_as("NOT_PERMITTED"):
        report(gateway, make_user(role))
    assert not GatewayReport.objects.exists()


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"last_seen_at": None}, "INVALID_VALUE", "last_seen_at"),
        ({"last_seen_at": NOON + timedelta(seconds=1)}, "INVALID_VALUE", "last_seen_at"),
        ({"observed_at": datetime(2026, 6, 1, 12)}, "INVALID_VALUE", "observed_at"),
        ({"observed_at": datetime.max.replace(tzinfo=UTC)}, "INVALID_VALUE", "observed_at"),
        (
            {"observed_at": datetime.min.replace(tzinfo=UTC) + timedelta(hours=1)},
            "INVALID_VALUE",
            "last_seen_at",
        ),
    ],
)
def test_reports_that_make_no_sense(gateway, facts, code, field) -> None:
    with refused_as(code) as refused:
        report(gateway, make_user("editor"), **facts)
    assert refused.value.field == field
    assert not GatewayReport.objects.exists()


def test_a_report_of_the_future_is_refused(gateway) -> None:
    soon = timezone.now() + timedelta(minutes=10)
    with refused_as("INVALID_VALUE") as refused:
        report(gateway, make_user("editor"), observed_at=soon)
    assert refused.value.field == "observed_at"


def test_an_unknown_gateway_is_not_found(gateway) -> None:
    gateway.network_gateway_id = "other"
    with refused_as("NOT_FOUND"):
        report(gateway, make_user("editor"))


def test_reports_leave_the_gateway_and_its_history_alone_and_go_with_it(gateway) -> None:
    by = make_user("editor")
    before = Change.objects.count()
    report(gateway, by)
    assert Change.objects.count() == before
    assert Gateway.objects.get().version == gateway.version
    gateways.delete(gateway=gateway, by=by)
    assert not GatewayReport.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_reports_at_the_same_moment() -> None:
    gateway, by = make_gateway(make_site("A"), "GW-1"), make_user("editor")
    moments = [NOON + timedelta(seconds=number) for number in range(8)]
    outcomes = together([partial(report, gateway, by, observed_at=one) for one in moments])
    assert all(isinstance(one, Gateway) for one in outcomes), outcomes
    assert GatewayReport.objects.get().observed_at == moments[-1]
