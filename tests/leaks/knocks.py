"""What can be asked at each door of the leak matrix: addresses with the city's objects in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.urls import reverse

from accounts.models import ApiClient, Membership
from assets.models import Cable
from config.setup.checkout import ROOT
from gis import filtering, layers, tables
from gis.editing import questions, registry
from gis.exporting.formats import FORMATS
from quality.models import Finding
from reservations.models import Claim
from tests.api import walking
from tests.leaks.ground import PLANT, City, word


@dataclass(frozen=True)
class Ask:
    """GET of an address, or POST of what is `sent`: a form, or a document as JSON."""

    address: str
    sent: dict[str, Any] | None = None
    as_json: bool = False


Knock = Callable[[City], list[Ask]]


def plain(name: str, query: str = "", /, **sent: Any) -> Knock:
    """An address without anything in it, read and, with `sent`, written to."""
    return lambda _city: [
        Ask(reverse(name) + query),
        *([Ask(reverse(name), sent)] if sent else []),
    ]


def case(name: str, /, *arguments: Any, **sent: Any) -> Knock:
    """An address of a case, of each case there is; the version that is sent is the right one."""

    def knock(city: City) -> list[Ask]:
        asks: list[Ask] = []
        for case in city.cases.values():
            address = reverse(name, args=[case.public_id, *arguments])
            asks.append(Ask(address))
            if sent:
                asks.append(Ask(address, {"version": case.version, **sent}))
        return asks

    return knock


def plant(name: str, **sent: Any) -> Knock:
    """An address of an object of the plant, of every kind and stretch."""
    return lambda city: [
        Ask(reverse(name, args=[kind, one.public_id]), sent or None) for kind, one in objects(city)
    ]


def objects(city: City, *stretches: str) -> Iterator[tuple[str, Any]]:
    for what in stretches or PLANT:
        first, last = city.sites(what)
        yield "site", first
        yield "segment", city.network[f"{first.code}-{last.code}"]
        yield "duct", city.bundles[what]
        for tube in city.bundles[what].tubes.order_by("number"):
            yield "duct", tube
        yield "cable", Cable.objects.get(code=f"{word(what)}KABEL")
        yield "gateway", last.gateways.get()


def words() -> list[str]:
    return [*PLANT, "nord", "west", "sued", "owner", "desk"]


# --- map
def tiles(city: City) -> list[Ask]:
    """Of each layer the tiles with the plant, unfiltered and filtered by each secret's name."""
    asks = []
    for layer in layers._layers:
        for zoom in (10, 14, 16):
            x, y = tile_of(city, zoom)
            address = reverse("tile", args=[layer, zoom, x, y])
            asks.append(Ask(address))
    return asks


