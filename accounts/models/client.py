"""Machines that use the API for an organisation, and the secrets with which they ask for tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Max, Q
from django.db.models.functions import Greatest, Now
from django.utils.translation import gettext_lazy as _

from accounts.models.organisation import Organisation
from accounts.models.user import User
from accounts.roles import Capability
from accounts.scopes import Scope

if TYPE_CHECKING:
    from accounts.viewer import Viewer


def scopes_field() -> ArrayField:
    return ArrayField(
        models.CharField(max_length=20, choices=Scope.choices), verbose_name=_("scopes")
    )


def scopes_rule(concept: str) -> list[models.CheckConstraint]:
    """At least one scope, and only such as there are."""
    return [
        models.CheckConstraint(
            condition=Q(scopes__contained_by=Scope.values) & Q(scopes__len__gt=0),
            name=f"{concept}_scopes_known",
        )
    ]


def digest_rule(concept: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name=f"{concept}_digest_is_sha256"
    )


class ApiClientQuerySet(models.QuerySet["ApiClient"]):
    def visible_to(self, user: Viewer) -> ApiClientQuerySet:
        """Those who manage people see all, other managers the clients of their organisations."""
        if user.can(Capability.MANAGE_PEOPLE):
            return self
        if user.can(Capability.MANAGE_CLIENTS):
            return self.filter(organisation_id__in=user.organisation_ids)
        return self.none()

    def with_last_use(self) -> ApiClientQuerySet:
        """With `last_used_at`: when one of its tokens or secrets was used last."""
        return self.annotate(
            last_used_at=Greatest(Max("tokens__last_used_at"), Max("secrets__last_used_at"))
        )


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
    scopes = scopes_field()
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = ApiClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")
        ordering = ["code"]
        constraints = scopes_rule("client")

    def __str__(self) -> str:
        return self.name

    @property
    def scope_words(self) -> list[str]:
        """What it may do, as people read it."""
        return [str(Scope(one).label) for one in self.scopes]


class ApiSecret(models.Model):
    """A client's secret; only its SHA-256 is kept, the secret itself is shown once."""

    client = models.ForeignKey(
        ApiClient, models.CASCADE, related_name="secrets", verbose_name=_("API client")
    )
    digest = models.CharField(_("digest"), max_length=64, unique=True, editable=False)
    hint = models.CharField(_("first characters"), max_length=12, editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)
    valid_until = models.DateTimeField(
        _("valid until"), null=True, help_text=_("Empty: until it is replaced.")
    )
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)

    class Meta:
        verbose_name = _("client secret")
        verbose_name_plural = _("client secrets")
        ordering = ["-created_at"]
        constraints = [
            digest_rule("secret"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("created_at")),
                name="secret_ends_after_creation",
            ),
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(valid_until__isnull=True),
                name="secret_current_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hint}…"
