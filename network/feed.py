"""What of this room can be followed in the change feed."""

from assets.models import Cable, Duct, DuctSection, Site, Strand
from history.feed import Followed, Part, follow, part_of
from network.models import Damage, DuctJoint, DuctJointEnd, FillPolicy


def declare() -> None:
    part_of(
        Site,
        (DuctJoint, "site_id"),
        Part(DuctJointEnd, Site, "joint_id", via=(DuctJoint, "pk", "site_id")),
    )
    part_of(Duct, Part(Damage, Duct, "section_id", via=(DuctSection, "pk", "duct_id")))
    part_of(Cable, Part(Damage, Cable, "strand_id", via=(Strand, "pk", "cable_id")))
    follow(Followed("FillPolicy", FillPolicy, "pk"))
