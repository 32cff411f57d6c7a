"""A city of telling names: whatever of it an answer holds is found by searching its bytes.

Nord has asked and got an offer, West was granted a tube, Süd has asked for what Nord asks for and
is the competitor of both. Every word below is said by one thing only.
"""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import Polygon
from django.utils import timezone

from accounts.models import Organisation, User
from assets.models import Cable, Document, Duct, Gateway, Segment, Site
from assets.services import document as documents
from gis import srid
from gis.exporting import job
from gis.uploads import take
from network.services.capacity_summary import refresh_due
from network.services.settle import settle
from quality.services.queue import check_due
from reservations.models import (
    AccessRequest,
    CaseAttachment,
    DecisionOutcome,
    Exemption,
    RequestKind,
)
from reservations.services import access_request, attachment, decision, message, offer
from reservations.services.requested import Stretch
from tests.builders import (
    Network,
    make_area,
    make_bundle,
    make_cable,
    make_fill_policies,
    make_gateway,
    make_organisation,
    make_segment,
    make_site,
    make_user,
)
from tests.gis.uploads.files import sent
from tests.reservations.access.cases import tariff
from tests.reservations.conftest import next_year

PLANT = {"asked": 0.0, "granted": 300.0, "protected": 600.0, "faraway": 900.0}
"""Four stretches of plant, and how many metres south of the origin each lies."""

Secret = tuple[bytes, ...]
"""Known by whoever finds all of it: a word, or both coordinates of a place."""

PDF = b"%PDF-1.7\n%%EOF\n"


def word(what: str) -> str:
    """The word that only this is called by."""
    return f"Kanari{what}"


@dataclass
class City:
    """Who is there and what there is; `secrets` are the words, by what they tell."""

    people: dict[str, User | None] = field(default_factory=dict)
    cases: dict[str, AccessRequest] = field(default_factory=dict)
    attachments: dict[str, CaseAttachment] = field(default_factory=dict)
    network: Network = field(default_factory=Network)
    bundles: dict[str, Duct] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    secrets: dict[str, list[Secret]] = field(default_factory=dict)
    exports: list[Any] = field(default_factory=list)

    def sites(self, what: str) -> tuple[Site, Site]:
        return self.network[f"{word(what)}1"], self.network[f"{word(what)}2"]


def make_city() -> City:
    make_fill_policies()
    tariff()
    city = City()
    owner = make_organisation("eigner", "utility")
    Organisation.objects.filter(pk=owner.pk).update(name=f"{word('owner')} GmbH")
    owner.refresh_from_db()
    for what, south in PLANT.items():
        _plant(city, what, -south, owner)
    _people(city)
    _protect(city)
    settle()
    refresh_due()
    _cases(city)
    settle()
    while check_due():
        pass
    _secrets(city)
    _exports(city)
    for who, person in city.people.items():
        # People as they are after a login: roles and grants are remembered by the object.
        city.people[who] = person and User.objects.get(pk=person.pk)
    return city


def _plant(city: City, what: str, north: float, owner: Organisation) -> None:
    """Two chambers off the grid of cells, a bundle of two tubes, a cable, a gateway."""
    name, network = word(what), city.network
    first = make_site(f"{name}1", 17.37, north + 13.71, owner=owner, name=f"{name} Schacht")
    last = make_site(f"{name}2", 128.59, north - 11.43, owner=owner)
    network.sites |= {first.code: first, last.code: last}
    network.segments[f"{first.code}-{last.code}"] = make_segment(first, last)
    path = f"{first.code}-{last.code}"
    city.bundles[what] = make_bundle(network, path, tubes=2, code=f"{name}RV", owner=owner)
    make_cable(network, path, code=f"{name}KABEL")
    make_gateway(last, f"{name}GW")
    for model in (Site, Segment, Duct, Cable, Gateway):
        model.objects.filter(code__startswith=name).update(remarks=f"{word('remark')} intern")
    file = take.checked(sent(f"{name}.pdf", PDF))
    city.documents[what] = documents.attach(asset=first, file=file, by=None)


def _people(city: City) -> None:
    people: dict[str, Any] = {"nobody": None}
    for who in ("nord", "west", "sued"):
        organisation = make_organisation(who, "carrier")
        Organisation.objects.filter(pk=organisation.pk).update(name=f"{word(who)} GmbH")
        people[who] = make_user("partner", organisation, full_name=f"{word(who)}Person")
    people["nord_administrator"] = make_user(
        "partner_administrator", make_organisation("nord"), is_staff=False
    )
    far = PLANT["faraway"]
    around = make_area(west=-20, east=160, south=-far - 40, north=-far + 40)
    people["contractor"] = make_user("contractor_editor", area=around, is_staff=False)
    for role in (
        "viewer",
        "editor",
        "planner",
        "auditor",
        "administrator",
        "road_officer",
        "access_officer",
    ):
        people[role] = make_user(role)
    city.people = people


