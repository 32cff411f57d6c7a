"""Mutations of the ledger: reserve, confirm, release."""

from __future__ import annotations

from typing import Any

import graphene

from accounts.models import User
from network.periods import checked_future_period
from network.routing import open_token
from registry_api import edits
from registry_api.inputs import REASON, VERSION, Ref, Table
from registry_api.period import PeriodInput
from reservations.services import decide, reserve
from reservations.services.requested import Stretch

_FOR: Table = {
    "period": PeriodInput,
    "idempotency_key": graphene.String,
    "organisation": graphene.String,
    "purpose": graphene.String,
}
_RETURNS = {"reservation": "reservation.Reservation"}
_DECISION: Table = {"id": Ref("reservation.Reservation"), **VERSION, **REASON}


def _reserve_route(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    route = open_token(facts.pop("route_token"), by)
    units = [Stretch(*unit) for unit in route.units]
    claim = reserve.reserve(units=units, length_m=route.length_m, by=by, **_common(facts))
    return {"reservation": claim}


def _reserve_strands(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    cable, numbers = facts.pop("cable"), facts.pop("strands")
    claim = reserve.reserve_strands(cable=cable, numbers=numbers, by=by, **_common(facts))
    return {"reservation": claim}


def _common(facts: dict[str, Any]) -> dict[str, Any]:
    given = facts.pop("period")
    days = checked_future_period(given["from_"], given["until"])
    return {**facts, "purpose": facts.get("purpose") or "", "period": days}


def _confirm(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"reservation": decide.confirm(claim=facts.pop("id"), by=by, **facts)}


def _start_use(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"reservation": decide.start_use(claim=facts.pop("id"), by=by, **facts)}


def _release(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"reservation": decide.release(claim=facts.pop("id"), by=by, **facts)}


class ReservationMutations:
    reserve_route = edits.edit(
        "ReserveRoute",
        {"route_token": graphene.String, **_FOR},
        _reserve_route,
        _RETURNS,
        required=("route_token", "period", "idempotency_key"),
        description="Hold the whole route for a period, or nothing. The same key with the same "
        "request answers the same reservation.",
    )
    reserve_strands = edits.edit(
        "ReserveStrands",
        {
            "cable": Ref("cable.Cable"),
            "strands": graphene.List(graphene.NonNull(graphene.Int)),
            **_FOR,
        },
        _reserve_strands,
        _RETURNS,
        required=("cable", "strands", "period", "idempotency_key"),
        description="Hold strands of a cable by their numbers, all or none.",
    )
    confirm_reservation = edits.edit(
        "ConfirmReservation",
        _DECISION,
        _confirm,
        _RETURNS,
        required=("id",),
        description="Make a hold a reservation; access officers only.",
    )
    start_use = edits.edit(
        "StartUse",
        _DECISION,
        _start_use,
        _RETURNS,
        required=("id",),
        description="Note that a confirmed reservation is in use; access officers only.",
    )
    release_reservation = edits.edit(
        "ReleaseReservation",
        _DECISION,
        _release,
        _RETURNS,
        required=("id",),
        description="Give the capacity back from today on.",
    )
