"""Long lists on pages: keyset paging over sealed cursors; page 1,000 costs what page 1 does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict

from gis import cursors
from gis.refusals import Refusal

SIZE = 50


@dataclass(frozen=True)
class ListPage:
    """The rows of one page; `following` is the cursor behind the last, empty at the end."""

    rows: Sequence[Any]
    following: str
    first: bool


def newest_first(rows: QuerySet[Any], listing: str, given: QueryDict) -> ListPage:
    """A page of rows, the newest first; a cursor that came from elsewhere begins anew."""
    after = _position(listing, given.get("after", ""))
    if after is not None:
        rows = rows.filter(Q(pk__lt=after))
    found = list(rows.order_by("-pk")[: SIZE + 1])
    more = len(found) > SIZE
    following = cursors.encode(listing, (found[SIZE - 1].pk,)) if more else ""
    return ListPage(found[:SIZE], following, after is None)


def _position(listing: str, text: str) -> int | None:
    if not text:
        return None
    try:
        return cursors.decode(listing, text, "after")[0]
    except Refusal:
        return None
