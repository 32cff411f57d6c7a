"""Whatever is asked, one statement and graphql-core answer with the same bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from django.db import transaction

from accounts.models import Organisation, User
from assets.models import Address, Duct, DuctSection, Project, Segment, Site
from network.services.capacity_summary import refresh_all
from network.services.duct_joint import couple
from network.services.settle import settle
from registry_api import execution
from registry_api.nodes import to_global_id
from reservations.services import decide
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve
from tests.api.both_ways import CORE, LISTS, NOBODY, OFTEN, compare, context_of, documents
from tests.api.documents import Name
from tests.builders import (
    make_area,
    make_bundle,
    make_cable,
    make_gateway,
    make_granted,
    make_line_network,
    make_organisation,
    make_user,
    place,
)
from tests.reservations.conftest import next_year

pytestmark = pytest.mark.django_db

ROLES = ["nord", "süd", "editor", "contractor_editor", "auditor"]
STRANGE = 'Ä "quoted" \\ back\tslash\x01\x1f\x7f 100 % </x> \u2028 😀'


NESTED = [
    ("segments", "ductSectionsConnection"),
    ("sites", "ductsConnection"),
    ("ducts", "sectionsConnection"),
    ("cables", "strandsConnection"),
]


class World:
    """A small network with one of everything, and values that are hard to write."""

    def __init__(self) -> None:
        city = make_organisation("stadt")
        self.users = {
            "nord": make_user("partner", make_organisation("nord", "carrier")),
            "süd": make_user("partner", make_organisation("süd", "carrier")),
            "editor": make_user("editor", city),
            "auditor": make_user("auditor", city),
            "contractor_editor": make_user(
                "contractor_editor", area=make_area(west=-20, east=120, south=-20, north=20)
            ),
        }
        project = Project.objects.create(
            code="P", name=STRANGE, principal=city, starts_on=dt.date(1, 1, 1)
        )
        self.network = make_line_network("A-B-C, B-D", project=project)
        self.bundle = make_bundle(self.network, "A-B-C", tubes=4)
        self.cable = make_cable(self.network, "A-B-C", inside=self._tube(4), code="KABEL")
        make_cable(self.network, "B-D", code="OHNE", sheath_start_m=1e-7, sheath_end_m=-0.0)
        make_gateway(self.network["C"], "GW-1", landlord=STRANGE, lease_until=dt.date(2031, 5, 1))
        self._strange_values()
        self._joint(city)
        settle()
        self._claims()
        self._grant_to_the_contractor()
        refresh_all()
        self.users = {name: User.objects.get(pk=one.pk) for name, one in self.users.items()}

    def _tube(self, number: int) -> Duct:
        return Duct.objects.get(bundle=self.bundle, number=number)

    def _strange_values(self) -> None:
        address = Address.objects.create(
            building_id="X1", street=STRANGE[:90], house_number=7, town="Stadt", geom=place(5, 5)
        )
        Site.objects.filter(code="A").update(
            name=STRANGE,
            address=address,
            ground_height_m=1e300,
            operator=Organisation.objects.get(code="nord"),
            valid_from=dt.date(1999, 12, 31),
        )
        Site.objects.filter(code="B").update(ground_height_m=150, depth_cm=0, remarks="\n")
        Site.objects.filter(code="C").update(ground_height_m=0.1 + 0.2)
        Segment.objects.filter(code="A-B").update(stated_length_m=123456789012.5)
        DuctSection.objects.filter(duct=self.bundle, rank=1).update(rank=0.5)

    def _joint(self, city: Organisation) -> None:
        network = make_line_network("X-Y-Z")
        first = make_bundle(network, "X-Y", tubes=1, code="V1")
        second = make_bundle(network, "Y-Z", tubes=1, code="V2")
        editor = make_user("editor", city)
        couple(first=first.tubes.get(), second=second.tubes.get(), site=network["Y"], by=editor)

    def _claims(self) -> None:
        claims = [
            reserve(
                units=[Stretch(self._tube(number).pk, self.network["A"].pk, self.network[to].pk)],
                period=next_year(),
                idempotency_key=f"k{number}",
                by=self.users[who],
                purpose=who,
            )
            for who, number, to in (("nord", 1, "B"), ("süd", 2, "C"))
        ]
        decide.confirm(claim=claims[0], by=make_user("access_officer"))

    def _grant_to_the_contractor(self) -> None:
        """Something outside its area: a segment, and one of the tubes in it."""
        organisation = self.users["contractor_editor"].memberships.get().organisation
        make_granted(organisation, (self._tube(3), self.network["B"], self.network["C"]))

    def values(self, who: str) -> dict[str, list[Any]]:
        """Values for arguments."""
        ids = [
            to_global_id("Site", self.network["A"].public_id),
            to_global_id("Segment", self.network["A-B"].public_id),
            to_global_id("Duct", self.bundle.public_id),
            to_global_id("DuctSection", self.bundle.sections.first().pk),
        ]
        return {
            "first": [1, 2, 3, 50, 100],
            "id": ids,
            "ids": [ids, [ids[0], NOBODY, ids[0]], []],
            "topLevel": [True, False],
            "includeRemoved": [True, False],
            "fromNumber": [1, 5, 99],
            "SiteFilter": [{"code": "A"}, {"kind": [Name("CHAMBER")]}, {"owner": "stadt"}],
            "SegmentFilter": [{"codeStartsWith": "A"}, {"code": "nothing"}],
            "DuctFilter": [{"code": "RV"}],
            "period": [{"from": "2027-01-01", "until": "2027-06-30"}],
            **self._cursors(who),
        }

    def _cursors(self, who: str) -> dict[str, list[str]]:
        """Cursors of some lists in their usual order."""
        lists = ["sites", "segments", "ducts", "ductTypes", "reservations"]
        text = " ".join(f"{name} {{ edges {{ cursor }} }}" for name in lists)
        asked = {"variables": None, "operation": None, "read_only": True}
        answer, _status = execution.run(CORE, context_of(self.users[who]), f"{{ {text} }}", **asked)
        data = orjson.loads(orjson.dumps(answer))["data"]
        marks = {name: [edge["cursor"] for edge in data[name]["edges"]][:5] for name in lists}
        return {
            **{f"{name}.{side}": marks[name] for name in lists for side in ("after", "before")},
            **self._nested_cursors(who),
        }

    def _nested_cursors(self, who: str) -> dict[str, list[str]]:
        """Cursors of lists below the first object of each list, if there is one."""
        found = {}
        for root, name in NESTED:
            text = f"{{ {root}(first: 1) {{ nodes {{ {name} {{ edges {{ cursor }} }} }} }} }}"
            asked = {"variables": None, "operation": None, "read_only": True}
            answer, _status = execution.run(CORE, context_of(self.users[who]), text, **asked)
            nodes = orjson.loads(orjson.dumps(answer))["data"][root]["nodes"]
            found[f"{name}.after"] = [e["cursor"] for one in nodes for e in one[name]["edges"]][:3]
        return found


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once and rolled back behind the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = World()
        yield made
        transaction.set_rollback(True)


@pytest.mark.parametrize("who", ROLES)
def test_one_statement_and_graphql_core_give_the_same_bytes(world, who) -> None:
    roots = [*LISTS, *OFTEN, *OFTEN, "node", "nodes", "viewer"]
    compare(world.users[who], documents(world.values(who), roots))
