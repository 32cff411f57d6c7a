"""Declares the registry_api room to Django."""

from django.apps import AppConfig


class RegistryApiConfig(AppConfig):
    """The GraphQL door; its package lies in the source root graphql/, which is no package."""

    name = "registry_api"
    label = "registry_api"
    verbose_name = "GraphQL"

    def ready(self) -> None:
        from django.core.management import call_command

        from gis import daily
        from gis.editing.carry_out import remember_with
        from registry_api.idempotency import Claimed

        # The map's saves are kept beside those of this door: one mechanism for both.
        remember_with(Claimed)
        daily.register("answers", lambda: call_command("forget_answers", verbosity=0), order=70)
