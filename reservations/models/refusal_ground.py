"""Grounds on which access may be refused: closed lists of the laws, as dated data."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from assets.models.naming import BilingualName
from assets.models.versioned import Versioned
from reservations.clocks.counting import day_of
from reservations.models.access_request import AccessRequest
from reservations.models.clock_rule import LawBasis

SIGNERS = [(role.value, role.label) for role in (Role.ACCESS_OFFICER, Role.ROAD_OFFICER)]


class RefusalGroundQuerySet(models.QuerySet["RefusalGround"]):
    def of(self, case: AccessRequest) -> RefusalGroundQuerySet:
        """The lists in force on the day of receipt, of those who decide about its kind."""
        if case.received_at is None:
            return self.none()
        return self.filter(
            valid__contains=day_of(case.received_at), signed_by=case.procedure.signed_by
        )


class RefusalGround(BilingualName, Versioned):
    """`shows_capacity`: it stands only with the reserve or the plan that leaves no space.

    `signed_by`: who refuses by it, the access desk or, a consent, the road authority.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    basis = models.CharField(_("law"), max_length=3, choices=LawBasis.choices)
    paragraph = models.CharField(_("paragraph"), max_length=40)
    shows_capacity = models.BooleanField(_("needs the reserve or plan that shows it"))
    signed_by = models.CharField(
        _("who refuses by it"),
        max_length=16,
        choices=SIGNERS,
        default=Role.ACCESS_OFFICER,
        db_default=Role.ACCESS_OFFICER,
    )
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
            models.CheckConstraint(
                condition=Q(signed_by__in=[role for role, _label in SIGNERS]),
                name="ground_signer_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph} {self.get_basis_display()}: {super().__str__()}"
