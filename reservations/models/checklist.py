"""What a request must contain to be complete, by kind, as dated data; and what was found of it."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.viewer import Viewer
from assets.models.naming import BilingualName
from assets.models.versioned import Versioned
from reservations.clocks.counting import day_of
from reservations.models.access_request import AccessRequest
from reservations.models.request_kind import request_kinds


class ChecklistItemQuerySet(models.QuerySet["ChecklistItem"]):
    def of(self, case: AccessRequest) -> ChecklistItemQuerySet:
        """The list of its kind that was in force on the day of receipt."""
        if case.received_at is None:
            return self.none()
        day: dt.date = day_of(case.received_at)
        return self.filter(kind=case.kind, valid__contains=day)


class ChecklistItem(BilingualName, Versioned):
    """`required`: without it the request is not complete; else it may not be needed."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind of request"), max_length=20, choices=request_kinds)
    position = models.PositiveSmallIntegerField(_("position"))
    required = models.BooleanField(_("always needed"))
    valid = DateRangeField(_("valid"), help_text=_("For requests received in this time."))
    source = models.CharField(_("source"), max_length=300)

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a checklist")
        verbose_name_plural = _("items of checklists")
        ordering = ["kind", "position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid__isempty=False), name="checklist_valid_not_empty"
            ),
        ]


class Answer(models.TextChoices):
    """What the desk found of an item."""

    THERE = "there", _("there")
    MISSING = "missing", _("missing")
    NOT_NEEDED = "not_needed", _("not needed here")


class CheckedItemQuerySet(models.QuerySet["CheckedItem"]):
    def visible_to(self, user: Viewer) -> CheckedItemQuerySet:
        """For the desk; the applicant reads in the request for what is missing."""
        return self.filter(request__in=AccessRequest.objects.at_desk(user))


class CheckedItem(models.Model):
    request = models.ForeignKey(AccessRequest, models.CASCADE, related_name="checked")
    item = models.ForeignKey(
        ChecklistItem, models.PROTECT, related_name="+", verbose_name=_("item of a checklist")
    )
    answer = models.CharField(_("found"), max_length=10, choices=Answer.choices)
    checked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("checked by")
    )
    checked_at = models.DateTimeField(_("checked"))

    objects = CheckedItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("checked item")
        verbose_name_plural = _("checked items")
        constraints = [
            models.UniqueConstraint(fields=["request", "item"], name="checked_item_once"),
            models.CheckConstraint(
                condition=Q(answer__in=Answer.values), name="checked_answer_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_answer_display()}"
