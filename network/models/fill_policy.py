"""How full a duct may be made, as dated data with its source."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assets.models.duct_type import DuctKind
from assets.models.versioned import Versioned


class FillPolicy(Versioned):
    """`max_ratio` bounds Σd²/D² (d outer diameters inside, D inner diameter) for a kind of duct."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    duct_kind = models.CharField(_("kind of duct"), max_length=12, choices=DuctKind.choices)
    max_ratio = models.FloatField(_("highest fill"))
    valid = DateRangeField(_("valid"))
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        verbose_name = _("fill policy")
        verbose_name_plural = _("fill policies")
        ordering = ["duct_kind", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(max_ratio__gt=0, max_ratio__lte=1), name="fill_ratio_is_a_share"
            ),
            ExclusionConstraint(
                name="fill_policy_one_at_a_time",
                expressions=[
                    ("duct_kind", RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name
