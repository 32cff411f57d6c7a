"""Put a gateway where somebody points: at a site, or at one made for it in the same change."""

from __future__ import annotations

from typing import Unpack

from django.contrib.gis.geos import GEOSGeometry

from accounts.models import User
from assets.models import Gateway, Site
from assets.services import gateway, site
from assets.services.editing import edit
from assets.services.facts import GatewayFacts, SiteFacts
from gis.refusals import Refusal
from gis.retry import retried


@retried
def place(
    *,
    by: User | None,
    at: GEOSGeometry | None = None,
    new_site: SiteFacts | None = None,
    reason: str = "",
    **facts: Unpack[GatewayFacts],
) -> tuple[Gateway, Site | None]:
    """A new gateway at `site`, or at a site made `at` a place; that site is the second value."""
    with edit(by, reason):
        made = None
        if facts.get("site") is None:
            made = _site(by, reason, {"owner": facts["owner"], **(new_site or {}), "geom": at})
            facts["site"] = made
        return gateway.create(by=by, reason=reason, **facts), made


def _site(by: User | None, reason: str, facts: SiteFacts) -> Site:
    try:
        return site.create(by=by, reason=reason, **facts)
    except Refusal as refusal:
        named = {"code": "site_code", "kind": "site_kind"}
        field = named.get(refusal.field or "", refusal.field)
        raise Refusal(refusal.code, refusal.message, field, **refusal.details) from refusal
