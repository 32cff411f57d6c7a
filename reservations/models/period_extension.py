"""More time for what was granted: asked for at a price, answered by the desk."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.viewer import Viewer
from reservations.models.access_request import AccessRequest


class ExtensionAnswer(models.TextChoices):
    OPEN = "open", _("not answered yet")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")


class PeriodExtensionQuerySet(models.QuerySet["PeriodExtension"]):
    def visible_to(self, user: Viewer) -> PeriodExtensionQuerySet:
        return self.filter(request__in=AccessRequest.objects.visible_to(user))


class PeriodExtension(models.Model):
    """From the last day `until` to the last day `last`; `months` are those charged in addition.

    Whoever asks does so at this price: the yearly prices of the day, nothing one-off again.
    """

    request = models.ForeignKey(AccessRequest, models.PROTECT, related_name="extensions")
    until = models.DateField(_("last day so far"))
    last = models.DateField(_("last day asked for"))
    months = models.PositiveSmallIntegerField(_("months"))
    currency = models.CharField(_("currency"), max_length=3)
    net = models.DecimalField(_("net"), max_digits=14, decimal_places=2)
    vat = models.DecimalField(_("VAT"), max_digits=14, decimal_places=2)
    gross = models.DecimalField(_("gross"), max_digits=14, decimal_places=2)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    asked_at = models.DateTimeField(_("asked"))
    reason = models.CharField(_("why"), max_length=300)
    answer = models.CharField(
        _("answer"),
        max_length=8,
        choices=ExtensionAnswer.choices,
        default=ExtensionAnswer.OPEN,
    )
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )
    answered_at = models.DateTimeField(_("answered"), null=True)
    answer_reason = models.CharField(_("reason of the answer"), max_length=300, blank=True)

    objects = PeriodExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("extension of a granted period")
        verbose_name_plural = _("extensions of granted periods")
        ordering = ["request", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__in=ExtensionAnswer.values), name="extension_answer_known"
            ),
            models.CheckConstraint(condition=Q(last__gt=F("until")), name="extension_is_longer"),
            models.CheckConstraint(
                condition=Q(gross=F("net") + F("vat")), name="extension_adds_up"
            ),
            models.CheckConstraint(
                condition=Q(answer="open", answered_by=None, answered_at=None, answer_reason="")
                | (~Q(answer="open") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="extension_answer_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(answer="refused") | ~Q(answer_reason=""),
                name="extension_refused_with_reason",
            ),
            models.UniqueConstraint(
                fields=["request"], condition=Q(answer="open"), name="extension_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} · {self.last}"
