"""Gateways and their antennas: make, change, remove, delete."""

from __future__ import annotations

from typing import Any, Unpack

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets.models import Antenna, Gateway
from assets.services import removal
from assets.services.editing import assign, edit, invalid, locked, store, within_area
from assets.services.facts import GatewayFacts
from gis.refusals import Refusal
from gis.retry import retried


@retried
def create(*, by: User | None, reason: str = "", **facts: Unpack[GatewayFacts]) -> Gateway:
    """A new gateway at a site, with antennas if any are given."""
    with edit(by, reason):
        return _store(Gateway(), facts, by)


@retried
def change(
    *,
    gateway: Gateway,
    by: User | None,
    version: int | None = None,
    reason: str = "",
    **facts: Unpack[GatewayFacts],
) -> Gateway:
    """Change the given facts; `antennas`, if given, replaces all antennas."""
    with edit(by, reason):
        row = locked(gateway, by, version)
        within_area(by, row.site.geom)
        removal.refuse_if_needed(row, dict(facts), by)
        return _store(row, facts, by)


@retried
def remove(
    *, gateway: Gateway, by: User | None, version: int | None = None, reason: str = ""
) -> Gateway:
    """Mark a gateway as removed."""
    with edit(by, reason):
        row = locked(gateway, by, version)
        within_area(by, row.site.geom)
        removal.mark_removed([row], by)
        return row


@retried
def delete(
    *, gateway: Gateway, by: User | None, version: int | None = None, reason: str = ""
) -> None:
    """Delete a gateway and its antennas."""
    with edit(by, reason):
        row = locked(gateway, by, version)
        within_area(by, row.site.geom)
        removal.delete([row], by)


def _store(gateway: Gateway, facts: Any, by: User | None) -> Gateway:
    own = {name: value for name, value in facts.items() if name != "antennas"}
    if own.get("eui") is not None:
        own["eui"] = own["eui"].strip().lower().replace(":", "").replace("-", "") or None
    assign(gateway, own, by)
    if gateway.site_id is None:
        raise Refusal("REQUIRED", _("At which site is the gateway?"), "site")
    within_area(by, gateway.site.geom)
    store(gateway)
    if "antennas" in facts:
        _replace_antennas(gateway, facts["antennas"])
    return gateway


def _replace_antennas(gateway: Gateway, antennas: list[dict[str, Any]]) -> None:
    gateway.antennas.all().delete()
    for number, facts in enumerate(antennas, start=1):
        antenna = Antenna(**{"number": number, **facts, "gateway": gateway})
        try:
            antenna.clean_fields(exclude={"gateway"})
        except ValidationError as error:
            raise invalid(error) from None
        antenna.save()
