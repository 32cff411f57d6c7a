"""Declares the network room to Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworkConfig(AppConfig):
    """How assets are joined, what is free and what is taken."""

    name = "network"
    label = "network"
    verbose_name = _("Network")

    def ready(self) -> None:
        from django.core.management import call_command

        from gis import daily

        # Wordings and what follows edits register themselves.
        from network import (  # noqa: F401
            dependences,
            edits,
            feed,
            following,
            layers,
            overview,
            panels,
            wordings,
        )

        daily.register("overview", lambda: call_command("refresh_overview", verbosity=0), order=50)
        layers.register()
        panels.register()
        edits.register()
        overview.register()
        dependences.declare()
        feed.declare()
