"""Who looked at what a grant opens, through which door: the log that § 148 TKG makes useful."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation
from accounts.models.user import User
from accounts.roles import Capability
from accounts.viewer import Viewer


class LookQuerySet(models.QuerySet["Look"]):
    def visible_to(self, user: Viewer) -> LookQuerySet:
        """For those who supervise what partners see; nobody else, the partner neither."""
        return self if user.can(Capability.SEE_ALL_CLAIMS) else self.none()


class Look(models.Model):
    """`cases` are those whose grants were in force; `door` is the name of the address."""

    at = models.DateTimeField(_("when"), db_default=Now(), editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    cases = ArrayField(models.CharField(max_length=100), verbose_name=_("cases"))
    door = models.CharField(_("door"), max_length=60)
    what = models.CharField(_("what"), max_length=1_000)

    objects = LookQuerySet.as_manager()

    class Meta:
        verbose_name = _("look at exact plant")
        verbose_name_plural = _("looks at exact plant")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="look_newest"),
            models.Index(fields=["organisation", "-at"], name="look_of_organisation"),
            GinIndex(fields=["cases"], name="look_through_case"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(door="") & models.Q(cases__len__gt=0), name="look_says_where"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.door}"
