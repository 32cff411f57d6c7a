"""Rules of law about time, as dated data: how long, from what on, and what happens then."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assets.models.naming import BilingualName
from assets.models.versioned import Versioned
from reservations.clocks.counting import Span, Unit
from reservations.models.request_kind import request_kinds


class LawBasis(models.TextChoices):
    GIA = "gia", "GIA"
    TKG = "tkg", "TKG"
    OWN = "own", _("rules of the city")


class LegalStep(models.TextChoices):
    """What is to be done in time."""

    NOTICE = "notice", _("say what is missing")
    ANSWER = "answer", _("answer")
    OFFER = "offer", _("offer")
    DECISION = "decision", _("decision")
    PERMIT = "permit", _("permit")
    NOTIFICATION = "notification", _("tell the regulator")
    PUBLICATION = "publication", _("publish planned works")
    REQUEST = "request", _("ask for coordination")
    APPEAL = "appeal", _("call the dispute body")
    RULING = "ruling", _("decision of the dispute body")
    COMPLETION = "completion", _("hand in what is missing")


CITY_STEPS = (
    LegalStep.NOTICE,
    LegalStep.ANSWER,
    LegalStep.OFFER,
    LegalStep.DECISION,
    LegalStep.PERMIT,
    LegalStep.NOTIFICATION,
    LegalStep.PUBLICATION,
)
"""What the city owes; the other steps are for the applicant and the dispute body."""


class StartEvent(models.TextChoices):
    """What sets a clock going; before a permit is filed, clocks run backwards."""

    RECEIVED = "received", _("receipt")
    COMPLETE = "complete", _("receipt of the complete request")
    CONCLUDED = "concluded", _("contract concluded")
    DISPUTE_FILED = "dispute_filed", _("dispute body called")
    PERMIT_FILED = "permit_filed", _("permit applied for")
    ASKED_BACK = "asked_back", _("told what is missing")


class Duty(models.TextChoices):
    """Who must act, or may from then on."""

    CITY = "city", _("city")
    APPLICANT = "applicant", _("applicant")
    REGULATOR = "regulator", _("regulator")


class Incompleteness(models.TextChoices):
    """What a clock does while something is missing."""

    RUNS_ON = "runs_on", _("runs on")
    PAUSES = "pauses", _("pauses")
    RESTARTS = "restarts", _("starts anew")


class Consequence(models.TextChoices):
    BREACH = "breach", _("breach of duty")
    DEEMED_GRANTED = "deemed_granted", _("deemed granted")
    DISPUTE = "dispute", _("the applicant may call the dispute body")
    EXPIRES = "expires", _("the request expires")


class ClockRule(BilingualName, Versioned):
    """One period of one law. `verified` is false where no text of the law was at hand."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    basis = models.CharField(_("law"), max_length=3, choices=LawBasis.choices)
    paragraph = models.CharField(_("paragraph"), max_length=40)
    kind = models.CharField(_("kind of request"), max_length=20, choices=request_kinds)
    step = models.CharField(_("what is to be done"), max_length=12, choices=LegalStep.choices)
    duty = models.CharField(_("who must act"), max_length=10, choices=Duty.choices)
    start = models.CharField(_("starts with"), max_length=14, choices=StartEvent.choices)
    amount = models.PositiveSmallIntegerField(_("duration"))
    unit = models.CharField(_("unit"), max_length=12, choices=Unit.choices)
    extension_amount = models.PositiveSmallIntegerField(_("extension, once"), null=True, blank=True)
    extension_unit = models.CharField(
        _("unit of the extension"), max_length=12, choices=Unit.choices, blank=True
    )
    incompleteness = models.CharField(
        _("while something is missing"), max_length=8, choices=Incompleteness.choices
    )
    consequence = models.CharField(_("if it is missed"), max_length=14, choices=Consequence.choices)
    warn_days = models.PositiveSmallIntegerField(
        _("warn so many working days before"), default=5, db_default=5
    )
    valid = DateRangeField(_("valid"), help_text=_("For clocks that start in this time."))
    source = models.CharField(_("source"), max_length=300)
    verified = models.BooleanField(
        _("verified"), help_text=_("Whether the text of the law was at hand.")
    )

    class Meta:
        verbose_name = _("legal clock")
        verbose_name_plural = _("legal clocks")
        ordering = ["kind", "step", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="clock_takes_time"),
            models.CheckConstraint(
                condition=Q(extension_amount__isnull=True, extension_unit="")
                | Q(
                    extension_amount__isnull=False,
                    extension_amount__gt=0,
                    extension_unit__in=Unit.values,
                ),
                name="clock_extension_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(
                    basis__in=LawBasis.values,
                    step__in=LegalStep.values,
                    duty__in=Duty.values,
                    start__in=StartEvent.values,
                    unit__in=Unit.values,
                    incompleteness__in=Incompleteness.values,
                    consequence__in=Consequence.values,
                ),
                name="clock_choices_known",
            ),
            # A clock that starts with completeness starts anew with it: there is nothing to pause.
            models.CheckConstraint(
                condition=Q(start="complete", incompleteness="restarts")
                | (~Q(start="complete") & ~Q(incompleteness="restarts")),
                name="clock_restarts_if_complete",
            ),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="clock_valid_not_empty"),
            ExclusionConstraint(
                name="clock_one_rule_at_a_time",
                expressions=[
                    ("basis", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("step", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {super().__str__()}"

    @property
    def reference(self) -> str:
        """As lawyers cite it: "§ 138 (2) TKG"."""
        return f"{self.paragraph} {self.get_basis_display()}"

    @property
    def caution(self) -> str:
        """What a reader must know of a rule that nobody has verified; else nothing."""
        if self.verified:
            return ""
        if self.basis == LawBasis.OWN:
            return gettext("example of a rule that the city has not confirmed yet")
        return gettext("not checked against the text of the law")

    @property
    def span(self) -> Span:
        return Span(self.amount, self.unit)

    @property
    def extension(self) -> Span | None:
        if self.extension_amount is None:
            return None
        return Span(self.extension_amount, self.extension_unit)
