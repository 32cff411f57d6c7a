"""Names of catalogue entries in both languages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class BilingualName(models.Model):
    """`name` is German; `name_en` may be missing in what an import or a city added."""

    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(
        _("English name"), max_length=120, blank=True, default="", db_default=""
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        german = (get_language() or "de").startswith("de")
        return self.name if german or not self.name_en else self.name_en
