"""The outbox of mails in the administration: what waits, what was given up and why; once more."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.administration import ReadOnlyAdmin
from accounts.roles import Capability
from reservations.models import Mail
from reservations.services import mail


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    """Nothing of what a mail says: that is for its reader."""

    see = Capability.MANAGE_PEOPLE
    list_display = (
        "created_at",
        "recipient",
        "kind",
        "state",
        "tries",
        "next_attempt_at",
        "sent_at",
        "problem",
    )
    list_filter = ("state", "kind")
    list_select_related = ("person",)
    search_fields = ("person__email", "problem")
    fields = ("recipient", "kind", "key", "state", "tries", "created_at", "next_attempt_at")
    fields += ("retried_at", "sent_at", "problem")
    actions = ("send_again",)

    @admin.display(description=_("recipient"), ordering="person")
    def recipient(self, mail: Mail) -> str:
        """The column is called "to", which says until when elsewhere."""
        return str(mail.person)

    @admin.action(description=_("Send again"))
    def send_again(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        count = mail.send_again(mails=chosen, by=request.user)  # type: ignore[arg-type]
        told = ngettext("%(count)d mail will be sent.", "%(count)d mails will be sent.", count)
        messages.success(request, told % {"count": count})
