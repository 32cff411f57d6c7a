from network.models.claim_line import ClaimLine
from network.models.damage import Damage
from network.models.duct_joint import DuctJoint, DuctJointEnd
from network.models.fill_policy import FillPolicy
from network.models.generalised import GeneralisationQueue, GeneralisedCell, GeneralisedLine
from network.models.held_unit import HeldUnit
from network.models.holder import Effect, Holder, HolderKind
from network.models.overview_figure import OverviewFigure
from network.models.segment_capacity import CapacityQueue, SegmentCapacity

__all__ = [
    "CapacityQueue",
    "ClaimLine",
    "Damage",
    "DuctJoint",
    "DuctJointEnd",
    "Effect",
    "FillPolicy",
    "GeneralisationQueue",
    "GeneralisedCell",
    "GeneralisedLine",
    "HeldUnit",
    "Holder",
    "HolderKind",
    "OverviewFigure",
    "SegmentCapacity",
]
