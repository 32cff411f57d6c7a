"""What is free: the Python side of the one definition in `migrations/sql/0004_availability.sql`."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection
from psycopg2.extras import DateRange


class State(StrEnum):
    FREE = "free"
    RESERVED = "reserved"
    OCCUPIED = "occupied"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class SectionState:
    """State of a duct section over a whole period; room in mm² of squared diameter.

    `room_limit` is None where the inner diameter is unknown or the duct is a bundle; `room_open`
    is False where somebody holds the section, or what contains it, exclusively.
    """

    section_id: int
    state: State
    room_limit: float | None
    room_taken: float
    room_open: bool

    @property
    def room_left(self) -> float:
        """What may still be filled, in mm²; 0 where that is unknown."""
        if not self.room_open or self.room_limit is None:
            return 0.0
        return max(self.room_limit - self.room_taken, 0.0)

    @property
    def largest_cable_mm(self) -> float:
        """Outer diameter of the thickest cable that still fits."""
        return math.sqrt(self.room_left)


def section_states(section_ids: Iterable[int], during: DateRange) -> dict[int, SectionState]:
    """The state of each section that exists, by its id; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM network_section_states(%s::bigint[], %s::daterange)",
            [list(section_ids), during],
        )
        return {
            row[0]: SectionState(row[0], State(row[1]), row[2], row[3], row[4])
            for row in cursor.fetchall()
        }


def strand_states(strand_ids: Iterable[int], during: DateRange) -> dict[int, State]:
    """The state of each strand that exists, by its id; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM network_strand_states(%s::bigint[], %s::daterange)",
            [list(strand_ids), during],
        )
        return {strand_id: State(state) for strand_id, state in cursor.fetchall()}
