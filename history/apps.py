"""Declares the history room to Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HistoryConfig(AppConfig):
    """Who changed what, when and why, kept by one database trigger."""

    name = "history"
    label = "history"
    verbose_name = _("Change history")

    def ready(self) -> None:
        from gis.editing.carry_out import number_with
        from history import wordings  # noqa: F401  (registers sentences)
        from history.queries import newest_of_transaction

        number_with(newest_of_transaction)
