"""The log of a case: who brought it from which state into which, when and why."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.roles import Capability
from accounts.viewer import Viewer
from reservations.access.states import RequestState
from reservations.models.access_request import AccessRequest

_EXPLAINED = (
    RequestState.INCOMPLETE,
    RequestState.GRANTED,
    RequestState.PARTLY_GRANTED,
    RequestState.REFUSED,
)
"""Steps of the desk whose reason is meant for the applicant."""


class CaseEventQuerySet(models.QuerySet["CaseEvent"]):
    def visible_to(self, user: Viewer) -> CaseEventQuerySet:
        return self.filter(request__in=AccessRequest.objects.visible_to(user))

    def told_to(self, user: Viewer) -> CaseEventQuerySet:
        """With `told_actor` and `told_reason`, None where the applicant is not told.

        The desk is told of everything. The applicant is told who of its own people acted, and why
        something is missing, granted, refused or ended; other reasons are notes of the desk.
        """
        if user.can(Capability.SEE_QUEUE):
            return self.annotate(told_actor=F("actor_label"), told_reason=F("reason"))
        colleagues = Membership.objects.filter(
            user=OuterRef("actor_id"), organisation__in=user.organisation_ids
        )
        own = Q(Exists(colleagues))
        explained = Q(to_state__in=_EXPLAINED) | Q(
            to_state=RequestState.ENDED, actor_id__isnull=False
        )
        return self.annotate(
            told_actor=Case(When(own, then=F("actor_label"))),
            told_reason=Case(When(own | explained, then=F("reason"))),
        )


class CaseEvent(models.Model):
    """Written by the database with every change of state, whoever changed it; never changed."""

    request = models.ForeignKey(AccessRequest, models.CASCADE, related_name="events")
    from_state = models.CharField(_("from"), max_length=14, choices=RequestState.choices)
    to_state = models.CharField(_("to"), max_length=14, choices=RequestState.choices)
    at = models.DateTimeField(_("when"))
    actor_id = models.BigIntegerField(_("user number"), null=True)
    actor_label = models.TextField(_("who"))
    reason = models.TextField(_("why"), blank=True)

    objects = CaseEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a request")
        verbose_name_plural = _("steps of requests")
        ordering = ["request", "pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"

    @property
    def who(self) -> str:
        """By name; what the calendar does is done by nobody."""
        return self.actor_label if self.actor_id is not None else gettext("by the calendar")

    @property
    def why(self) -> str:
        """What people wrote stays as it is; what the calendar notes is told in any language."""
        written = self.reason and self.actor_id is None
        return gettext(self.reason) if written else self.reason
