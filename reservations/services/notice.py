"""One's own notices: listed, counted, read; and which mails one wants."""

from __future__ import annotations

from django.db.models.functions import Now

from accounts.models import User
from accounts.viewer import Viewer
from reservations.models import AccessRequest, MailWishes, Notice
from reservations.models.notice import NoticeQuerySet

PAGE = 50
COUNTED = 99
"""More than this need not be told apart."""


def newest(viewer: Viewer) -> list[Notice]:
    rows = Notice.objects.visible_to(viewer).select_related(
        "request__organisation", "event", "message__author"
    )
    return list(rows.order_by("-pk")[:PAGE])


def unread(viewer: Viewer) -> int:
    """How many wait to be read, up to `COUNTED` + 1."""
    rows = Notice.objects.visible_to(viewer).unread().order_by()
    return rows.values("pk")[: COUNTED + 1].count()


def read_case(case: AccessRequest, viewer: Viewer) -> None:
    """Whoever sees the case has read what was to be told of it."""
    _read(Notice.objects.filter(request=case, person_id=viewer.pk))


def read(notice: Notice, by: User) -> Notice:
    """One of one's own."""
    _read(Notice.objects.filter(pk=notice.pk, person=by))
    return notice


def read_all(viewer: Viewer) -> None:
    _read(Notice.objects.filter(person_id=viewer.pk))


def _read(rows: NoticeQuerySet) -> None:
    rows.unread().update(read_at=Now())


def wishes_of(person: User) -> MailWishes:
    """Those chosen, or what holds without a choice, not stored yet."""
    return MailWishes.objects.filter(person=person).first() or MailWishes(person=person)
