"""Planned works are published before a permit is applied for: a duty of the city, with a clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from gis.refusals import Refusal
from gis.retry import retried
from reservations.access import deadlines
from reservations.access.steps import require_desk, save, step
from reservations.models import AccessRequest, Deadline, LegalStep, WorksPublication

LONGEST_PLACE = 300


def is_awaited(deadlines: Iterable[Deadline]) -> bool:
    """Whether planned works are yet to be published, by the deadlines of their case."""
    return any(one.met_on is None for one in _publications(deadlines))


def of_case(case: AccessRequest, deadlines: Iterable[Deadline]) -> WorksPublication | None:
    """Asked for only where works are to be published."""
    if not _publications(deadlines):
        return None
    return WorksPublication.objects.filter(request=case).first()


def _publications(deadlines: Iterable[Deadline]) -> list[Deadline]:
    return [one for one in deadlines if one.step == LegalStep.PUBLICATION]


@retried
def publish(
    *,
    request: AccessRequest,
    published_on: dt.date,
    place: str,
    by: User,
    version: int | None = None,
) -> AccessRequest:
    """Record that the works were published on a day, and where they can be read; it stands.

    Refusals: NOTHING_TO_PUBLISH where no such deadline runs; INVALID_DATE; REQUIRED (place).
    """
    place = place.strip()
    if not 1 <= len(place) <= LONGEST_PLACE or "\0" in place:
        message = _("Say where the works can be read about, in 1 to %(most)d characters.")
        raise Refusal("REQUIRED", message % {"most": LONGEST_PLACE}, "place")
    with step(request, by, place, version) as case:
        require_desk(case, by)
        if not Deadline.objects.running().filter(request=case, step=LegalStep.PUBLICATION).exists():
            raise Refusal("NOTHING_TO_PUBLISH", _("No works of this request wait to be published."))
        if published_on > timezone.localdate():
            raise Refusal("INVALID_DATE", _("This day lies ahead."), "publishedOn")
        WorksPublication.objects.create(
            request=case,
            published_on=published_on,
            place=place,
            recorded_by=by,
            recorded_at=timezone.now(),
        )
        save(case)
        deadlines.fulfil(case, LegalStep.PUBLICATION, published_on)
        return case
