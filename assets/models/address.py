"""House coordinates as the surveying authorities publish them (HK-DE record)."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from accounts.viewer import Viewer
from assets.models.versioned import Versioned
from gis import srid


class AddressQuerySet(models.QuerySet["Address"]):
    def visible_to(self, user: Viewer) -> AddressQuerySet:
        """House coordinates are open data: everybody who is logged in may search them."""
        return self if user.is_authenticated else self.none()


class Address(Versioned):
    """A building's address; `building_id` is the object identifier (OI) of the house coordinate."""

    building_id = models.CharField(_("house coordinate id"), max_length=32, unique=True)
    street_key = models.CharField(_("street key"), max_length=20, blank=True)
    street = models.CharField(_("street"), max_length=100)
    house_number = models.PositiveIntegerField(_("house number"))
    suffix = models.CharField(_("suffix"), max_length=10, blank=True)
    postcode = models.CharField(_("postcode"), max_length=5, blank=True)
    town = models.CharField(_("town"), max_length=100)
    district = models.CharField(_("district"), max_length=100, blank=True)
    geom = models.PointField(_("place"), srid=srid.STORAGE)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["street", "house_number", "suffix"]
        indexes = [
            models.Index(fields=["street", "house_number", "suffix"], name="address_in_order"),
            GinIndex(OpClass(Upper("street"), "gin_trgm_ops"), name="address_street_search"),
            models.Index(
                OpClass(Upper("street"), "text_pattern_ops"), name="address_street_beginning"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(street=""), name="address_street_given"),
            models.CheckConstraint(
                condition=Q(postcode="") | Q(postcode__regex=r"^[0-9]{5}$"),
                name="address_postcode_format",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.street} {self.house_number}{self.suffix}"
