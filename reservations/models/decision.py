"""The decision on a case: granted, partly granted or refused, by whom and on which grounds."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.viewer import Viewer
from reservations.models.access_request import AccessRequest
from reservations.models.claim import Claim
from reservations.models.refusal_ground import RefusalGround


class DecisionOutcome(models.TextChoices):
    GRANTED = "granted", _("granted")
    PARTLY_GRANTED = "partly_granted", _("partly granted")
    REFUSED = "refused", _("refused")


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: Viewer) -> DecisionQuerySet:
        """Once it is signed; before that for those who deal with it."""
        seen = self.filter(request__in=AccessRequest.objects.visible_to(user))
        return seen.exclude(
            Q(signed_at__isnull=True) & Q(request__organisation_id__in=user.organisation_ids)
        )


class Decision(models.Model):
    """`two_person` keeps the rule as it was when the decision was prepared.

    `asked_units` are all that the case named then, `refused_units` those of them that are refused.
    """

    request = models.OneToOneField(AccessRequest, models.PROTECT, related_name="decision")
    outcome = models.CharField(_("outcome"), max_length=14, choices=DecisionOutcome.choices)
    asked_units = ArrayField(models.BigIntegerField(), default=list, db_default=[], editable=False)
    refused_units = ArrayField(models.BigIntegerField(), default=list, editable=False)
    reasons = models.TextField(_("reasons"), blank=True)
    prepared_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    prepared_at = models.DateTimeField(_("prepared"))
    two_person = models.BooleanField(_("two people"))
    signed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("signed by")
    )
    signed_at = models.DateTimeField(_("signed"), null=True)
    # Of what is granted; null while it waits, and for what is granted without an offer or refused.
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="", db_default="")
    net = models.DecimalField(_("net"), max_digits=14, decimal_places=2, null=True)
    vat = models.DecimalField(_("VAT"), max_digits=14, decimal_places=2, null=True)
    gross = models.DecimalField(_("gross"), max_digits=14, decimal_places=2, null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=DecisionOutcome.values), name="decision_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True, signed_at__isnull=True)
                | Q(signed_by__isnull=False, signed_at__isnull=False),
                name="decision_signature_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(two_person=False)
                | Q(signed_by__isnull=True)
                | ~Q(signed_by=F("prepared_by")),
                name="decision_signed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(currency="", net__isnull=True, vat__isnull=True, gross__isnull=True)
                | Q(net__isnull=False, vat__isnull=False, gross__isnull=False)
                & Q(net__gte=0, vat__gte=0, gross=F("net") + F("vat"))
                & ~Q(currency=""),
                name="decision_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} · {self.get_outcome_display()}"


class DecisionGround(models.Model):
    """Why something was refused, with what shows it: words, and a reserve or an investment plan."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="grounds")
    ground = models.ForeignKey(
        RefusalGround, models.PROTECT, related_name="+", verbose_name=_("ground")
    )
    evidence = models.TextField(_("evidence"))
    reserve = models.ForeignKey(
        Claim, models.PROTECT, null=True, related_name="+", verbose_name=_("reserve")
    )
    investment_plan = models.CharField(_("investment plan"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("ground of a decision")
        verbose_name_plural = _("grounds of decisions")
        constraints = [
            models.UniqueConstraint(fields=["decision", "ground"], name="decision_ground_once"),
            models.CheckConstraint(condition=~Q(evidence=""), name="decision_ground_has_evidence"),
        ]

    def __str__(self) -> str:
        return str(self.ground)
