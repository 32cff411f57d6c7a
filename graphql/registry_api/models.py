"""What the door itself keeps: the answers to requests that may be sent once more."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Answered(models.Model):
    """A mutation that was carried out under an idempotency key, and what it answered.

    `answer` names the changed objects by field of the payload, never their content: who asks again
    reads them as they are now, as far as they may be seen now. `request` is the SHA-256 of the
    mutation's name and input; it tells a repeated request from another one under the same key.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    answered_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["answered_at"], name="answered_by_age")]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="answered_once_per_key"),
            models.CheckConstraint(condition=~Q(key=""), name="answered_key_given"),
            models.CheckConstraint(
                condition=Q(request__regex=r"^[0-9a-f]{64}$"), name="answered_request_is_sha256"
            ),
        ]

    def __str__(self) -> str:
        return self.key
