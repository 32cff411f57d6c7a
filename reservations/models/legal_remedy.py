"""What may be done against a decision: the text that its letter ends with, as dated data."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assets.models.naming import BilingualName
from assets.models.versioned import Versioned
from reservations.models.request_kind import request_kinds


class LegalRemedy(BilingualName, Versioned):
    """German, as it is printed. `verified` is false where no lawyer of the city has read it."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind of request"), max_length=20, choices=request_kinds)
    text = models.TextField(_("text (German)"), max_length=3_000)
    valid = DateRangeField(_("valid"), help_text=_("For decisions signed in this time."))
    source = models.CharField(_("source"), max_length=300)
    verified = models.BooleanField(_("verified"))

    class Meta:
        verbose_name = _("legal remedy")
        verbose_name_plural = _("legal remedies")
        ordering = ["kind", "code"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="remedy_says_something"),
            models.CheckConstraint(
                condition=Q(valid__isempty=False), name="remedy_valid_not_empty"
            ),
            ExclusionConstraint(
                name="remedy_one_at_a_time",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]
