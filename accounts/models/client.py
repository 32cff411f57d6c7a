"""Machines that use the API for an organisation, and their bearer tokens."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation
from accounts.models.user import User


class ApiClient(models.Model):
    """A machine identity: it acts through its service account, whose roles bound it."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="clients", verbose_name=_("organisation")
    )
    user = models.OneToOneField(
        User, models.PROTECT, related_name="api_client", verbose_name=_("service account")
    )

    class Meta:
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self) -> ApiTokenQuerySet:
        """Neither revoked nor expired, and of an active account."""
        return self.filter(
            revoked_at__isnull=True, expires_at__gt=timezone.now(), client__user__is_active=True
        )


class ApiToken(models.Model):
    """A bearer token; only its SHA-256 is kept, the token itself is shown once."""

    client = models.ForeignKey(
        ApiClient, models.CASCADE, related_name="tokens", verbose_name=_("API client")
    )
    digest = models.CharField(_("digest"), max_length=64, unique=True, editable=False)
    hint = models.CharField(_("first characters"), max_length=12, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="token_digest_is_sha256"
            )
        ]

    def __str__(self) -> str:
        return f"{self.hint}…"
