from network.models.claim_line import ClaimLine
from network.models.damage import Damage
from network.models.duct_joint import DuctJoint, DuctJointEnd
from network.models.fill_policy import FillPolicy
from network.models.held_unit import HeldUnit
from network.models.holder import Effect, Holder, HolderKind
from network.models.segment_capacity import CapacityQueue, SegmentCapacity

__all__ = [
    "CapacityQueue",
    "ClaimLine",
    "Damage",
    "DuctJoint",
    "DuctJointEnd",
    "Effect",
    "FillPolicy",
    "HeldUnit",
    "Holder",
    "HolderKind",
    "SegmentCapacity",
]
