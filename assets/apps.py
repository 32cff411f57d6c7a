"""Declares the assets room to Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssetsConfig(AppConfig):
    """What one can touch: sites, segments, ducts, cables, gateways and their types."""

    name = "assets"
    label = "assets"
    verbose_name = _("Assets")

    def ready(self) -> None:
        # Checks and wordings register themselves.
        from assets import (  # noqa: F401
            checks,
            dependences,
            edits,
            feed,
            layers,
            listings,
            panels,
            search,
            tables,
            wordings,
        )
        from assets.importing import registration

        layers.register()
        listings.register()
        panels.register()
        edits.register()
        search.register()
        tables.register()
        dependences.declare()
        feed.declare()
        registration.register_all()
