"""Addresses of people, as mails can be sent to them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def mailable(address: str) -> None:
    """Refuse an address whose domain mails cannot spell: it may be too long in ASCII (RFC 5890)."""
    try:
        address.rpartition("@")[2].encode("idna")
    except UnicodeError as error:
        raise ValidationError(_("No mail can be sent to this address."), "unmailable") from error
