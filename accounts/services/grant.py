"""Grants of sight begin and end by the calendar; somebody has to say so."""

from __future__ import annotations

from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Grant
from history.context import acting


def note_the_day() -> int:
    """Tell the change feed which grants began or ended since they were last written; how many.

    Nobody sees less or more by it: `visible_to` asks for the day itself.
    """
    today = Q(valid__contains=timezone.localdate())
    passed = Grant.objects.filter((Q(opens=True) & ~today) | (Q(opens=False) & today))
    if not passed.exists():
        return 0
    with acting(None, "grant begins or ends"):
        return passed.update(opens=F("opens"))
