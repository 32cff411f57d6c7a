"""One filter set for each concept, shared by all doors."""

from assets.filters.cable import CableFilter
from assets.filters.duct import DuctFilter
from assets.filters.gateway import GatewayFilter
from assets.filters.segment import SegmentFilter
from assets.filters.site import SiteFilter

__all__ = ["CableFilter", "DuctFilter", "GatewayFilter", "SegmentFilter", "SiteFilter"]
