"""Some of the granted units are given back before the time is over."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from registry_api import edits
from registry_api.held_units import UNIT_KEYS, units_of
from registry_api.on_case import CASE_WITH_REASON, RETURNS
from reservations.services import partial_return as service


def _give_back(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    units = units_of(facts["request"], facts.pop("units"), "units")
    return {"access_request": service.give_back(by=by, units=units, **facts)}


class PartialReturnMutations:
    return_units = edits.edit(
        "ReturnUnits",
        {**CASE_WITH_REASON, "units": UNIT_KEYS},
        _give_back,
        RETURNS,
        required=("id", "units"),
        description="Free some of the granted units (`key` of a reservation's `units`) today; by "
        "the applicant, or by the desk with a reason. To return all, end the request.",
    )
