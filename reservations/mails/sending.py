"""Gives one mail to the mail server, over SMTP."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

PERMANENT = 500
"""Answers from here on mean that trying again is of no use (RFC 5321, section 4.2.1)."""


@dataclass(frozen=True)
class Outcome:
    """`refused`: this mail will never be taken; `down`: no mail is taken now."""

    sent: bool = False
    refused: bool = False
    down: bool = False
    problem: str = ""


def send(letter: EmailMessage) -> Outcome:
    server = EmailBackend(
        host=settings.MAIL_HOST,
        port=settings.MAIL_PORT,
        username=settings.MAIL_USER,
        password=settings.MAIL_PASSWORD,
        use_tls=settings.MAIL_SECURITY == "starttls",
        use_ssl=settings.MAIL_SECURITY == "tls",
        timeout=settings.MAIL_TIMEOUT_S,
    )
    try:
        server.send_messages([letter])
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        return Outcome(refused=code >= PERMANENT, problem=_told(code, said))
    except smtplib.SMTPDataError as refused:
        permanent = refused.smtp_code >= PERMANENT
        return Outcome(refused=permanent, problem=_told(refused.smtp_code, refused.smtp_error))
    except (OSError, smtplib.SMTPException) as error:
        return Outcome(down=True, problem=str(error) or type(error).__name__)
    except ValueError as error:  # an address or a header that no mail can have
        return Outcome(refused=True, problem=f"{type(error).__name__}: {error}")
    return Outcome(sent=True)


def _told(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {text}"
