"""Panels of what has capacity: segments, ducts and cables."""

from gis import panels
from network.panels.cable import cable_panel
from network.panels.duct import duct_panel
from network.panels.segment import segment_panel


def register() -> None:
    panels.register("segment", segment_panel)
    panels.register("duct", duct_panel)
    panels.register("cable", cable_panel)
