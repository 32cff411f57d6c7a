"""The administration of people, machines and what they may see, one module per concept."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin import change, client, grant, organisation, user

__all__ = ["change", "client", "grant", "organisation", "user"]

admin.site.site_header = _("Trassenbuch – administration")
admin.site.site_title = _("Trassenbuch")
admin.site.index_title = _("What may be looked up and edited here")
