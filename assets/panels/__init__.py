"""Panels of sites and gateways; those of what has capacity are in network/panels."""

from assets.models.document import DOCUMENTED
from assets.panels.document import document_panel, documents
from assets.panels.gateway import gateway_panel
from assets.panels.history import latest_changes
from assets.panels.site import site_panel
from gis import panels


def register() -> None:
    panels.register("site", site_panel)
    panels.register("gateway", gateway_panel)
    panels.register("document", document_panel)
    panels.register_part(DOCUMENTED, documents, last=True)
    panels.register_part(DOCUMENTED, latest_changes, last=True)
