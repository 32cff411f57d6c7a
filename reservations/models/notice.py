"""What people are told of: steps of cases and messages, in the portal and by mail."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import Viewer
from reservations.models.access_request import AccessRequest
from reservations.models.case_event import CaseEvent
from reservations.models.deadline import Deadline
from reservations.models.message import CaseMessage


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: Viewer) -> NoticeQuerySet:
        """One's own, of cases and messages that one still sees."""
        own = self.filter(person_id=user.pk, request__in=AccessRequest.objects.visible_to(user))
        seen = CaseMessage.objects.visible_to(user)
        return own.filter(Q(message__isnull=True) | Q(message__in=seen))

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One person is told of one step or message of a case."""

    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("person"))
    request = models.ForeignKey(AccessRequest, models.CASCADE, related_name="+")
    event = models.ForeignKey(CaseEvent, models.CASCADE, null=True, related_name="+")
    message = models.ForeignKey(CaseMessage, models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField(_("when"), db_default=Now())
    read_at = models.DateTimeField(_("read"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(
                fields=["person", "request"], condition=Q(read_at=None), name="notice_unread"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(event__isnull=True) ^ Q(message__isnull=True),
                name="notice_about_one_thing",
            ),
            models.UniqueConstraint(fields=["person", "event"], name="notice_once_of_step"),
            models.UniqueConstraint(fields=["person", "message"], name="notice_once_of_message"),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(read_at__gte=F("created_at")),
                name="notice_read_afterwards",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request} · {self.person}"


class MailWishes(models.Model):
    """Which mails somebody wants, and in which language; without a row all, in German."""

    person = models.OneToOneField(User, models.CASCADE, related_name="mail_wishes")
    language = models.CharField(
        _("language of mails"),
        max_length=2,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )
    steps = models.BooleanField(_("steps of requests"), default=True)
    messages = models.BooleanField(_("messages"), default=True)
    digest = models.BooleanField(_("daily overview of deadlines"), default=True)

    class Meta:
        verbose_name = _("wishes for mails")
        verbose_name_plural = _("wishes for mails")
        constraints = [
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in settings.LANGUAGES]),
                name="mail_language_known",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)


class MailKind(models.TextChoices):
    STEP = "step", _("step of a request")
    MESSAGE = "message", _("message")
    DIGEST = "digest", _("daily overview")
    ESCALATION = "escalation", _("about to be late")


class MailState(models.TextChoices):
    DUE = "due", _("due")
    SENT = "sent", _("sent")
    FAILED = "failed", _("given up")
    DROPPED = "dropped", _("not needed any more")


class MailQuerySet(models.QuerySet["Mail"]):
    def visible_to(self, user: Viewer) -> MailQuerySet:
        """One's own; of everybody for those who keep people and see to it that mails arrive."""
        return self if user.can(Capability.MANAGE_PEOPLE) else self.filter(person_id=user.pk)


class Mail(models.Model):
    """A mail that waits to be sent, or what became of it: written with what it tells of.

    It is worded when it is sent, for what its reader may see then. `key` makes its Message-ID,
    which stays through all attempts. Who sends takes it until `leased_until`.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("to"))
    kind = models.CharField(_("kind"), max_length=10, choices=MailKind.choices)
    notice = models.OneToOneField(Notice, models.CASCADE, null=True, related_name="mail")
    deadline = models.ForeignKey(Deadline, models.CASCADE, null=True, related_name="+")
    day = models.DateField(_("day"), null=True)
    state = models.CharField(
        _("state"),
        max_length=7,
        choices=MailState.choices,
        default=MailState.DUE,
        db_default=MailState.DUE,
    )
    tries = models.PositiveIntegerField(_("attempts"), default=0, db_default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), db_default=Now())
    leased_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("written"), db_default=Now())
    retried_at = models.DateTimeField(_("sent again by hand"), null=True, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True)
    problem = models.TextField(_("problem"), blank=True, default="", db_default="")

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(state="due"), name="mail_due"),
            models.Index(fields=["created_at"], name="mail_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=MailKind.values, state__in=MailState.values),
                name="mail_choices_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["step", "message"], notice__isnull=False, day=None, deadline=None
                )
                | Q(kind="digest", notice=None, day__isnull=False, deadline=None)
                | Q(kind="escalation", notice=None, day__isnull=False, deadline__isnull=False),
                name="mail_about_one_thing",
            ),
            models.CheckConstraint(
                condition=(Q(state="sent") & Q(sent_at__isnull=False))
                | (~Q(state="sent") & Q(sent_at=None)),
                name="mail_sent_when",
            ),
            models.UniqueConstraint(
                fields=["person", "day"], condition=Q(kind="digest"), name="mail_digest_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["person", "deadline", "day"],
                condition=Q(kind="escalation"),
                name="mail_escalation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
