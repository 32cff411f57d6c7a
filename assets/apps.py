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
        from accounts.viewer import viewer_of
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
        from assets.services.delivery import may_import
        from gis import navigation

        layers.register()
        listings.register()
        panels.register()
        edits.register()
        search.register()
        tables.register()
        dependences.declare()
        feed.declare()
        registration.register_all()
        navigation.register(
            navigation.NavigationEntry(
                "deliveries", _("Import"), lambda user: may_import(viewer_of(user)), order=30
            )
        )
