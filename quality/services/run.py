"""Check everything, batch by batch; stopped at any moment, it goes on where it was."""

from __future__ import annotations

import time
from collections.abc import Iterator

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from quality.models import CheckRun, Finding
from quality.rules import ALL, CONCEPTS
from quality.services.check import check, checking, in_the_way

SMALLEST, LARGEST = 50, 5_000
"""Objects of a batch."""

BATCH_S = 0.5
"""Aimed at for a batch, so that edits that want to be checked hardly wait."""

PATIENCE_MS = 60_000


def begin(*, anew: bool = False) -> CheckRun:
    """The unfinished run, or a new one; `anew` ends the unfinished one where it stands."""
    with transaction.atomic():
        unfinished = CheckRun.objects.select_for_update().filter(finished_at=None)
        if anew:
            unfinished.delete()
        return unfinished.first() or CheckRun.objects.create(
            started_at=timezone.now(), concept=CONCEPTS[0], began_behind=_oldest_open_transaction()
        )


def go_on(run: CheckRun, batch_s: float = BATCH_S) -> Iterator[CheckRun]:
    """Check batch after batch; yields the run after each, until it is finished.

    Several processes may do so at once: each batch is done by one of them.
    """
    size = SMALLEST
    while run.finished_at is None:
        began = time.monotonic()
        try:
            run = _batch(run.pk, size)
        except DatabaseError as error:
            if not in_the_way(error):
                raise
            size = SMALLEST  # An edit held one of them for long: the batch comes again, smaller.
        took = max(time.monotonic() - began, 0.001)
        size = int(min(max(size * batch_s / took, size / 2, SMALLEST), size * 2, LARGEST))
        yield run


def _batch(pk: int, size: int) -> CheckRun:
    with checking(PATIENCE_MS) as allowed:
        run = CheckRun.objects.select_for_update().get(pk=pk)
        if not allowed or run.finished_at is not None:
            return run
        ids = _next_ids(run, size)
        if ids:
            check(run.concept, ids)
            run.position, run.checked = ids[-1], run.checked + len(ids)
        elif run.concept == CONCEPTS[-1]:
            _finish(run)
        else:
            run.concept, run.position = CONCEPTS[CONCEPTS.index(run.concept) + 1], 0
        run.save()
        return run


def _next_ids(run: CheckRun, size: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM assets_{run.concept} WHERE id > %s ORDER BY id LIMIT %s",
            [run.position, size],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _finish(run: CheckRun) -> None:
    """What was noted before the run began is checked; findings of former rules go."""
    run.finished_at = timezone.now()
    Finding.objects.exclude(rule__in=[rule.code for rule in ALL]).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM quality_checkqueue WHERE transaction < %s::text::xid8", [run.began_behind]
        )


def _oldest_open_transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return cursor.fetchone()[0]
