"""What must happen each day: rooms register their parts, each fails by itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.db import connection
from django.utils import timezone

from gis.models import DailyPart

logger = logging.getLogger(__name__)

BEGINS = time(5)
"""Local time from which on the parts of the day are due, before people come."""

AGAIN_AFTER = timedelta(hours=1)
"""A part that failed is tried again so much later."""

DAYS_KEPT = 90


@dataclass(frozen=True)
class Part:
    name: str
    work: Callable[[], object]
    order: int


_parts: dict[str, Part] = {}


def register(name: str, work: Callable[[], object], *, order: int) -> None:
    """Have `work` done each day; it must do no harm when it is done twice."""
    _parts[name] = Part(name, work, order)


def parts() -> list[Part]:
    return sorted(_parts.values(), key=lambda part: (part.order, part.name))


def run(*, only_due: bool = False) -> list[DailyPart]:
    """Do all parts, or those that are due: not done today, and not tried within the hour.

    What came of each stands in `DailyPart`. Nothing is done while somebody else is at it.
    """
    now = timezone.localtime()
    if only_due and now.time() < BEGINS:
        return []
    with _alone() as alone:
        if not alone:
            return []
        wanted = [part for part in parts() if not only_due or _is_due(part, now.date())]
        done = [_do(part, now.date()) for part in wanted]
        DailyPart.objects.filter(day__lt=now.date() - timedelta(days=DAYS_KEPT)).delete()
        return done


def _is_due(part: Part, day: date) -> bool:
    known = DailyPart.objects.filter(name=part.name, day=day).first()
    if known is None:
        return True
    return known.done_at is None and timezone.now() - known.tried_at >= AGAIN_AFTER


def _do(part: Part, day: date) -> DailyPart:
    row, _made = DailyPart.objects.get_or_create(name=part.name, day=day)
    row.tried_at, row.done_at, row.problem = timezone.now(), None, ""
    row.save()
    try:
        part.work()
        row.done_at = timezone.now()
    except Exception as error:
        logger.exception("the daily part %s failed", part.name)
        row.problem = f"{type(error).__name__}: {error}"
    row.save()
    return row


@contextmanager
def _alone() -> Iterator[bool]:
    """The database knows whether another process is at it; its lock ends with the connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('daily run'))")
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('daily run'))")
