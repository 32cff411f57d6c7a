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
        from accounts.viewer import viewer_of
        from gis import daily, navigation
        from reservations import catalogues, feed, following, panels, wordings  # noqa: F401
        from reservations.desk.door import works_at_desk
        from reservations.notices import digest
        from reservations.portal.door import asks_for_capacity
        from reservations.services import case_calendar, expiry, notice
        from reservations.views.notice import is_told

        catalogues.declare()
        feed.declare()
        panels.register()
        navigation.register(
            navigation.NavigationEntry("desk", _("Access desk"), works_at_desk, order=40)
        )
        navigation.register(
            navigation.NavigationEntry("portal", _("My requests"), asks_for_capacity, order=30)
        )
        navigation.register(
            navigation.NavigationEntry(
                "case_notices",
                _("Notifications"),
                lambda user: is_told(viewer_of(user)),
                order=45,
                waiting=lambda user: notice.unread(viewer_of(user)),
            )
        )
        daily.register("holds", expiry.expire_overdue, order=10)
        daily.register("requests", case_calendar.note_the_day, order=20)
        daily.register("deadlines", digest.write, order=40)
