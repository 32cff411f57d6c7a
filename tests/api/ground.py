"""A small plant with people of every role, for tests of who may see and do what.

A network A-B-C, B-D with a bundle, a cable and a gateway, owned by the city; a tube reserved by
carrier North and confirmed, another held by carrier South.
"""

from __future__ import annotations

from accounts.models import User
from assets.models import Duct, Project
from network.services.settle import settle
from reservations.models import Claim
from reservations.services import decide
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve
from tests.builders import (
    make_area,
    make_bundle,
    make_cable,
    make_gateway,
    make_line_network,
    make_organisation,
    make_user,
)
from tests.reservations.conftest import next_year

STAFF = [
    "viewer",
    "editor",
    "planner",
    "access_officer",
    "road_officer",
    "administrator",
    "auditor",
]
EVERYBODY = ["nobody", "north", "south", "partner_administrator", "contractor_editor", *STAFF]


class Ground:
    def __init__(self) -> None:
        self.city = make_organisation("stadt")
        self.north_organisation = make_organisation("nord", "carrier")
        self.north = make_user("partner", self.north_organisation)
        self.south = make_user("partner", make_organisation("süd", "carrier"))
        project = Project.objects.create(code="Projekt-X", name="Projekt-X")
        self.network = make_line_network("A-B-C, B-D", project=project)
        self.bundle = make_bundle(self.network, "A-B-C", tubes=3)
        self.cable = make_cable(self.network, "A-B-C", code="KABEL")
        self.gateway = make_gateway(self.network["C"], "GW-1")
        settle()
        self.confirmed = self._hold(self.north, 1, "B")
        self.held = self._hold(self.south, 2, "C")
        officer = make_user("access_officer")
        self.confirmed = decide.confirm(claim=self.confirmed, by=officer)
        self.fresh()

    def _hold(self, by: User, number: int, to: str) -> Claim:
        tube = Duct.objects.get(bundle=self.bundle, number=number)
        stretch = Stretch(tube.pk, self.network["A"].pk, self.network[to].pk)
        return reserve(
            units=[stretch],
            period=next_year(),
            idempotency_key=f"k{number}",
            by=by,
            purpose="South-Secret" if by is self.south else "North",
        )

    def fresh(self) -> None:
        """People as they are after a new login: roles and grants are remembered by the object."""
        self.north = User.objects.get(pk=self.north.pk)
        self.south = User.objects.get(pk=self.south.pk)

    def user(self, who: str) -> User | None:
        if who == "nobody":
            return None
        if who in {"north", "south"}:
            return getattr(self, who)
        if who == "contractor_editor":
            # Around A and B only.
            return make_user(who, area=make_area(west=-20, east=120, south=-20, north=20))
        if who == "partner_administrator":
            return make_user(who, self.north_organisation)
        return make_user(who, self.city)
