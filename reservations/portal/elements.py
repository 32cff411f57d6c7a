"""What a request asks for: from a found route, by a list of codes, or what lies in an area."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.models import User
from assets.models import Duct, DuctSection
from assets.models.duct import CommercialAvailability
from gis.refusals import Refusal
from network.routing import open_token
from reservations.services.requested import Stretch, Unit

MOST = 500
_BETWEEN = re.compile(r"[\s,;]+")


def units_of_token(token: str, by: User) -> dict[str, Any]:
    """`units` and `length_m` of a found route, for the services."""
    route = open_token(token, by)
    return {"units": [Stretch(*unit) for unit in route.units], "length_m": route.length_m}


def units_of_codes(text: str, by: User) -> list[Unit]:
    """Whole ducts by their codes, of those that the person may see.

    Refusals: TOO_MANY, NOT_FOUND naming the codes that nobody may see or that do not exist.
    """
    codes = list(dict.fromkeys(code for code in _BETWEEN.split(text.strip()) if code))
    _refuse_too_many(codes)
    rows = Duct.objects.visible_to(by).in_use().filter(code__in=codes)
    known = {duct.code: duct for duct in rows}
    unknown = [code for code in codes if code not in known]
    if unknown:
        message = _("Not found, or not for you to see: %(codes)s")
        raise Refusal("NOT_FOUND", message % {"codes": ", ".join(unknown[:10])}, "codes")
    return [_whole(known[code]) for code in codes]


def units_in(area: GEOSGeometry, by: User) -> list[Unit]:
    """Whole tubes and protection ducts on offer that lie in an area and that the person may see."""
    inside = DuctSection.objects.visible_to(by).filter(
        duct=OuterRef("pk"), segment__geom__within=area
    )
    rows = Duct.objects.visible_to(by).in_use().exclude(type__kind="bundle")
    rows = rows.exclude(commercial_availability=CommercialAvailability.NOT_OFFERED)
    found = list(rows.filter(Exists(inside))[: MOST + 1])
    _refuse_too_many(found)
    return [_whole(duct) for duct in found]


def _whole(duct: Duct) -> Stretch:
    return Stretch(duct.pk, duct.start_site_id, duct.end_site_id)


def _refuse_too_many(found: Sequence[Any]) -> None:
    if len(found) > MOST:
        message = _("A request names at most %(most)d ducts.") % {"most": MOST}
        raise Refusal("TOO_MANY", message, "codes")
