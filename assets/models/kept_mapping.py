"""A mapping that somebody keeps under a name, for the next delivery of the same kind."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class KeptMapping(models.Model):
    """All who import see and use it: deliveries outlive who is on duty."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=60)
    text = models.TextField()
    """TOML, as `docs/import.md` explains it."""
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="kept_mappings",
        verbose_name=_("person"),
    )
    """Who kept it last."""
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("kept mapping")
        verbose_name_plural = _("kept mappings")
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="kept_mapping_name_once"),
            models.CheckConstraint(
                condition=Q(name__regex=r"^\S(.*\S)?$"), name="kept_mapping_is_named"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="kept_mapping_has_text"),
        ]

    def __str__(self) -> str:
        return self.name
