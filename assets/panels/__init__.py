"""Panels of sites and gateways; those of what has capacity are in network/panels."""

from assets.panels.gateway import gateway_panel
from assets.panels.history import latest_changes
from assets.panels.site import site_panel
from gis import panels


def register() -> None:
    panels.register("site", site_panel)
    panels.register("gateway", gateway_panel)
    kinds = ("site", "segment", "duct", "cable", "gateway")
    panels.register_part(kinds, latest_changes, last=True)
