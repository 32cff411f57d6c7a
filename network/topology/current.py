"""The topology of this process, brought up to date before every use.

Each server process holds its own picture and follows the change log by itself, so that an edit in
one is seen by the next question in any other. A picture is never changed: threads that search in an
older one keep it. A transaction that has itself written gets a picture of its own, because what it
wrote may yet be rolled back.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from django.db import connection

from network.topology.change_log import Changes, Mark, changes_since, mark_now
from network.topology.topology import Topology

MOST_DUCTS_PATCHED = 20_000
"""When more ducts than this changed, everything is read anew."""


@dataclass
class _Picture:
    topology: Topology
    mark: Mark


@dataclass
class _Holder:
    lock: threading.Lock = field(default_factory=threading.Lock)
    pictures: dict[tuple[str, ...], _Picture] = field(default_factory=dict)


_holder = _Holder()


def current_topology() -> Topology:
    """The duct network as this transaction sees it.

    The first call in a process reads everything (seconds for a city, other threads wait for it),
    later ones what changed since.
    """
    database = _database()
    picture = _holder.pictures.get(database)
    now, changes = changes_since(picture.mark) if picture else (mark_now(), None)
    if picture is not None and not changes:
        _move_mark(database, picture, now)
        return picture.topology
    if now.writing:
        return _brought_up_to_date(picture).topology
    with _holder.lock:
        picture = _brought_up_to_date(_holder.pictures.get(database))
        _holder.pictures[database] = picture
    return picture.topology


def _move_mark(database: tuple[str, ...], picture: _Picture, now: Mark) -> None:
    """Let the next look begin here, unless another thread is just putting up a newer picture."""
    if not now.writing and _holder.lock.acquire(blocking=False):
        try:
            if _holder.pictures.get(database) is picture:
                _holder.pictures[database] = _Picture(picture.topology, now)
        finally:
            _holder.lock.release()


def _database() -> tuple[str, ...]:
    settings = connection.settings_dict
    return tuple(str(settings[key]) for key in ("HOST", "PORT", "NAME"))


def _brought_up_to_date(picture: _Picture | None) -> _Picture:
    """Follow the changes until a look finds none: then all that was read belongs together."""
    own = picture is not None
    if picture is None:
        mark = mark_now()
        picture = _Picture(Topology.read(), mark)
    while True:
        now, changes = changes_since(picture.mark, own=own)
        if not changes:
            return _Picture(picture.topology, now)
        picture = _Picture(_followed(picture.topology, changes), now)
        own = False


def _followed(topology: Topology, changes: Changes) -> Topology:
    ducts = set() if changes.everything else changes.affected_ducts()
    if changes.everything or len(ducts) > MOST_DUCTS_PATCHED:
        return Topology.read()
    return topology.patched(
        sites=changes.sites, segments=changes.segments, ducts=ducts, types=changes.types
    )
