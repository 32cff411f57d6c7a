"""What is taken of duct sections, and when: the ledger in memory.

What "taken" means is said by the database alone (`network_takings`). This is a copy of its answer,
read again for exactly the sections that the ledger's own notes name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.db import connection

from network.periods import Period

_ALWAYS = 10**9
_MOST_REMEMBERED = 4
_NONE = np.empty(0, np.int64)
_EPOCH = dt.date(2000, 1, 1)
# All sections with lines of their own, and those inside what is taken from outside.
_EVERYWHERE = """
    SELECT section_id FROM network_claimline WHERE section_id IS NOT NULL
    UNION SELECT network_descendants(ARRAY(
        SELECT section_id FROM network_claimline WHERE section_id IS NOT NULL AND NOT inside))
"""
_CONCERNED = """
    SELECT network_descendants(%(sections)s::bigint[] || ARRAY(
        SELECT section_id FROM network_claimline
        WHERE holder_id = ANY (%(holders)s) AND section_id IS NOT NULL))
"""
_TAKINGS = f"""
    SELECT section_id, COALESCE(lower(period) - '{_EPOCH}'::date, -{_ALWAYS}),
           COALESCE(upper(period) - '{_EPOCH}'::date, {_ALWAYS}),
           COALESCE(EXTRACT(EPOCH FROM expires_at), 'infinity')::float
    FROM network_takings(%(targets)s, '(,)')
"""


@dataclass(frozen=True)
class Takings:
    """A taking per row.

    `section` is an id; `begins` the first day and `ends` the day behind the last, in days since
    2000; `expires` the moment at which it is over in any case, in seconds since 1970.
    """

    section: np.ndarray
    begins: np.ndarray
    ends: np.ndarray
    expires: np.ndarray

    @classmethod
    def read(cls) -> Takings:
        """Everything; takes seconds for a city."""
        return cls._sorted(*_takings_of(_ids(_EVERYWHERE, {})))

    @classmethod
    def _sorted(cls, *columns: np.ndarray) -> Takings:
        order = np.argsort(columns[0], kind="stable")
        return cls(*(column[order] for column in columns))

    def read_again(self, sections: Iterable[int], holders: Iterable[int]) -> Takings:
        """With what some sections (ids), those of some holders and all inside them, have now."""
        named = list(sections)
        targets = _ids(_CONCERNED, {"sections": named, "holders": list(holders)})
        keep = ~np.isin(self.section, np.array(targets + named, np.int64))
        old = (self.section, self.begins, self.ends, self.expires)
        more = _takings_of(targets)
        columns = zip(old, more, strict=True)
        return Takings._sorted(*(np.concatenate([a[keep], b]) for a, b in columns))

    def taken(self, period: Period, now: float) -> np.ndarray:
        """The ids of the sections of which something is taken at any time of the period, sorted.

        The same array as long as the answer stays the same, for the periods asked for last.
        """
        until, sections = self._remembered.get(period, (-np.inf, _NONE))
        if now >= until:
            self._remembered.pop(period, None)
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.pop(next(iter(self._remembered)), None)
            first, last = ((day - _EPOCH).days for day in (period.first, period.last))
            during = (self.begins <= last) & (self.ends > first) & (self.expires > now)
            sections = self.section[during]
            self._remembered[period] = self._same_until(now), sections
        return sections

    def _same_until(self, now: float) -> float:
        """The next moment at which a hold is over."""
        return float(self.expires[self.expires > now].min(initial=np.inf))

    @cached_property
    def _remembered(self) -> dict[Period, tuple[float, np.ndarray]]:
        return {}


def _ids(query: str, parameters: dict[str, list[int]]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ARRAY({query})", parameters)
        return cursor.fetchone()[0]


def _takings_of(sections: list[int]) -> tuple[np.ndarray, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_TAKINGS, {"targets": sections})
        columns = np.array(cursor.fetchall(), float).reshape(-1, 4).T
    section, begins, ends, expires = columns
    return section.astype(np.int64), begins.astype(np.int32), ends.astype(np.int32), expires
