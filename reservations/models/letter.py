"""A letter of the city on a case, kept as it went out: the bytes of its PDF."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.viewer import Viewer
from reservations.models.access_request import AccessRequest


class LetterKind(models.TextChoices):
    RECEIPT = "receipt", _("confirmation of receipt")
    MISSING = "missing", _("request for what is missing")
    EXTENSION = "extended", _("notice of an extension")
    QUOTE = "quote", _("quote")
    DECISION = "decision", _("decision")


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: Viewer) -> LetterQuerySet:
        return self.filter(request__in=AccessRequest.objects.visible_to(user))


class Letter(models.Model):
    """`cause` is the row that it is about: receipt number, step, message, offer, or signature."""

    request = models.ForeignKey(AccessRequest, models.PROTECT, related_name="letters")
    kind = models.CharField(_("kind of letter"), max_length=8, choices=LetterKind.choices)
    cause = models.BigIntegerField(_("about"))
    pdf = models.BinaryField(_("PDF"))
    issued_at = models.DateTimeField(_("issued"))

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["request", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "kind", "cause"], name="letter_once_for_its_cause"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LetterKind.values), name="letter_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} · {self.get_kind_display()}"
