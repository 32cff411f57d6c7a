"""The administration of people, machines and what they may see, one module per concept."""

from django.apps import apps
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin import change, client, grant, look, organisation, token, user

__all__ = ["change", "client", "grant", "look", "organisation", "token", "user"]

admin.site.site_header = _("Trassenbuch – administration")
admin.site.site_title = _("Trassenbuch")
admin.site.index_title = _("What may be looked up and edited here")

# Of the toolkit only the protocol is used: clients and tokens are ours.
_models = apps.get_app_config("oauth2_provider").get_models()
admin.site.unregister([model for model in _models if admin.site.is_registered(model)])
