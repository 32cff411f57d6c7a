"""The one order in which rows of the plant are locked: ducts, cables, segments, sites, each by id.

Whoever reads sections to write something that rests on them locks the ducts and cables first:
locking sections is not enough, because a concurrent split adds sections that nobody locked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from assets import hooks
from assets.models import Cable, Duct, Segment, Site
from gis.refusals import Refusal

Found = TypeVar("Found")

ATTEMPTS = 5


def ducts(ids: Iterable[int]) -> list[Duct]:
    """Lock these ducts against all other edits and reservations; missing ones are left out."""
    rows = Duct.objects.filter(pk__in=set(ids)).order_by("pk").select_for_update(no_key=True)
    return list(rows)


def ducts_to_edit(ids: Iterable[int]) -> list[Duct]:
    """Lock these ducts and those that following rooms will lock when these change.

    A claim that names ducts here and elsewhere is derived anew as a whole: locking its other ducts
    only then would be out of order.
    """
    return ducts(hooks.companions_of(set(ids)))


def cables(ids: Iterable[int]) -> list[Cable]:
    rows = Cable.objects.filter(pk__in=set(ids)).order_by("pk").select_for_update(no_key=True)
    return list(rows)


def segments(ids: Iterable[int]) -> list[Segment]:
    """Lock these segments, so that nothing can be laid into them meanwhile."""
    return list(Segment.objects.filter(pk__in=set(ids)).order_by("pk").select_for_update())


def sites(ids: Iterable[int]) -> list[Site]:
    """Lock these sites, so that they neither move nor go meanwhile."""
    rows = Site.objects.filter(pk__in=set(ids)).order_by("pk").select_for_update(no_key=True)
    return list(rows)


def share_segments(ids: Iterable[int]) -> None:
    """Keep these segments as they are; others may lay into them, too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM assets_segment WHERE id = ANY (%s) ORDER BY id FOR SHARE", [list(ids)]
        )


def contents(segment_ids: Iterable[int]) -> tuple[set[int], set[int]]:
    """The ids of the ducts and of the cables that have sections in these segments."""
    ids = list(segment_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT true, duct_id FROM assets_ductsection WHERE segment_id = ANY (%s)"
            " UNION SELECT false, cable_id FROM assets_cablesection WHERE segment_id = ANY (%s)",
            [ids, ids],
        )
        rows = cursor.fetchall()
    return {i for is_duct, i in rows if is_duct}, {i for is_duct, i in rows if not is_duct}


def segments_with_contents(segment_ids: Iterable[int]) -> None:
    """Lock segments and all ducts and cables in them, in order."""
    ids = list(segment_ids)

    def take(found: tuple[set[int], set[int]]) -> None:
        ducts_to_edit(found[0])
        cables(found[1])
        segments(ids)

    stable(lambda: contents(ids), take)


def stable(find: Callable[[], Found], take: Callable[[Found], None]) -> Found:
    """Lock what `find` finds until it finds the same again under the lock."""
    for _attempt in range(ATTEMPTS):
        savepoint = transaction.savepoint()
        found = find()
        take(found)
        if find() == found:
            transaction.savepoint_commit(savepoint)
            return found
        # Locks taken since the savepoint are released, so that the next attempt keeps the order.
        transaction.savepoint_rollback(savepoint)
    raise Refusal("BUSY", _("Too many people are editing this at the moment. Please try again."))
