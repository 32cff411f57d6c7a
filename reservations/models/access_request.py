"""A case: what an organisation asks the city for, from the draft to its end."""

from __future__ import annotations

import uuid

from django.contrib.gis.db import models
from django.contrib.postgres.fields import DateRangeField
from django.core.validators import MaxLengthValidator
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.addresses import mailable
from accounts.models import Organisation, User
from accounts.roles import Capability, Role
from accounts.viewer import Viewer
from gis import srid
from reservations.access.states import OVER, UNDECIDED, WAITING, RequestState
from reservations.models.clock_rule import LawBasis
from reservations.models.request_kind import (
    ROAD_KINDS,
    Procedure,
    RequestKind,
    request_kinds,
)


class AccessRequestQuerySet(models.QuerySet["AccessRequest"]):
    def visible_to(self, user: Viewer) -> AccessRequestQuerySet:
        """The own organisation's; what was received for those who deal with its kind."""
        own = Q(organisation_id__in=user.organisation_ids)
        received = Q(receipt__isnull=False)
        if user.can(Capability.SEE_QUEUE):
            if not user.can(Capability.SEE_ALL_CASES):
                received &= Q(kind__in=ROAD_KINDS)
            return self.filter(own | received)
        return self.filter(own) if user.can(Capability.SEE_OWN_CASES) else self.none()

    def at_desk(self, user: Viewer) -> AccessRequestQuerySet:
        """What was received, for those who deal with its kind; nothing for everybody else.

        A question of sight: a token that may only read sees what its account sees.
        """
        if not user.can(Capability.SEE_QUEUE):
            return self.none()
        kinds = RequestKind.values if user.can(Capability.SEE_ALL_CASES) else ROAD_KINDS
        return self.visible_to(user).filter(kind__in=kinds, receipt__isnull=False)

    def before(self, case: AccessRequest) -> AccessRequestQuerySet:
        """Complete requests of the kind that came earlier and wait for their answer (§ 147)."""
        return self.waiting().filter(kind=case.kind, place__lt=case.place)

    def waiting(self) -> AccessRequestQuerySet:
        """The queue in its order: complete and not answered, by receipt of what made it so."""
        return self.filter(state__in=WAITING, answered_at__isnull=True).order_by("place")


class AccessRequest(models.Model):
    """`receipt` counts submitted requests. `complete_at` is when the last missing part came.

    `place` says who came first, of complete requests; the database gives it under a lock. Until
    somebody says that something is missing a request counts as complete. `answered_at` is the
    city's first answer in substance: an offer or a decision.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind of request"), max_length=20, choices=request_kinds)
    legal_basis = models.CharField(
        _("law"), max_length=3, choices=LawBasis.choices, blank=True, editable=False
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="requests", verbose_name=_("applicant")
    )
    contact_name = models.CharField(_("contact person"), max_length=200)
    contact_email = models.EmailField(_("contact e-mail"), validators=[mailable])
    contact_phone = models.CharField(_("contact telephone"), max_length=40, blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    description = models.TextField(
        _("project description"), validators=[MaxLengthValidator(10_000)], blank=True
    )
    period = DateRangeField(_("period"))
    permit_on = models.DateField(_("permit applied for on"), null=True, blank=True)
    area = models.PolygonField(_("area"), srid=srid.STORAGE, null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=14, choices=RequestState.choices, default=RequestState.DRAFT
    )
    state_at = models.DateTimeField(_("since"), default=timezone.now)
    receipt = models.PositiveBigIntegerField(
        _("receipt number"), null=True, blank=True, unique=True, editable=False
    )
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    complete_at = models.DateTimeField(_("complete"), null=True, blank=True)
    place = models.PositiveBigIntegerField(
        _("place in the queue"), null=True, blank=True, editable=False
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    out_of_turn_reason = models.CharField(_("why before earlier ones"), max_length=300, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="request_of_organisation"),
            models.Index(fields=["organisation", "state"], name="request_by_organisation_state"),
            models.Index(
                fields=["kind", "place"],
                name="request_queue",
                condition=Q(state__in=WAITING, answered_at__isnull=True),
            ),
            models.Index(
                fields=["place"],
                name="request_in_turn",
                condition=Q(state__in=WAITING, answered_at__isnull=True),
            ),
            models.Index(
                Coalesce("place", "receipt"),
                name="request_at_desk",
                condition=Q(state__in=UNDECIDED),
            ),
            models.Index(
                "kind",
                Coalesce("place", "receipt"),
                name="request_of_kind_at_desk",
                condition=Q(state__in=UNDECIDED),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=RequestState.values), name="case_state_known"
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False), name="case_period_not_empty"
            ),
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(contact_name="") & ~Q(contact_email=""),
                name="case_says_who_and_what",
            ),
            models.CheckConstraint(
                condition=Q(receipt__isnull=True, received_at__isnull=True, legal_basis="")
                | Q(
                    receipt__isnull=False,
                    received_at__isnull=False,
                    legal_basis__in=LawBasis.values,
                ),
                name="case_receipt_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.DRAFT, receipt__isnull=True)
                | Q(state=RequestState.WITHDRAWN)
                | (~Q(state=RequestState.DRAFT) & Q(receipt__isnull=False)),
                name="case_receipt_once_submitted",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[RequestState.DRAFT, RequestState.INCOMPLETE], complete_at=None
                )
                | Q(state__in=OVER)
                | (
                    ~Q(state__in=[RequestState.DRAFT, RequestState.INCOMPLETE])
                    & Q(complete_at__isnull=False)
                ),
                name="case_complete_unless_asked_back",
            ),
        ]

    def __str__(self) -> str:
        return f"A-{self.pk}"

    @property
    def needs_consent_signature(self) -> bool:
        """Whether people independent of the network business decide it (§ 127 (2) TKG)."""
        return self.procedure.signed_by == Role.ROAD_OFFICER

    @property
    def procedure(self) -> Procedure:
        return RequestKind(self.kind).procedure
