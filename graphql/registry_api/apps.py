"""Declares the registry_api room to Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryApiConfig(AppConfig):
    """The GraphQL door; its package lies in the source root graphql/, which is no package."""

    name = "registry_api"
    label = "registry_api"
    verbose_name = _("GraphQL")
