"""Declares the reservations room to Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReservationsConfig(AppConfig):
    """Who asks for capacity and who holds it."""

    name = "reservations"
    label = "reservations"
    verbose_name = _("Reservations")

    def ready(self) -> None:
        from reservations import feed, wordings  # noqa: F401  (registers itself)

        feed.declare()
