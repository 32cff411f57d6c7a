"""Declares the gis room to Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GisConfig(AppConfig):
    """The ground: coordinates, layers, tiles, the map page.

    Django's own GIS app already holds the label "gis".
    """

    name = "gis"
    label = "citygis"
    verbose_name = _("Map and ground")

    def ready(self) -> None:
        from gis import checks, daily, navigation, wordings  # noqa: F401  (two register)
        from gis.uploads.sweep import sweep

        daily.register("uploads", sweep, order=80)

        navigation.register(
            navigation.NavigationEntry(
                "tables", _("Tables"), lambda user: bool(user.is_authenticated), order=10
            )
        )
