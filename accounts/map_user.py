"""What the map page says about whoever looks."""

from typing import Any

from accounts.roles import Capability
from accounts.viewer import viewer_of
from gis.page import UserFacts


def describe(user: Any) -> UserFacts | None:
    """Name and what the map offers to do; None for somebody who is not logged in."""
    viewer = viewer_of(user)
    if not viewer.is_authenticated:
        return None
    return {
        "name": str(user),
        "email": user.email,
        "partner": not viewer.can(Capability.SEE_EXACT_PLANT),
        "mayReserve": viewer.can(Capability.RESERVE),
    }
