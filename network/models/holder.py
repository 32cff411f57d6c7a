"""Who or what takes capacity: a claim, a pulled cable, a pulled-in duct, a damage."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Capability
from accounts.viewer import Viewer
from assets.models import Cable, Duct
from network.models.damage import Damage


class HolderKind(models.TextChoices):
    CLAIM = "claim", _("reservation")
    CABLE = "cable", _("cable")
    DUCT = "duct", _("pulled-in duct")
    DAMAGE = "damage", _("damage")


class Effect(models.TextChoices):
    """What a line makes of its unit."""

    RESERVED = "reserved", _("reserved")
    OCCUPIED = "occupied", _("occupied")
    BLOCKED = "blocked", _("blocked")


class HolderQuerySet(models.QuerySet["Holder"]):
    def visible_to(self, user: Viewer) -> HolderQuerySet:
        """Whose hold it is: seen by those who see all claims, and by the organisation itself."""
        if user.can(Capability.SEE_ALL_CLAIMS):
            return self
        return self.filter(organisation_id__in=user.organisation_ids)

    def alive(self) -> HolderQuerySet:
        """Without holds whose time has run out."""
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now()))


class Holder(models.Model):
    """What the lines of the ledger belong to. A hold past `expires_at` holds nothing any more.

    `period` is what a claim takes: emptied when a hold lapses, cut short when a claim ends.
    Cables, pulled-in ducts and damages take their own validity.
    """

    kind = models.CharField(_("kind"), max_length=8, choices=HolderKind.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    effect = models.CharField(_("effect"), max_length=10, choices=Effect.choices)
    period = DateRangeField(
        _("period"), null=True, blank=True, help_text=_("What a reservation takes, once it took.")
    )
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    cable = models.OneToOneField(
        Cable, models.CASCADE, null=True, blank=True, related_name="holder"
    )
    duct = models.OneToOneField(Duct, models.CASCADE, null=True, blank=True, related_name="holder")
    damage = models.OneToOneField(
        Damage, models.CASCADE, null=True, blank=True, related_name="holder"
    )

    objects = HolderQuerySet.as_manager()

    class Meta:
        verbose_name = _("holder")
        verbose_name_plural = _("holders")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="claim", cable=None, duct=None, damage=None)
                | Q(kind="cable", cable__isnull=False, duct=None, damage=None)
                | Q(kind="duct", cable=None, duct__isnull=False, damage=None)
                | Q(kind="damage", cable=None, duct=None, damage__isnull=False),
                name="holder_is_what_its_kind_says",
            ),
            models.CheckConstraint(
                condition=Q(effect__in=Effect.values), name="holder_effect_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="claim", period__isnull=False)
                | (~Q(kind="claim") & Q(period__isnull=True)),
                name="holder_claims_have_a_period",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(kind="claim"),
                name="holder_only_claims_expire",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
