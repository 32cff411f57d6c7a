"""The secret address under which a calendar program reads the deadlines of the desk."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.viewer import Viewer


class CalendarAddressQuerySet(models.QuerySet["CalendarAddress"]):
    def visible_to(self, user: Viewer) -> CalendarAddressQuerySet:
        """One's own."""
        return self.filter(person_id=user.pk)


class CalendarAddress(models.Model):
    """One for each person; only the SHA-256 of its secret is kept. Revoked by deleting it."""

    person = models.OneToOneField(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    objects = CalendarAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="calendar_digest_whole"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)
