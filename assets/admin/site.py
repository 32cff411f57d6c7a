"""Sites in the administration."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from assets.admin.base import AssetAdmin
from assets.admin.operation import Operation, OperationForm
from assets.models import Site
from assets.services import site

REMOVE = Operation(
    "remove",
    _("Mark as removed"),
    _("The site stays in the registry with its history, but counts as removed."),
    OperationForm,
    lambda asset, by, reason: site.remove(site=asset, by=by, reason=reason),
)


@admin.register(Site)
class SiteAdmin(AssetAdmin):
    service = site
    noun = "site"
    operations = (REMOVE,)
    own_fields = (
        ("kind", "can_open"),
        "geom",
        "address",
        ("power", "accuracy"),
        ("depth_cm", "ground_height_m"),
    )
    list_display = ("code", "name", "kind", "can_open", "owner", "life_cycle", "updated_at")
    list_filter = ("kind", "can_open", "power", *AssetAdmin.list_filter)
    list_select_related = ("owner",)
    autocomplete_fields = (*AssetAdmin.autocomplete_fields, "address")
