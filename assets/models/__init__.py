from assets.models.address import Address
from assets.models.asset import Asset, LifeCycle, Provenance
from assets.models.cable import Cable, CableSection, Strand, Tube
from assets.models.cable_type import CableType
from assets.models.colour import ColourScheme, ColourStep
from assets.models.delivery import Delivery
from assets.models.document import Document
from assets.models.duct import Duct, DuctSection
from assets.models.duct_type import BundleMember, DuctType
from assets.models.frequency_plan import Channel, DutyBand, FrequencyPlan
from assets.models.gateway import Antenna, Gateway
from assets.models.gateway_report import GatewayReport
from assets.models.kept_mapping import KeptMapping
from assets.models.project import Project
from assets.models.segment import Segment
from assets.models.site import Site

__all__ = [
    "Address",
    "Antenna",
    "Asset",
    "BundleMember",
    "Cable",
    "CableSection",
    "CableType",
    "Channel",
    "ColourScheme",
    "ColourStep",
    "Delivery",
    "Document",
    "Duct",
    "DuctSection",
    "DuctType",
    "DutyBand",
    "FrequencyPlan",
    "Gateway",
    "GatewayReport",
    "KeptMapping",
    "LifeCycle",
    "Project",
    "Provenance",
    "Segment",
    "Site",
    "Strand",
    "Tube",
]
