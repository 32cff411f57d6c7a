"""Declares the quality room to Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QualityConfig(AppConfig):
    """Rules about the plant, what they found, and what people decided about it."""

    name = "quality"
    label = "quality"
    verbose_name = _("Data quality")

    def ready(self) -> None:
        from django.core.management import call_command

        from accounts.viewer import viewer_of
        from gis import daily, navigation, soon

        # Wordings and what follows edits register themselves.
        from quality import dependences, feed, following, layers, overview, panels, wordings  # noqa: F401
        from quality.services.queue import check_due
        from quality.sight import keeps_plant

        navigation.register(
            navigation.NavigationEntry(
                "quality", _("Data quality"), lambda user: keeps_plant(viewer_of(user)), order=30
            )
        )
        daily.register("quality", lambda: call_command("check_quality", verbosity=0), order=60)
        soon.register(check_due)
        layers.register()
        panels.register()
        overview.register()
        dependences.declare()
        feed.declare()
