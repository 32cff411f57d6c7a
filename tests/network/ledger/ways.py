"""What the tests of ways around the ledger share: a city, and plain SQL in one transaction.

A ── B ── C with a bundle RV of three tubes and a protection duct KSR (room for 832 mm²).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

from accounts.models import Organisation
from assets.models import Cable, Duct
from network.models import Holder
from network.services.settle import settle
from tests.builders import (
    Network,
    make_bundle,
    make_cable,
    make_cable_type,
    make_duct,
    make_duct_type,
    make_line_network,
    make_organisation,
)
from tests.network.ledger.claims import claim


@dataclass
class City:
    network: Network
    bundle: Duct
    pipe: Duct
    north: Organisation
    south: Organisation

    def tube(self, number: int) -> Duct:
        return self.bundle.tubes.get(number=number)

    def hold(self, who: Organisation, duct: Duct, way: str = "AC", **more) -> Holder:
        return claim(who, duct, self.network[way[0]], self.network[way[1]], **more)

    def pull(self, duct: Duct, owner: Organisation, outer_mm: float = 2.5) -> Cable:
        with transaction.atomic():
            cable = make_cable(
                self.network,
                "A-B-C",
                inside=duct,
                owner=owner,
                type=make_cable_type(outer_mm=outer_mm),
            )
            settle()
        return cable


def make_city() -> City:
    network = make_line_network("A-B-C")
    return City(
        network,
        make_bundle(network, "A-B-C"),
        make_duct(network, "A-B-C", code="KSR", type=make_duct_type("50x4.6")),
        make_organisation("nord", "carrier"),
        make_organisation("sued", "carrier"),
    )


def sql(*statements: str, **values: object) -> None:
    """Run the statements in one transaction and let the database finish it."""
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values)
        settle()
