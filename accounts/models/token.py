"""Bearer tokens: of an API client or, as a personal token, of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models.client import ApiClient, ApiSecret, digest_rule, scopes_field, scopes_rule
from accounts.models.user import User
from accounts.roles import Capability

if TYPE_CHECKING:
    from accounts.viewer import Viewer


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def visible_to(self, user: Viewer) -> ApiTokenQuerySet:
        """Those who manage people see all, other managers the tokens of their clients."""
        if user.can(Capability.MANAGE_PEOPLE):
            return self
        return self.filter(client__in=ApiClient.objects.visible_to(user))

    def personal(self, user: Viewer) -> ApiTokenQuerySet:
        """The person's own, newest first."""
        return self.filter(person_id=user.pk).order_by("-created_at")


class ApiToken(models.Model):
    """A bearer token; only its SHA-256 is kept, the token itself is shown once.

    A token that was obtained with a secret (client credentials) names it and ends with it.
    """

    client = models.ForeignKey(
        ApiClient,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="tokens",
        verbose_name=_("API client"),
    )
    secret = models.ForeignKey(
        ApiSecret,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="tokens",
        verbose_name=_("client secret"),
    )
    person = models.ForeignKey(
        User,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="personal_tokens",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name"), max_length=100, blank=True, default="", db_default="")
    scopes = scopes_field()
    digest = models.CharField(_("digest"), max_length=64, unique=True, editable=False)
    hint = models.CharField(_("first characters"), max_length=12, editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            digest_rule("token"),
            *scopes_rule("token"),
            models.CheckConstraint(
                condition=Q(client__isnull=False, person__isnull=True)
                | Q(client__isnull=True, secret__isnull=True, person__isnull=False),
                name="token_of_client_or_person",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | ~Q(name=""), name="token_of_person_is_named"
            ),
            models.UniqueConstraint(
                fields=["person", "name"],
                condition=Q(revoked_at__isnull=True),
                name="token_name_once_per_person",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="token_expires_after_creation"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("created_at")),
                name="token_revoked_after_creation",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.hint}…"
