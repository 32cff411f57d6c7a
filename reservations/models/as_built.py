"""What a partner laid in the ducts it was granted, as it reports it and staff confirm it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.viewer import Viewer
from reservations.models.access_request import AccessRequest


class AsBuiltReportQuerySet(models.QuerySet["AsBuiltReport"]):
    def visible_to(self, user: Viewer) -> AsBuiltReportQuerySet:
        return self.filter(request__in=AccessRequest.objects.visible_to(user))

    def open(self) -> AsBuiltReportQuerySet:
        """Those that wait for staff."""
        return self.filter(confirmed_at__isnull=True, sent_back_at__isnull=True)


class AsBuiltReport(models.Model):
    """One report; sent back with a reason, or confirmed, it may be followed by another one."""

    request = models.ForeignKey(AccessRequest, models.PROTECT, related_name="reports")
    laid_on = models.DateField(_("laid on"))
    remarks = models.TextField(_("remarks"), max_length=2_000, blank=True)
    reported_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("reported by")
    )
    reported_at = models.DateTimeField(_("reported"))
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    sent_back_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("sent back by")
    )
    sent_back_at = models.DateTimeField(_("sent back"), null=True)
    sent_back_reason = models.CharField(_("why sent back"), max_length=300, blank=True)

    objects = AsBuiltReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("as-built report")
        verbose_name_plural = _("as-built reports")
        ordering = ["request", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(confirmed_at__isnull=True, sent_back_at__isnull=True),
                name="as_built_one_report",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False, sent_back_at=None),
                name="as_built_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(sent_back_by=None, sent_back_at=None, sent_back_reason="")
                | (
                    Q(sent_back_by__isnull=False, sent_back_at__isnull=False)
                    & ~Q(sent_back_reason="")
                ),
                name="as_built_sent_back_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} · {self.laid_on}"

    @property
    def is_open(self) -> bool:
        """Whether it waits for staff."""
        return self.confirmed_at is None and self.sent_back_at is None


class AsBuiltLineQuerySet(models.QuerySet["AsBuiltLine"]):
    def visible_to(self, user: Viewer) -> AsBuiltLineQuerySet:
        return self.filter(report__in=AsBuiltReport.objects.visible_to(user))


class AsBuiltLine(models.Model):
    """A cable in a duct, by the code the duct had then; outer Ø in mm, length in m."""

    report = models.ForeignKey(AsBuiltReport, models.PROTECT, related_name="lines")
    duct = models.CharField(_("duct"), max_length=80)
    cable = models.CharField(_("cable"), max_length=200)
    outer_mm = models.DecimalField(_("outer Ø (mm)"), max_digits=5, decimal_places=1)
    fibres = models.PositiveSmallIntegerField(_("fibres"))
    length_m = models.DecimalField(_("length (m)"), max_digits=9, decimal_places=1)

    objects = AsBuiltLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of an as-built report")
        verbose_name_plural = _("lines of as-built reports")
        ordering = ["report", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(duct="") & ~Q(cable="") & Q(outer_mm__gt=0, length_m__gt=0),
                name="as_built_line_says_what",
            )
        ]

    def __str__(self) -> str:
        return f"{self.duct}: {self.cable}"
