"""What the ledger says of sections, by the one definition of `network.availability`."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from django.db import connection

from accounts.viewer import Viewer
from network.availability import section_states
from network.models import Holder
from network.periods import Period
from network.routing.requirement import CableRoom, Requirement
from network.topology import Picture


class Ledger:
    """What cannot serve one requirement in one period.

    For whole tubes that is known for all sections (`known_taken`, sorted ids). About room for a
    cable the database is asked (`is_asked`), about no section twice.
    """

    def __init__(self, requirement: Requirement, period: Period, picture: Picture) -> None:
        self.requirement, self.period = requirement, period
        self.is_asked = isinstance(requirement, CableRoom)
        self.known_taken = None if self.is_asked else picture.takings.taken(period, picture.now)
        self._asked = np.empty(0, np.int64)
        self._taken = np.empty(0, np.int64)

    def taken_among(self, sections: np.ndarray) -> np.ndarray:
        """Those of the sections (ids) that cannot serve; may name others asked about before."""
        if self.known_taken is not None:
            found = np.searchsorted(self.known_taken, [sections, sections + 1])
            return sections[found[0] < found[1]]
        new = np.setdiff1d(sections, self._asked)
        if len(new):
            self._asked = np.union1d(self._asked, new)
            self._taken = np.union1d(self._taken, self._without_room(new))
        return self._taken

    def _without_room(self, sections: np.ndarray) -> np.ndarray:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM network_sections_without_room(%s::bigint[], %s::daterange, %s)",
                [sections.tolist(), self.period.range, self.requirement.room_mm2],
            )
            return np.array([section for (section,) in cursor.fetchall()], np.int64)


class Taking(NamedTuple):
    """Until when (last day; None: no end known) a section is taken, and by whom as far as seen."""

    until: dt.date | None
    organisation_ids: tuple[int, ...]


def takings(sections: Iterable[int], period: Period, viewer: Viewer) -> dict[int, Taking]:
    """What takes each of the sections during the period."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT section_id, holder_id, upper(period)"
            " FROM network_taking_lines(%s::bigint[], %s::daterange)",
            [list(sections), period.range],
        )
        lines = cursor.fetchall()
    holders = Holder.objects.visible_to(viewer).filter(pk__in={line[1] for line in lines})
    whose = dict(holders.values_list("pk", "organisation_id"))
    by_section = defaultdict(list)
    for section, holder, end in lines:
        by_section[section].append((end, whose.get(holder)))
    return {section: _taking(found) for section, found in by_section.items()}


def _taking(lines: list[tuple[dt.date | None, int | None]]) -> Taking:
    ends = [end for end, _ in lines]
    until = None if None in ends else max(ends) - dt.timedelta(days=1)
    organisations = sorted({key for _, key in lines if key is not None})
    return Taking(until, tuple(organisations))


def room_left(sections: Iterable[int], period: Period) -> dict[int, float]:
    """Room in mm² that may still be filled in each section."""
    states = section_states(sections, period.range)
    return {section: state.room_left for section, state in states.items()}
