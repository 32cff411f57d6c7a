"""Bookmarks: views of the map that somebody keeps under a name."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Bookmark, User
from gis.refusals import NotFound, Refusal, worded

MOST = 200
"""Bookmarks of one person."""

LONGEST_NAME = 80
LONGEST_ADDRESS = 4_000


def create(*, by: User, name: str, address: str) -> Bookmark:
    """Keep a view of the map.

    Refusals: REQUIRED or INVALID_VALUE for name or address, NOT_UNIQUE for a name that another
    bookmark of the person has, TOO_MANY.
    """
    name = " ".join(name.split())
    if "\0" in name + address or len(name) > LONGEST_NAME:
        message = _("A name has at most %(most)d characters.") % {"most": LONGEST_NAME}
        raise Refusal("INVALID_VALUE", message, "name")
    if len(address) > LONGEST_ADDRESS:
        raise Refusal("INVALID_VALUE", _("This view is too long to be kept."), "address")
    with transaction.atomic(), worded():
        User.objects.select_for_update().get(pk=by.pk)
        if Bookmark.objects.visible_to(by).count() >= MOST:
            message = _("You have %(most)d bookmarks. Delete one first.") % {"most": MOST}
            raise Refusal("TOO_MANY", message)
        return Bookmark.objects.create(person=by, name=name, address=address)


def delete(*, by: User, public_id: UUID) -> None:
    """Remove one of the person's own bookmarks; NotFound for those of others."""
    removed, _by_table = Bookmark.objects.visible_to(by).filter(public_id=public_id).delete()
    if not removed:
        raise NotFound("id")
