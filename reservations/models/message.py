"""What the applicant and the desk write to each other on a case, with attached files."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.viewer import Viewer
from gis.models import StoredFile
from reservations.models.access_request import AccessRequest

LONGEST_TEXT = 5_000
"""Characters of a message."""

models.TextField.register_lookup(Length)


class CaseMessageQuerySet(models.QuerySet["CaseMessage"]):
    def visible_to(self, user: Viewer) -> CaseMessageQuerySet:
        """Those of the cases that one sees; internal notes at the desk alone."""
        shared = Q(internal=False, request__in=AccessRequest.objects.visible_to(user))
        notes = Q(internal=True, request__in=AccessRequest.objects.at_desk(user))
        return self.filter(shared | notes)


class CaseMessage(models.Model):
    """Written once, never changed. `internal` is a note of the desk that only the desk sees."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(AccessRequest, models.PROTECT, related_name="messages")
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("by"))
    from_desk = models.BooleanField(_("from the desk"))
    internal = models.BooleanField(_("internal note"), default=False)
    text = models.TextField(_("message"))
    created_at = models.DateTimeField(_("written"), db_default=Now())

    objects = CaseMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message on a request")
        verbose_name_plural = _("messages on requests")
        ordering = ["request", "pk"]
        indexes = [models.Index(fields=["request", "-id"], name="message_of_request")]
        constraints = [
            models.CheckConstraint(
                condition=Q(text__regex=r"\S") & Q(text__length__lte=LONGEST_TEXT),
                name="message_says_something",
            ),
            models.CheckConstraint(
                condition=Q(internal=False) | Q(from_desk=True), name="message_internal_by_desk"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} · {self.pk}"


class CaseAttachmentQuerySet(models.QuerySet["CaseAttachment"]):
    def visible_to(self, user: Viewer) -> CaseAttachmentQuerySet:
        return self.filter(message__in=CaseMessage.objects.visible_to(user))


class CaseAttachment(models.Model):
    """A file that came with a message; never changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message = models.ForeignKey(CaseMessage, models.PROTECT, related_name="attachments")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")

    objects = CaseAttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.file.name


class AttachmentDownloadQuerySet(models.QuerySet["AttachmentDownload"]):
    def visible_to(self, user: Viewer) -> AttachmentDownloadQuerySet:
        """The desk sees who opened what."""
        cases = AccessRequest.objects.at_desk(user)
        return self.filter(attachment__message__request__in=cases)


class AttachmentDownload(models.Model):
    """Who got an attachment, and when; never changed."""

    attachment = models.ForeignKey(CaseAttachment, models.PROTECT, related_name="downloads")
    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("when"), db_default=Now())

    objects = AttachmentDownloadQuerySet.as_manager()

    class Meta:
        verbose_name = _("download of an attachment")
        verbose_name_plural = _("downloads of attachments")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.attachment} · {self.person}"
