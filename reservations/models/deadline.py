"""When a step of a case is due, by which rule, and whether it was done in time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Capability
from accounts.viewer import Viewer
from reservations.access.states import OVER, RequestState
from reservations.clocks import working_days
from reservations.models.access_request import AccessRequest
from reservations.models.clock_rule import CITY_STEPS, ClockRule, LegalStep
from reservations.models.fulfilled_duty import DUTY_STEPS


def goes_on(step: str, state: str) -> bool:
    """Whether a step is still to be done in that state of its case.

    Nobody answers what is over; but an agreement that has ended was one, and its duties stay.
    """
    return state not in OVER or (state == RequestState.ENDED and step in DUTY_STEPS)


GOES_ON = ~Q(request__state__in=OVER) | Q(request__state=RequestState.ENDED, step__in=DUTY_STEPS)
"""The same of rows."""


def owed_first(deadlines: Iterable[Deadline], state: str) -> Deadline | None:
    """What the city owes first in a case of that state; what is paused comes last."""
    owed = [
        one
        for one in deadlines
        if one.met_on is None and one.step in CITY_STEPS and goes_on(one.step, state)
    ]
    return min(owed, key=lambda one: (one.due_on or dt.date.max, one.step), default=None)


DISPUTE_STEPS = (LegalStep.APPEAL, LegalStep.RULING)
"""What may still come when a request is over."""


def worth_telling(deadlines: Iterable[Deadline], state: str) -> list[Deadline]:
    """Of a request that is over what was done, disputes, duties that stay: more nobody owes."""
    return [
        one
        for one in deadlines
        if one.met_on is not None or one.step in DISPUTE_STEPS or goes_on(one.step, state)
    ]


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def visible_to(self, user: Viewer) -> DeadlineQuerySet:
        return self.filter(request__in=AccessRequest.objects.visible_to(user))

    def at_desk(self, user: Viewer) -> DeadlineQuerySet:
        """Those of the cases that lie on somebody's desk; clocks run only once a case is there."""
        if user.can(Capability.SEE_QUEUE) and user.can(Capability.SEE_ALL_CASES):
            return self
        return self.filter(request__in=AccessRequest.objects.at_desk(user))

    def running(self) -> DeadlineQuerySet:
        return self.filter(met_on__isnull=True, due_on__isnull=False)

    def going_on(self) -> DeadlineQuerySet:
        """What the state of the case leaves to be done."""
        return self.filter(GOES_ON)

    def owed(self) -> DeadlineQuerySet:
        """What the city has yet to do."""
        return self.running().going_on().filter(step__in=CITY_STEPS)

    def leading(self) -> DeadlineQuerySet:
        """Of each case the one that counts now: what the city owes first."""
        return self.filter(leads=True)

    def overdue(self, today: dt.date) -> DeadlineQuerySet:
        """Red: the last day is over, and a case waits."""
        return self.leading().filter(due_on__lt=today)

    def due_soon(self, today: dt.date) -> DeadlineQuerySet:
        """Amber: not overdue, and within the days before the end in which the rule warns."""
        amber = Q(pk__in=[])
        for last, rules in _warned_by(today).items():
            amber |= Q(rule__in=rules, due_on__lte=last)
        return self.leading().filter(amber, due_on__gte=today)

    def in_time(self, today: dt.date) -> DeadlineQuerySet:
        """Green: it runs, and its rule does not warn yet."""
        green = Q(pk__in=[])
        for last, rules in _warned_by(today).items():
            green |= Q(rule__in=rules, due_on__gt=last)
        return self.leading().filter(green)


def _warned_by(today: dt.date) -> dict[dt.date, list[int]]:
    """The rules that warn today of what is due up to a day, by that day.

    Their numbers, not a join: so an index of the deadlines alone answers for their light.
    """
    found: dict[dt.date, list[int]] = defaultdict(list)
    for rule, days in ClockRule.objects.order_by().values_list("pk", "warn_days"):
        found[working_days.last_within(today, days)].append(rule)
    return found


class Deadline(models.Model):
    """`due_on` is the last day, with the extension where there was one; null while paused.

    `leads`: of what the city still owes in a case, it is due first. Kept with each step, so
    that the queue can be asked for the light of its cases. `after_event` is the step of the case
    with which it was counted last, written by the database: without a step no deadline moves.
    """

    request = models.ForeignKey(AccessRequest, models.CASCADE, related_name="deadlines")
    rule = models.ForeignKey(ClockRule, models.PROTECT, related_name="+", verbose_name=_("rule"))
    step = models.CharField(_("what is to be done"), max_length=12, choices=LegalStep.choices)
    started_on = models.DateField(_("started"))
    due_on = models.DateField(_("due"), null=True)
    extended_on = models.DateField(_("extension told on"), null=True)
    extension_reason = models.CharField(_("why extended"), max_length=300, blank=True)
    met_on = models.DateField(_("done on"), null=True)
    leads = models.BooleanField(default=False, db_default=False, editable=False)
    after_event = models.BigIntegerField(default=0, db_default=0, editable=False)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["request", "due_on"]
        indexes = [
            models.Index(
                fields=["due_on"], name="deadline_running", condition=Q(met_on__isnull=True)
            ),
            models.Index(
                fields=["due_on"],
                name="deadline_owed",
                condition=Q(met_on__isnull=True, step__in=CITY_STEPS),
            ),
            models.Index(fields=["due_on"], name="deadline_leading", condition=Q(leads=True)),
            models.Index(
                fields=["request"],
                name="deadline_duty",
                condition=Q(met_on__isnull=True, due_on__isnull=False, step__in=DUTY_STEPS),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["request", "step"], name="deadline_once_a_step"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(leads=True), name="deadline_one_leads"
            ),
            models.CheckConstraint(
                condition=Q(step__in=LegalStep.values), name="deadline_step_known"
            ),
            models.CheckConstraint(
                condition=Q(extended_on__isnull=True, extension_reason="")
                | (
                    Q(extended_on__isnull=False, extended_on__gte=F("started_on"))
                    & ~Q(extension_reason="")
                ),
                name="deadline_extended_with_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} · {self.due_on}"

    def may_be_extended(self, today: dt.date) -> bool:
        """Once, before it is over, where the law knows an extension."""
        if self.met_on is not None or self.due_on is None or self.extended_on is not None:
            return False
        return self.rule.extension is not None and today <= self.due_on