def _protect(city: City) -> None:
    for concept, code in (
        ("segment", "{0}1-{0}2"),
        ("site", "{0}1"),
        ("site", "{0}2"),
    ):
        Exemption.objects.create(
            concept=concept,
            code=code.format(word("protected")),
            reason="critical",
            explanation=f"{word('protected')} Leitstelle",
            source="§ 79 Abs. 3 TKG",
            added_by=city.people["access_officer"],
        )


def _cases(city: City) -> None:
    officer: Any = city.people["access_officer"]
    west = _submitted(city, "west", "granted")
    west = offer.accept(request=_offered(city, west), name=word("west"), by=city.people["west"])
    city.cases["west"] = decision.decide(request=west, outcome=DecisionOutcome.GRANTED, by=officer)
    city.cases["nord"] = _offered(city, _submitted(city, "nord", "asked"))
    city.cases["sued"] = _submitted(city, "sued", "asked")
    for who, case in city.cases.items():
        person: Any = city.people[who]
        case.refresh_from_db()
        message.write(request=case, text=f"{word(who)} fragt", by=person)
        _note(case, officer)
        city.attachments[who] = _with_file(case, person, f"{word(who)}Plan.pdf")
        case.refresh_from_db()


def _note(case: AccessRequest, officer: User) -> None:
    text = f"{word('desk')} intern"
    message.write(request=case, text=text, by=officer, internal=True)


def _with_file(case: AccessRequest, by: User, name: str) -> CaseAttachment:
    files = attachment.checked([sent(name, PDF)])
    message.write(request=case, text="Anlage", by=by, files=files)
    return CaseAttachment.objects.latest("pk")


def _submitted(city: City, who: str, what: str) -> AccessRequest:
    person: Any = city.people[who]
    start, end = city.sites(what)
    tube = city.bundles[what].tubes.get(number=1)
    case = access_request.draft(
        kind=RequestKind.DUCT_ACCESS,
        by=person,
        units=[Stretch(tube.pk, start.pk, end.pk)],
        subject=f"{word(who)} Anbindung",
        description=f"{word(who)} braucht Platz",
        period=next_year(),
        area=_around(city, what),
        contact_name=f"{word(who)} Kontakt",
        contact_email=f"post@{word(who)}.example",
    )
    return access_request.submit(request=case, by=person, hold=who != "sued")


def _around(city: City, what: str) -> Polygon:
    """Whole cells: what the applicant drew is the applicant's own, and says nothing of plant."""
    west, south, east, north = city.network[f"{word(what)}1-{word(what)}2"].geom.extent
    box = Polygon.from_bbox((west // 50 * 50, south // 50 * 50, east + 50, north + 50))
    box.srid = srid.STORAGE
    return box


def _offered(city: City, case: AccessRequest) -> AccessRequest:
    officer: Any = city.people["access_officer"]
    case = access_request.review(request=case, by=officer, reason=word("desk"))
    until = timezone.localdate() + dt.timedelta(days=30)
    return offer.make(request=case, valid_until=until, by=officer)


def _exports(city: City) -> None:
    """Files of all sites that West and the desk have had made."""
    for who in ("west", "access_officer"):
        facts = {"table": "sites", "query": "", "file_format": "csv", "language": "en"}
        export = job.begin(person=User.objects.get(pk=city.people[who].pk), **facts)
        job.make(export)
        city.exports.append(export.pk)


def _secrets(city: City) -> None:
    city.secrets["remark"] = [(word("remark").encode(),)]
    for what in PLANT:
        city.secrets[what] = [(word(what).encode(),), *_places(city, what)]
    # What is beside the granted tube in the same trench is not granted.
    city.secrets["beside"] = [(f"{word('granted')}{code}".encode(),) for code in ("RV.02", "KABEL")]
    for who in ("nord", "west", "sued", "owner", "desk"):
        city.secrets[who] = [(word(who).encode(),)]


def _places(city: City, what: str) -> Iterator[Secret]:
    """Where the chambers are: as text (metres to 0.1, degrees to 0.00001) and as numbers."""
    for site in city.sites(what):
        for point, digits in ((site.geom, 1), (site.geom.transform(4326, clone=True), 5)):
            yield tuple(f"{value:.9f}"[: digits - 9].encode() for value in point.coords)
            yield tuple(f"{value:.{digits}f}".encode() for value in point.coords)
            yield tuple(struct.pack("<d", value) for value in point.coords)
