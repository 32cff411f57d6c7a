"""What to say when a constraint on webhooks refuses a row."""

from django.utils.translation import gettext_lazy as _

from gis.refusals import word

word(
    "webhook_url_shape",
    "INVALID_VALUE",
    _("An address begins with https:// and names a host."),
    "url",
)
word("webhook_paused_says_why", "REQUIRED", _("Say why the webhook is paused."), "active")
word("webhook_message_state_known", "INVALID_CHOICE", _("Unknown state of a message."))
