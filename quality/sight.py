"""Who works on data quality at all; which findings they see follows from the objects."""

from accounts.roles import Capability
from accounts.viewer import Viewer


def keeps_plant(viewer: Viewer) -> bool:
    """Whether somebody keeps the plant, or the part of it in an area.

    Partners do not: what is unclear about plant that a grant opens is nobody else's business.
    """
    return viewer.can(Capability.SEE_EXACT_PLANT) or viewer.can(Capability.SEE_OWN_AREA)
