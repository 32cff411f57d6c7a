"""Declares the accounts room to Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Organisations, people, roles and API clients."""

    name = "accounts"
    label = "accounts"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        from accounts import feed, wordings  # noqa: F401  (registers sentences)
        from accounts.map_user import describe
        from accounts.services import look
        from accounts.services.grant import note_the_day
        from gis import daily, page

        page.register_user_facts(describe)
        feed.declare()
        daily.register("grants", note_the_day, order=30)
        daily.register("looks", look.forget_old, order=80)
