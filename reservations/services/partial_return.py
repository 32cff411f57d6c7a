"""Some of the granted ducts are given back before the time is over."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from accounts.models import User
from gis.refusals import Refusal
from gis.retry import retried
from network.models import HeldUnit
from reservations.access import granted
from reservations.access.steps import require_applicant, require_desk, save, step
from reservations.models import AccessRequest
from reservations.services.period_extension import refuse_unless_granted


@retried
def give_back(
    *,
    request: AccessRequest,
    units: Collection[HeldUnit],
    by: User,
    version: int | None = None,
    reason: str = "",
) -> AccessRequest:
    """Free these units today: what the case holds and what its organisation sees shrink together.

    By the applicant or the desk. Whoever gives back everything ends the request instead
    (`access_request.end`). Refusals: WRONG_STATE, WRONG_UNITS.
    """
    with step(request, by, reason, version) as case:
        if case.organisation_id in by.organisation_ids:
            require_applicant(case, by)
        else:
            require_desk(case, by)
        refuse_unless_granted(case)
        held = set(granted.units(case).values_list("pk", flat=True))
        numbers = {unit.pk for unit in units}
        if not numbers or not numbers < held:
            message = _("Name some of the granted units, not all. To return all, end the request.")
            raise Refusal("WRONG_UNITS", message, "units")
        granted.give_back(case, numbers, by)
        save(case)
        return case
