"""Ways with free capacity from A to B: question, answer, and the token that reserves one."""

from network.routing.answer import (
    Blocker,
    Coupling,
    Doubt,
    Hop,
    NarrowestHop,
    PlannedCut,
    Reason,
    Route,
    RouteAnswer,
    Snapped,
    UncertainFact,
    Unit,
)
from network.routing.find_routes import MOST_ALTERNATIVES, find_routes
from network.routing.requirement import CableRoom, Requirement, Tubes
from network.routing.token import RouteClaim, open_token

__all__ = [
    "MOST_ALTERNATIVES",
    "Blocker",
    "CableRoom",
    "Coupling",
    "Doubt",
    "Hop",
    "NarrowestHop",
    "PlannedCut",
    "Reason",
    "Requirement",
    "Route",
    "RouteAnswer",
    "RouteClaim",
    "Snapped",
    "Tubes",
    "UncertainFact",
    "Unit",
    "find_routes",
    "open_token",
]
