"""What is free, by the one definition of the network room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene

from accounts.viewer import Viewer
from network import availability
from registry_api.enums import plain_enum
from registry_api.period import PeriodInput, days_of
from registry_api.plan import Batch

State = plain_enum(availability.State)
"""free, reserved, occupied or blocked over a whole period."""


class Occupancy(graphene.ObjectType):
    """State of a duct section over a whole period."""

    state = State(required=True)
    largest_cable_mm = graphene.Float(
        required=True, description="Outer diameter of the thickest cable that still fits; 0: none."
    )
    room_taken_mm2 = graphene.Float(required=True, name="roomTakenMm2")
    room_limit_mm2 = graphene.Float(
        name="roomLimitMm2", description="Sum of squared diameters the fill policy allows."
    )


_PERIOD = {"period": PeriodInput(description="Default: today.")}


def section_occupancy() -> Batch:
    """The field `occupancy` of duct sections."""
    return Batch(Occupancy, _sections, required=True, **_PERIOD)


def strand_occupancy() -> Batch:
    """The field `occupancy` of strands."""
    return Batch(State, _strands, required=True, **_PERIOD)


def _sections(
    _viewer: Viewer, keys: list[Any], arguments: Mapping[str, Any]
) -> Mapping[Any, Occupancy]:
    during = days_of(arguments.get("period")).range
    return {
        key: Occupancy(
            state=found.state,
            largest_cable_mm=found.largest_cable_mm,
            room_taken_mm2=found.room_taken,
            room_limit_mm2=found.room_limit,
        )
        for key, found in availability.section_states(keys, during).items()
    }


def _strands(
    _viewer: Viewer, keys: list[Any], arguments: Mapping[str, Any]
) -> Mapping[Any, availability.State]:
    return availability.strand_states(keys, days_of(arguments.get("period")).range)
