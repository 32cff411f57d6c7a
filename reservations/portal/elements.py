"""What a request asks for: from a found route, by a list of codes, or what lies in an area."""

from __future__ import annotations

from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import gettext as _

from accounts.models import User
from assets.models import Duct
from assets.models.duct import CommercialAvailability
from assets.models.duct_type import DuctKind
from gis.refusals import Refusal
from network.periods import Period
from network.routing import open_token
from reservations.models import AccessRequest
from reservations.services.elements import stretches_in
from reservations.services.naming import from_list
from reservations.services.requested import Stretch, Unit

MOST = 500


def units_of_token(token: str, by: User) -> dict[str, Any]:
    """`units` and `length_m` of a found route, for the services."""
    route = open_token(token, by)
    return {"units": [Stretch(*unit) for unit in route.units], "length_m": route.length_m}


def units_of_codes(text: str, by: User) -> list[Unit]:
    """What a list names. Refusals: those of the list."""
    return from_list(text, by, MOST)


def units_in(case: AccessRequest, area: GEOSGeometry, by: User) -> list[Unit]:
    """Stretches of tubes and protection ducts on offer in an area, as far as the person sees them.

    Refusal TOO_MANY.
    """
    period = Period.of_range(case.period)
    assert period is not None
    found = [one.unit for one in stretches_in(area, period, by) if _is_on_offer(one.duct)]
    if len(found) > MOST:
        message = _("A request names at most %(most)d ducts.") % {"most": MOST}
        raise Refusal("TOO_MANY", message, "area")
    return list(found)


def _is_on_offer(duct: Duct) -> bool:
    offered = duct.commercial_availability != CommercialAvailability.NOT_OFFERED
    return offered and duct.type.kind != DuctKind.BUNDLE
