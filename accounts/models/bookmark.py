"""Views of the map that somebody keeps under a name."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User

if TYPE_CHECKING:
    from accounts.viewer import Viewer


class BookmarkQuerySet(models.QuerySet["Bookmark"]):
    def visible_to(self, user: Viewer) -> BookmarkQuerySet:
        """Everybody sees the own ones only; the link in one may be passed on."""
        return self.filter(person_id=user.pk)


class Bookmark(models.Model):
    """`address` is the query of the map's page, with its question mark: never another page."""

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        User, models.CASCADE, related_name="bookmarks", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=80)
    address = models.CharField(_("address"), max_length=4000)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)

    objects = BookmarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"], name="bookmark_name_once_per_person"
            ),
            models.CheckConstraint(
                condition=Q(name__regex=r"^\S(.*\S)?$"), name="bookmark_is_named"
            ),
            models.CheckConstraint(
                condition=Q(address__startswith="?"), name="bookmark_address_is_of_the_map"
            ),
        ]

    def __str__(self) -> str:
        return self.name
