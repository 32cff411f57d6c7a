"""Who owns, runs, uses and asks: city departments, utilities, carriers, contractors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.addresses import mailable
from accounts.roles import Capability

if TYPE_CHECKING:
    from accounts.viewer import Viewer


class OrganisationKind(models.TextChoices):
    CITY_DEPARTMENT = "city_department", _("city department")
    UTILITY = "utility", _("utility")
    CARRIER = "carrier", _("carrier")
    CONTRACTOR = "contractor", _("contractor")
    PUBLIC_BODY = "public_body", _("public body")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: Viewer) -> OrganisationQuerySet:
        """Staff see all organisations, everybody else only the own ones.

        Partners must not learn who else is here: not even from a list of choices.
        """
        if user.can(Capability.SEE_EXACT_PLANT) or user.can(Capability.MANAGE_PEOPLE):
            return self
        return self.filter(pk__in=user.organisation_ids)


class Organisation(models.Model):
    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    max_holds = models.PositiveIntegerField(
        _("most holds at once"),
        null=True,
        blank=True,
        help_text=_("How many unconfirmed reservations it may hold; empty: the usual limit."),
    )
    contact_email = models.EmailField(_("contact e-mail"), blank=True, validators=[mailable])
    postal_address = models.TextField(
        _("postal address"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text=_("Street and town, one line each, as they stand on a letter."),
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=OrganisationKind.values), name="organisation_kind_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="organisation_name_given"),
        ]

    def __str__(self) -> str:
        return self.name
