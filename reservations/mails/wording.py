"""What a mail says, for what its reader may see now; None where there is nothing to tell any more.

Subjects are made of one line without control characters, and everything that people wrote is
escaped in HTML: nothing that somebody typed makes a header or markup.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from accounts.models import User
from reservations.access.states import RequestState
from reservations.models import (
    AccessRequest,
    Deadline,
    LegalStep,
    Mail,
    MailKind,
    MailWishes,
    Notice,
    Offer,
)
from reservations.notices import digest

LONGEST_SUBJECT = 150
LONGEST_QUOTE = 1_000
Told = tuple[str, dict[str, Any]]
"""The subject, and what the templates are given."""


def worded(mail: Mail) -> EmailMultiAlternatives | None:
    person = mail.person
    if not person.is_active or person.is_service:
        return None
    wishes = MailWishes.objects.filter(person=person).first() or MailWishes(person=person)
    with translation.override(wishes.language):
        told = _KINDS[MailKind(mail.kind)](mail, person)
        return None if told is None else _written(mail, *told, wishes.language)


def one_line(text: str) -> str:
    """Without line ends and other characters that could begin a header of their own."""
    plain = "".join(
        " " if unicodedata.category(character).startswith(("C", "Z")) else character
        for character in text
    )
    plain = " ".join(plain.split())
    return plain if len(plain) <= LONGEST_SUBJECT else f"{plain[: LONGEST_SUBJECT - 1]}…"


def message_id(key: Any) -> str:
    """The same in every attempt, so that a mail that came twice is known to be one."""
    return f"<{key.hex}@{settings.MAIL_FROM.rpartition('@')[2]}>"


def _written(
    mail: Mail, subject: str, context: dict[str, Any], language: str
) -> EmailMultiAlternatives:
    given = {
        **context,
        "person": mail.person,
        "language": language,
        "city": settings.CITY_NAME,
        "site": settings.SITE_ADDRESS,
        "wishes_address": settings.SITE_ADDRESS + reverse("case_notices"),
    }
    letter = EmailMultiAlternatives(
        one_line(subject),
        render_to_string(f"mails/{mail.kind}.txt", given).strip() + "\n",
        settings.MAIL_FROM,
        [mail.person.email],
        headers={
            "Message-ID": message_id(mail.key),
            "Date": format_datetime(timezone.localtime(mail.created_at)),
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
        },
    )
    letter.attach_alternative(render_to_string(f"mails/{mail.kind}.html", given), "text/html")
    return letter


def _of_notice(mail: Mail, person: User) -> Told | None:
    rows = Notice.objects.visible_to(person).select_related(
        "request__organisation", "event", "message__author"
    )
    notice = rows.filter(pk=mail.notice_id).first()
    if notice is None:
        return None
    case = notice.request
    title = _("New message") if notice.message else notice.event.get_to_state_display()
    subject = f"{case}: {title} – {case.subject}"
    quoted = _quoted(notice.message.text) if notice.message else ""
    told = {"notice": notice, "quoted": quoted, "until": _last_day(notice)}
    return subject, {**told, **_about(case)}


def _quoted(text: str) -> str:
    """The beginning of a message for plain text, each line marked as what somebody else says."""
    begins = Truncator(text).chars(LONGEST_QUOTE)
    return "\n".join(f"> {line}".rstrip() for line in begins.splitlines())


def _last_day(notice: Notice) -> dt.date | None:
    """Until when the applicant can do what the step asks for, while the request waits for it."""
    case = notice.request
    if notice.event is None or notice.event.to_state != case.state:
        return None
    if case.state == RequestState.OFFERED:
        standing = Offer.objects.open().filter(request=case)
        return standing.values_list("valid_until", flat=True).first()
    if case.state == RequestState.INCOMPLETE:
        owed = Deadline.objects.filter(request=case, step=LegalStep.COMPLETION, met_on=None)
        return owed.values_list("due_on", flat=True).first()
    return None


def _of_digest(mail: Mail, person: User) -> Told | None:
    today = timezone.localdate()
    if mail.day != today:
        return None  # a newer one says it better
    found = digest.of(person, today)
    if not found:
        return None
    counts = {"late": found.late.count, "soon": found.soon.count}
    subject = _("Deadlines: %(late)d late, %(soon)d due soon") % counts
    return subject, {"digest": found}


def _of_escalation(mail: Mail, person: User) -> Told | None:
    deadline = digest.still_owed(mail, person)
    if deadline is None:
        return None
    case = deadline.request
    subject = _("%(case)s: about to be late – %(subject)s")
    given = {"case": case, "subject": case.subject}
    return subject % given, {"deadline": deadline, **_about(case)}


_KINDS: dict[MailKind, Callable[[Mail, User], Told | None]] = {
    MailKind.STEP: _of_notice,
    MailKind.MESSAGE: _of_notice,
    MailKind.DIGEST: _of_digest,
    MailKind.ESCALATION: _of_escalation,
}


def _about(case: AccessRequest) -> dict[str, Any]:
    """`address` leads on to the door that its reader uses."""
    return {
        "case": case,
        "subject": case.subject,
        "applicant": case.organisation,
        "address": settings.SITE_ADDRESS + reverse("case_door", args=[case.public_id]),
    }
