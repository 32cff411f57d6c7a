"""Grounds on which access may be refused: closed lists of the laws, as dated data."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assets.models.naming import BilingualName
from assets.models.versioned import Versioned
from reservations.clocks.counting import day_of
from reservations.models.access_request import AccessRequest
from reservations.models.clock_rule import LawBasis


class RefusalGroundQuerySet(models.QuerySet["RefusalGround"]):
    def of(self, case: AccessRequest) -> RefusalGroundQuerySet:
        """The closed lists that were in force on the day of receipt."""
        if case.received_at is None:
            return self.none()
        return self.filter(valid__contains=day_of(case.received_at))


class RefusalGround(BilingualName, Versioned):
    """`shows_capacity`: it stands only with the reserve or the plan that leaves no space."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    basis = models.CharField(_("law"), max_length=3, choices=LawBasis.choices)
    paragraph = models.CharField(_("paragraph"), max_length=40)
    shows_capacity = models.BooleanField(_("needs the reserve or plan that shows it"))
    valid = DateRangeField(_("valid"), help_text=_("For requests received in this time."))
    source = models.CharField(_("source"), max_length=300)

    objects = RefusalGroundQuerySet.as_manager()

    class Meta:
        verbose_name = _("ground for refusal")
        verbose_name_plural = _("grounds for refusal")
        ordering = ["basis", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(basis__in=LawBasis.values), name="ground_law_known"),
            models.CheckConstraint(
                condition=Q(valid__isempty=False), name="ground_valid_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph} {self.get_basis_display()}: {super().__str__()}"
