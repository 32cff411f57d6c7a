"""That planned works were published before the first permit is applied for (Art. 6 GIA)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.viewer import Viewer
from reservations.models.access_request import AccessRequest


class WorksPublicationQuerySet(models.QuerySet["WorksPublication"]):
    def visible_to(self, user: Viewer) -> WorksPublicationQuerySet:
        return self.filter(request__in=AccessRequest.objects.visible_to(user))


class WorksPublication(models.Model):
    """Done on a day, at a place where everybody can read it; it stands as recorded."""

    request = models.OneToOneField(AccessRequest, models.PROTECT, related_name="works_publication")
    published_on = models.DateField(_("published on"))
    place = models.CharField(_("published where"), max_length=300)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    recorded_at = models.DateTimeField(_("recorded"))

    objects = WorksPublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication of planned works")
        verbose_name_plural = _("publications of planned works")
        constraints = [
            models.CheckConstraint(condition=~Q(place=""), name="works_published_somewhere")
        ]

    def __str__(self) -> str:
        return f"{self.request} · {self.place}"
