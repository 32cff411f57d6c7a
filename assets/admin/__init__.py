"""The administration of the assets, one module per concept."""

from assets.admin import address, cable, catalogue, district, duct, gateway, project, segment, site

__all__ = [
    "address",
    "cable",
    "catalogue",
    "district",
    "duct",
    "gateway",
    "project",
    "segment",
    "site",
]
