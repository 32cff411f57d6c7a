"""Who is told of changes: the address of an API client, which sees what its role sees."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiClient
from accounts.viewer import Viewer

LONGEST_URL = 500


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def visible_to(self, user: Viewer) -> SubscriptionQuerySet:
        """Those who manage the client."""
        return self.filter(client__in=ApiClient.objects.visible_to(user))


class Subscription(models.Model):
    """`position_…` is the place in the change feed up to which messages were made.

    Secrets are sealed (`webhooks/secrets.py`), because the registry needs them again to sign. The
    former one signs as well until `former_until`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    client = models.ForeignKey(
        ApiClient, models.PROTECT, related_name="webhooks", verbose_name=_("API client")
    )
    url = models.CharField(_("address"), max_length=LONGEST_URL)
    types = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        verbose_name=_("types"),
        help_text=_("Types of objects, such as Duct; none: all."),
    )
    secret = models.TextField(editable=False)
    former_secret = models.TextField(blank=True, editable=False)
    former_until = models.DateTimeField(_("old secret until"), null=True, editable=False)
    active = models.BooleanField(_("active"), default=True)
    paused_because = models.TextField(_("paused because"), blank=True, editable=False)
    failing_since = models.DateTimeField(_("failing since"), null=True, editable=False)
    position_transaction = models.BigIntegerField(default=0, editable=False)
    position_id = models.BigIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(url__regex=r"^https?://[^/\s]+"), name="webhook_url_shape"
            ),
            models.CheckConstraint(
                condition=Q(active=True, paused_because="")
                | (Q(active=False) & ~Q(paused_because="")),
                name="webhook_paused_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.url
