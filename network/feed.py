"""What of this room can be followed in the change feed."""

from assets.models import Site
from history.feed import keep_inside, part_of
from history.feed.registry import Part
from network.models import Damage, DuctJoint, DuctJointEnd, FillPolicy


def declare() -> None:
    part_of(
        Site,
        (DuctJoint, "site_id"),
        Part(DuctJointEnd, Site, "joint_id", via=(DuctJoint, "pk", "site_id")),
    )
    keep_inside("Shown by what is free, which the feed does not tell.", Damage, FillPolicy)
