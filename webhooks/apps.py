"""Declares the webhooks room to Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    """Who is told of changes, and what became of each message."""

    name = "webhooks"
    label = "webhooks"
    verbose_name = _("Webhooks")

    def ready(self) -> None:
        from history.feed import keep_inside
        from webhooks import wordings  # noqa: F401  (registers itself)
        from webhooks.models import Subscription

        keep_inside("Who is told of what is nobody else's business.", Subscription)
