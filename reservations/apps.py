"""Declares the reservations room to Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReservationsConfig(AppConfig):
    """Who asks for capacity and who holds it."""

    name = "reservations"
    label = "reservations"
    verbose_name = _("Reservations")

    def ready(self) -> None:
        # Wordings register themselves.
        from gis import navigation
        from reservations import catalogues, feed, panels, wordings  # noqa: F401
        from reservations.desk.door import works_at_desk
        from reservations.portal.door import asks_for_capacity

        catalogues.declare()
        feed.declare()
        panels.register()
        navigation.register(
            navigation.NavigationEntry("desk", _("Access desk"), works_at_desk, order=40)
        )
        navigation.register(
            navigation.NavigationEntry("portal", _("My requests"), asks_for_capacity, order=30)
        )
