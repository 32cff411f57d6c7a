"""Couplers: two duct ends joined at a site; each end is used at most once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import Capability
from accounts.viewer import Viewer
from assets.models import Duct, Site


class DuctJointQuerySet(models.QuerySet["DuctJoint"]):
    def visible_to(self, user: Viewer) -> DuctJointQuerySet:
        if user.can(Capability.SEE_EXACT_PLANT):
            return self
        return self.filter(site__in=Site.objects.visible_to(user))


class DuctJoint(models.Model):
    site = models.ForeignKey(
        Site, models.PROTECT, related_name="duct_joints", verbose_name=_("site")
    )

    objects = DuctJointQuerySet.as_manager()

    class Meta:
        verbose_name = _("duct joint")
        verbose_name_plural = _("duct joints")

    def __str__(self) -> str:
        return " – ".join(str(end) for end in self.ends.all())


class End(models.TextChoices):
    START = "start", _("start")
    END = "end", _("end")


class DuctJointEnd(models.Model):
    """One of the two ends (side 1 and 2) of a joint; the end lies at the joint's site."""

    joint = models.ForeignKey(
        DuctJoint, models.CASCADE, related_name="ends", verbose_name=_("duct joint")
    )
    side = models.PositiveSmallIntegerField(_("side"))
    duct = models.ForeignKey(
        Duct, models.PROTECT, related_name="joint_ends", verbose_name=_("duct")
    )
    end = models.CharField(_("end"), max_length=5, choices=End.choices)

    class Meta:
        verbose_name = _("joined duct end")
        verbose_name_plural = _("joined duct ends")
        constraints = [
            models.UniqueConstraint(fields=["joint", "side"], name="joint_side_once"),
            models.UniqueConstraint(fields=["duct", "end"], name="duct_end_joined_once"),
            models.CheckConstraint(condition=models.Q(side__in=[1, 2]), name="joint_has_two_sides"),
            models.CheckConstraint(condition=models.Q(end__in=End.values), name="joint_end_known"),
        ]

    def __str__(self) -> str:
        return f"{self.duct_id}:{self.end}"
