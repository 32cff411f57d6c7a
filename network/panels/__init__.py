"""Panels of what has capacity: segments, ducts and cables."""

from gis import panels
from network.panels import joints
from network.panels.cable import cable_panel
from network.panels.duct import duct_panel
from network.panels.segment import segment_panel


def register() -> None:
    panels.register("segment", segment_panel)
    panels.register("duct", duct_panel)
    panels.register("cable", cable_panel)
    panels.register_part(("duct",), joints.of_duct)
    panels.register_part(("site",), joints.of_site)
