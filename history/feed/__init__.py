"""The change feed: the history as somebody outside may follow it, without a gap.

Rooms declare what can be followed (`registry`); `reader` reads a page of it for one viewer.
"""

from history.feed.reader import ChangeOperation, Event, Page, listing, read
from history.feed.registry import (
    Followed,
    Part,
    by_organisation,
    follow,
    followed_types,
    keep_inside,
    part_of,
)
from history.feed.window import Position, head

__all__ = [
    "Event",
    "Followed",
    "ChangeOperation",
    "Page",
    "Part",
    "Position",
    "by_organisation",
    "follow",
    "followed_types",
    "head",
    "keep_inside",
    "listing",
    "part_of",
    "read",
]