def tile_of(city: City, zoom: int) -> tuple[int, int]:
    place = city.sites("granted")[0].geom.transform(3857, clone=True)
    half = 20_037_508.342789244
    size = 2 * half / 2**zoom
    return int((place.x + half) // size), int((half - place.y) // size)


def lists(name: str) -> Knock:
    """Of each list what its text filters find for each secret's word."""

    def knock(_city: City) -> list[Ask]:
        asks = []
        for listing in filtering._listings:
            for text in ("", *(word(what) for what in words())):
                query = {"layer": listing, **({"code": text, "q": text} if text else {})}
                asks.append(Ask(f"{reverse(name)}?{urlencode(query)}"))
        return asks

    return knock


def searches(_city: City) -> list[Ask]:
    return [Ask(f"{reverse('search')}?q={word(what)}") for what in words()]


def prints(city: City) -> list[Ask]:
    place = city.sites("granted")[0].geom.transform(4326, clone=True)
    query = {"paper": "a4", "scale": 5000, "c": f"{place.y:.6f},{place.x:.6f}"}
    return [Ask(f"{reverse('print')}?{urlencode(query)}&l={','.join(layers._layers)}")]


def table_pages(_city: City) -> list[Ask]:
    return [Ask(reverse("table", args=[one.name])) for one in tables.all_tables()]


def exports(_city: City) -> list[Ask]:
    return [
        Ask(reverse("begin_export", args=[table.name]), {"query": "", "format": form})
        for table in tables.all_tables()
        for form in FORMATS
    ]


def edits(city: City) -> list[Ask]:
    return [
        Ask(reverse("edit", args=[name, one.public_id]))
        for name, edit in registry._edits.items()
        for kind, one in objects(city, "protected")
        if kind == edit.kind
    ]


def questions_while_editing(city: City) -> list[Ask]:
    first, last = city.sites("protected")
    place = first.geom.transform(4326, clone=True)
    query = {"from": first.public_id, "to": last.public_id, "at": f"{place.y},{place.x}"}
    return [
        Ask(f"{reverse('ask-while-editing', args=[name])}?{urlencode(query)}")
        for name in questions._answers
    ]


def saves(city: City) -> list[Ask]:
    """A change of each object, seen in an older version."""
    return [
        Ask(
            reverse("save-edits"),
            {
                "key": f"{name} {one.pk}",
                "steps": [{"edit": name, "object": str(one.public_id), "version": 0, "values": {}}],
            },
            as_json=True,
        )
        for name, edit in registry._edits.items()
        for kind, one in objects(city, "protected")
        if kind == edit.kind
    ]


def documents(name: str) -> Knock:
    return lambda city: [
        Ask(reverse(name, args=[one.public_id])) for one in city.documents.values()
    ]


def labelled(city: City) -> list[Ask]:
    return [
        Ask(reverse("labelled-site", args=[site.public_id]))
        for what in PLANT
        for site in city.sites(what)
    ]


def attachments(city: City) -> list[Ask]:
    """Each file at its own case and at the others'."""
    return [
        Ask(reverse("case_attachment", args=[case.public_id, file.public_id]))
        for case in city.cases.values()
        for file in city.attachments.values()
    ]


def messages_back(city: City) -> list[Ask]:
    """What stands on a case is taken back by nobody."""
    return [
        Ask(reverse("case_message_back", args=[case.public_id, one.message.public_id]), {})
        for case in city.cases.values()
        for one in city.attachments.values()
    ]


def findings(_city: City) -> list[Ask]:
    return [Ask(reverse("finding", args=[one.public_id])) for one in Finding.objects.all()[:10]]


def reserves(city: City) -> list[Ask]:
    """What is kept at each bundle; looked at only."""
    address = reverse("desk_reserves")
    codes = "\n".join(bundle.code for bundle in city.bundles.values())
    return [
        Ask(address),
        Ask(address, {"duct_class": "tube", "places": codes, "action": "look"}),
    ]


def reserve_claims(_city: City) -> list[Ask]:
    """No claim of the city's partners can be given back as if it were a reserve."""
    claims = Claim.objects.all()[:5]
    return [Ask(reverse("desk_reserve_back", args=[one.public_id]), {}) for one in claims]


def enquiries(city: City) -> list[Ask]:
    """From A to B along each stretch, by place and by name."""
    asks = []
    for what in PLANT:
        sites = city.sites(what)
        places = [site.geom.transform(4326, clone=True) for site in sites]
        for start, end in (
            [f"{point.y:.6f}, {point.x:.6f}" for point in places],
            [site.code for site in sites],
        ):
            query = {"start": start, "end": end, "need": "tubes", "tubes": 1, "inner": 1}
            asks.append(Ask(f"{reverse('portal_enquiry')}?{urlencode(query)}"))
    return asks


def lists_of_codes(city: City) -> list[Ask]:
    """What one gets to hear who names what there is, for each case in its right version."""
    return [
        Ask(
            reverse("portal_elements", args=[case.public_id]),
            {
                "version": case.version,
                "how": "list",
                "codes": f"{word(what)}RV.01",
            },
        )
        for case in city.cases.values()
        for what in PLANT
    ]


def members(name: str) -> Knock:
    return lambda _city: [
        Ask(reverse(name, args=[one.pk]), {"role": "partner"}) for one in Membership.objects.all()
    ]


def clients(name: str) -> Knock:
    return lambda _city: [Ask(reverse(name, args=[one.pk]), {}) for one in ApiClient.objects.all()]


def administration(city: City) -> list[Ask]:
    """Each list of the administration, and what a search there finds."""
    asks = [Ask(reverse("admin:index"))]
    for model, page in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        asks.append(Ask(reverse(f"{name}_changelist")))
        if page.search_fields:
            asks.append(Ask(f"{reverse(f'{name}_changelist')}?q={word('')}"))
        first = model._default_manager.first()
        if first is not None:
            asks.append(Ask(reverse(f"{name}_change", args=[first.pk])))
    return asks


def graphql(city: City) -> list[Ask]:
    """All lists with all fields two edges deep, the ways along each stretch, and all the rest."""
    asks = []
    for name in walking.lists():
        fields = walking.selection(walking.node_of(name), 2)
        asks.append(_query(f"{{ {name} {{ totalCount nodes {{ {fields} }} }} }}"))
    document = (ROOT / "graphql/operations/FindRoutes.graphql").read_text("utf-8")
    for what in PLANT:
        start, end = (
            {
                "point": {
                    "type": "Point",
                    "coordinates": site.geom.transform(4326, clone=True).coords,
                }
            }
            for site in city.sites(what)
        )
        by_code = [{"site": site.code} for site in city.sites(what)]
        for one, other in ((start, end), by_code):
            asked = {"from": one, "to": other, "requirement": {"tubes": 1, "minInnerMm": 1}}
            asks.append(_query(document, asked))
    return asks + _questions(city)


OF_A_CASE = """query($r: ID!) { letters(request: $r) { kind day isDraft url }
    informationFiles(request: $r) { format url } }"""
AT_THE_DESK = """query($r: ID!) { checklist(request: $r) { code name required answer }
    competingClaims(request: $r) { earlier units reservation { number purpose
        organisation { name code } units { duct { code } }
        request { number subject contactName organisation { name } } } } }"""
IN_AREA = """query($a: GeoJSON!) { ductsInArea(area: $a) { cells { availabilityClass cells }
    stretches { state duct { code name } fromSite { code name } toSite { code name } } } }"""
FIGURES = """{ statistics(period: {from: "2020-01-01", until: "2040-12-31"}) {
    name title note legend rows { label parts } } reserveShares { justification source } }"""
SHARE = "query($b: ID!) { keptShare(place: {bundle: $b}) { justification due kept } }"


def _questions(city: City) -> list[Ask]:
    """What is no plain list: about each case, around each stretch, of each bundle."""
    asks = [_query(FIGURES)]
    for case in city.cases.values():
        asks += [_query(text, {"r": str(case)}) for text in (OF_A_CASE, AT_THE_DESK)]
    for what in PLANT:
        places = [site.geom.transform(4326, clone=True) for site in city.sites(what)]
        (west, east), (south, north) = (sorted(side) for side in zip(*places, strict=True))
        (west, east), (south, north) = (west - 0.001, east + 0.001), (south - 0.001, north + 0.001)
        ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        asks.append(_query(IN_AREA, {"a": {"type": "Polygon", "coordinates": [ring]}}))
    return asks + [_query(SHARE, {"b": one.code}) for one in city.bundles.values()]


def _query(query: str, variables: Any = None) -> Ask:
    return Ask(reverse("graphql"), {"query": query, "variables": variables}, as_json=True)


def calendar(city: City) -> list[Ask]:
    """The desk's address is its proof: without it there is nothing; with it, the desk's view."""
    return [Ask(reverse("desk_calendar_file", args=["tbk_geraten"]))]


def exports_of_others(name: str) -> Knock:
    """Files that West and the desk had made of all tables."""
    return lambda city: [
        Ask(reverse(name, args=[one]), {} if name.startswith("cancel") else None)
        for one in city.exports
    ]
