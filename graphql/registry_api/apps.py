"""Declares the registry_api room to Django."""

from django.apps import AppConfig


class RegistryApiConfig(AppConfig):
    """The GraphQL door; its package lies in the source root graphql/, which is no package."""

    name = "registry_api"
    label = "registry_api"
    verbose_name = "GraphQL"
