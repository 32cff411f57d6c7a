"""The ducts and the ledger in this process, brought up to date before every use.

Each server process holds its own picture and follows the change log by itself, so that an edit in
one is seen by the next question in any other. A picture is never changed: threads that search in an
older one keep it. A transaction that has itself written gets a picture of its own, because what it
wrote may yet be rolled back.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace

from django.db import connection

from network.topology.change_log import Changes, Mark, changes_since, mark_now
from network.topology.takings import Takings
from network.topology.topology import Topology

MOST_PATCHED = 20_000
"""When more ducts, or sections in the ledger, than this changed, everything is read anew."""


@dataclass(frozen=True)
class Picture:
    """The ducts and what is taken of them at one moment."""

    topology: Topology
    takings: Takings
    mark: Mark

    @property
    def now(self) -> float:
        """The present by the database's clock, in seconds since 1970."""
        return self.mark.now


@dataclass
class _Holder:
    lock: threading.Lock = field(default_factory=threading.Lock)
    pictures: dict[tuple[str, ...], Picture] = field(default_factory=dict)


_holder = _Holder()


def current_picture() -> Picture:
    """The ducts and what is taken of them, as this transaction sees it.

    The first call in a process reads everything (seconds for a city, other threads wait for it),
    later ones what changed since.
    """
    database = _database()
    picture = _holder.pictures.get(database)
    now, changes = changes_since(picture.mark) if picture else (mark_now(), None)
    if picture is not None and not changes:
        return _with_later_mark(database, picture, now)
    if now.writing:
        return _brought_up_to_date(picture)
    with _holder.lock:
        picture = _brought_up_to_date(_holder.pictures.get(database))
        _holder.pictures[database] = picture
    return picture


def current_topology() -> Topology:
    """The ducts alone."""
    return current_picture().topology


def _with_later_mark(database: tuple[str, ...], picture: Picture, now: Mark) -> Picture:
    """Let the next look begin here, unless another thread is just putting up a newer picture."""
    later = replace(picture, mark=now)
    if not now.writing and _holder.lock.acquire(blocking=False):
        try:
            if _holder.pictures.get(database) is picture:
                _holder.pictures[database] = later
        finally:
            _holder.lock.release()
    return later


def _database() -> tuple[str, ...]:
    settings = connection.settings_dict
    return tuple(str(settings[key]) for key in ("HOST", "PORT", "NAME"))


def _brought_up_to_date(picture: Picture | None) -> Picture:
    """Follow the changes until a look finds none: then all that was read belongs together."""
    own = picture is not None
    if picture is None:
        mark = mark_now()
        picture = Picture(Topology.read(), Takings.read(), mark)
    while True:
        now, changes = changes_since(picture.mark, own=own)
        if not changes:
            return replace(picture, mark=now)
        picture = _followed(picture, changes, now)
        own = False


def _followed(picture: Picture, changes: Changes, now: Mark) -> Picture:
    ducts = set() if changes.everything else changes.affected_ducts()
    if changes.everything or max(len(ducts), len(changes.lines_of_sections)) > MOST_PATCHED:
        return Picture(Topology.read(), Takings.read(), now)
    topology, takings = picture.topology, picture.takings
    if changes.of_plant:
        topology = topology.patched(
            sites=changes.sites, segments=changes.segments, ducts=ducts, types=changes.types
        )
    if changes.of_ledger:
        takings = takings.read_again(changes.lines_of_sections, changes.lines_of_holders)
    return Picture(topology, takings, now)
