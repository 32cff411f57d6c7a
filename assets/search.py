"""What the search field finds among assets: codes, addresses, owners, EUIs; and their streets."""

import re
from typing import Any

from django.contrib.gis.db.models.functions import Centroid, Transform
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.roles import Capability
from accounts.viewer import Viewer, viewer_of
from assets.models import Address, Cable, Duct, Gateway, LifeCycle, Segment, Site
from assets.models.asset import IN_USE
from assets.street_search import NUMBERED, by_segment_name, by_street, spelled
from gis import search, srid
from gis.search import Found

SEPARATORS = re.compile(r"[-: .]")
EUI_BEGINNING = re.compile(r"^[0-9a-f]{4,16}$")

CODED: tuple[tuple[str, Any, str, str], ...] = (
    ("site", Site, "geom", ""),
    ("segment", Segment, "geom", ""),
    ("duct", Duct, "start_site__geom", "duct_sections__duct"),
    ("cable", Cable, "start_site__geom", "cable_sections__cable"),
    ("gateway", Gateway, "site__geom", ""),
)
"""Kinds with a code, the path to the geometry that says where they are and, for those of which one
may see a part, the path from a segment to them."""


def by_code(user: search.Viewer, text: str, limit: int) -> list[Found]:
    """Objects in use whose code begins with the text, as typed or in capitals.

    Whoever reads the history also finds what was removed, by its whole code: to restore it.
    """
    viewer = viewer_of(user)
    reads_history = viewer.can(Capability.SEE_HISTORY)
    found: list[Found] = []
    for kind, model, geometry, through in CODED:
        objects = model.objects.visible_to(viewer)
        place = _place(viewer, geometry, through)
        for spelling in dict.fromkeys((text, text.upper())):
            wanted = IN_USE | Q(code=spelling) if reads_history else IN_USE
            beginning = objects.filter(wanted, code__startswith=spelling).order_by("code")
            found += _coded(kind, beginning, place, text, limit)
    return sorted(found, key=lambda one: (one.rank, len(one.label)))[:limit]


def _place(viewer: Viewer, geometry: str, through: str) -> Combinable:
    """Where an object is shown; what is seen in part, on a segment that the viewer sees."""
    if not through or viewer.can(Capability.SEE_EXACT_PLANT):
        return F(geometry)
    seen = Segment.objects.visible_to(viewer).filter(**{through: OuterRef("pk")})
    return Subquery(seen.order_by("code").values("geom")[:1])


def _coded(kind: str, objects: QuerySet, place: Combinable, text: str, limit: int) -> list[Found]:
    placed = objects.annotate(place=Transform(Centroid(place), srid.WEB))
    rows = placed.values_list("public_id", "code", "name", "place", "life_cycle")[:limit]
    return [
        Found(
            kind=kind,
            id=str(public_id),
            label=code,
            detail=" · ".join(filter(None, (name, _parted(life_cycle)))),
            lon=place.x,
            lat=place.y,
            rank=0 if code.casefold() == text.casefold() else 1,
        )
        for public_id, code, name, place, life_cycle in rows
        if place is not None
    ]


def _parted(life_cycle: str) -> str:
    return str(LifeCycle(life_cycle).label) if life_cycle == LifeCycle.REMOVED else ""


def by_address(user: search.Viewer, text: str, limit: int) -> list[Found]:
    """Addresses of a street whose number begins as typed; nothing without a number."""
    match = NUMBERED.match(text)
    if match is None:
        return []
    addresses = Address.objects.visible_to(viewer_of(user)).filter(
        street__icontains=spelled(match["street"]), house_number=int(match["number"])
    )
    if match["suffix"]:
        addresses = addresses.filter(suffix__iexact=match["suffix"])
    placed = addresses.annotate(place=Transform("geom", srid.WEB))
    return [
        Found(
            "address",
            str(one.pk),
            str(one),
            _town(one.postcode, one.town),
            one.place.x,
            one.place.y,
            0,
        )
        for one in placed.order_by("street", "suffix")[:limit]
    ]


def by_eui(user: search.Viewer, text: str, limit: int) -> list[Found]:
    """Gateways whose EUI-64 begins as typed, in any of the ways in which EUIs are written."""
    beginning = SEPARATORS.sub("", text).lower()
    if EUI_BEGINNING.match(beginning) is None:
        return []
    gateways = Gateway.objects.visible_to(viewer_of(user)).in_use()
    placed = gateways.filter(eui__startswith=beginning).annotate(
        place=Transform("site__geom", srid.WEB)
    )
    return [
        Found(
            kind="gateway",
            id=str(one.public_id),
            label=one.code,
            detail=f"EUI {one.eui}",
            lon=one.place.x,
            lat=one.place.y,
            rank=0 if one.eui == beginning else 1,
        )
        for one in placed.order_by("eui")[:limit]
    ]


def by_owner(user: search.Viewer, text: str, limit: int) -> list[Found]:
    """Organisations by code or name, as far as the viewer may see any; without a place."""
    known = Organisation.objects.visible_to(viewer_of(user))
    matching = known.filter(Q(name__icontains=text) | Q(code__istartswith=text)).order_by("name")
    return [
        Found("organisation", one.code, one.name, one.code, None, None, _rank(text, one))
        for one in matching[:limit]
    ]


def _rank(text: str, organisation: Organisation) -> int:
    names = (organisation.name.casefold(), organisation.code.casefold())
    if text.casefold() in names:
        return 0
    return 1 if any(name.startswith(text.casefold()) for name in names) else 2


def _town(postcode: str, town: str) -> str:
    return _("%(postcode)s %(town)s") % {"postcode": postcode, "town": town}


def register() -> None:
    for provider in (by_code, by_address, by_street, by_segment_name, by_eui, by_owner):
        search.register(provider)
