"""Secret addresses of calendars: made, replaced, revoked, and who stands behind one."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.models import User
from accounts.roles import Capability
from accounts.secrets import Issued, digest_of, new_text
from accounts.viewer import not_permitted
from gis.refusals import worded
from history.context import acting
from reservations.models import CalendarAddress

PREFIX = "tbk_"
USE_NOTED_EVERY = dt.timedelta(hours=1)


def replace(*, by: User) -> Issued[CalendarAddress]:
    """A new address; the former one ends at once. The text is shown this once."""
    _require_desk(by)
    text = new_text(PREFIX)
    with worded(), acting(by):
        CalendarAddress.objects.filter(person=by).delete()
        return Issued(text, CalendarAddress.objects.create(person=by, digest=digest_of(text)))


def revoke(*, by: User) -> None:
    with worded(), acting(by):
        CalendarAddress.objects.filter(person=by).delete()


def reader_of(text: str) -> User | None:
    """Whose address it is, while that person is active and works at the desk."""
    rows = CalendarAddress.objects.select_related("person").filter(digest=digest_of(text))
    found = rows.filter(person__is_active=True).first()
    if found is None or not _works_at_desk(found.person):
        return None
    _note_use(found)
    return found.person


def _require_desk(by: User) -> None:
    if not _works_at_desk(by):
        raise not_permitted(by, Capability.CONFIRM)


def _works_at_desk(user: User) -> bool:
    return user.can(Capability.CONFIRM) or user.can(Capability.SIGN_CONSENT)


def _note_use(address: CalendarAddress) -> None:
    now = timezone.now()
    if address.last_used_at is None or now - address.last_used_at >= USE_NOTED_EVERY:
        CalendarAddress.objects.filter(pk=address.pk).update(last_used_at=now)
