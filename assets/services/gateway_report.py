"""Reports of network servers about gateways: the newest counts, whatever order they come in."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import require
from assets.models import Gateway, GatewayReport
from assets.models.gateway_report import GatewayState
from gis.refusals import NotFound, Refusal, worded
from gis.retry import retried


@retried
def report(
    *,
    by: User,
    network: str,
    network_gateway_id: str,
    state: str,
    observed_at: datetime,
    last_seen_at: datetime | None = None,
) -> Gateway:
    """Note what a network server says of the gateway that it knows by this id.

    A report that is no newer than the one there is changes nothing. Refusals: NOT_PERMITTED,
    INSUFFICIENT_SCOPE, NOT_FOUND, INVALID_VALUE.
    """
    require(by, Capability.REPORT_GATEWAYS)
    with worded(), transaction.atomic():
        rows = Gateway.objects.select_for_update(of=("self",))
        gateway = rows.filter(network=network, network_gateway_id=network_gateway_id).first()
        if gateway is None:
            raise NotFound("network_gateway_id")
        observed = _in_utc(observed_at, "observed_at")
        known = GatewayReport.objects.filter(gateway=gateway).first()
        if known is None or known.observed_at < observed:
            GatewayReport.objects.update_or_create(
                gateway=gateway,
                defaults={
                    "state": GatewayState(state),
                    "last_seen_at": last_seen_at and _in_utc(last_seen_at, "last_seen_at"),
                    "observed_at": observed,
                    "received_at": Now(),
                    "reported_by": str(by),
                },
            )
        return gateway


def _in_utc(moment: datetime, field: str) -> datetime:
    """Moments without an offset and those that no database knows are refused."""
    try:
        if moment.tzinfo is None:
            raise ValueError
        return moment.astimezone(UTC)
    except (OverflowError, ValueError):
        message = _("A moment needs its offset from UTC, such as 2027-01-01T12:00:00Z.")
        raise Refusal("INVALID_VALUE", message, field) from None
