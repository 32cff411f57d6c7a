"""Some of the granted ducts are given back before the time is over."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from gis.refusals import Refusal
from gis.retry import retried
from network.models import HeldUnit
from reservations.access import granted
from reservations.access.steps import require_applicant, require_desk, save, step, told
from reservations.models import AccessRequest
from reservations.services import message
from reservations.services.period_extension import refuse_unless_granted

_TAKEN_BACK = gettext_noop("Taken back from today on: %(units)s. The reason: %(reason)s")


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

    By the applicant, or by the desk, which tells the applicant why. Whoever gives back everything
    ends the request instead (`access_request.end`). Refusals: WRONG_STATE, WRONG_UNITS;
    REASON_NEEDED.
    """
    with step(request, by, reason, version) as case:
        by_desk = case.organisation_id not in by.organisation_ids
        if by_desk:
            require_desk(case, by)
            reason = told(reason)
        else:
            require_applicant(case, by)
        refuse_unless_granted(case)
        held = set(granted.units(case).values_list("pk", flat=True))
        numbers = {unit.pk for unit in units}
        if not numbers or not numbers < held:
            words = _("Name some of the granted units, not all. To return all, end the request.")
            raise Refusal("WRONG_UNITS", words, "units")
        named = ", ".join(str(one) for one in granted.units(case).filter(pk__in=numbers))
        granted.give_back(case, numbers, by)
        save(case)
        if by_desk:
            message.tell_applicant(case, _TAKEN_BACK, by, units=named, reason=reason)
        return case
