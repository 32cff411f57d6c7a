"""What an enquiry answers: ways side by side, or what stands in the way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Capability
from accounts.viewer import Viewer
from gis.generalise import rounded_length
from gis.numbers import rounded
from gis.refusals import Refusal
from network import routing
from network.drawn_ways import drawn
from network.models import SegmentCapacity
from network.routing.answer import Doubt
from network.services.capacity_summary import refresh_due
from reservations.portal.forms.enquiry import WAYS, EnquiryForm
from reservations.portal.places import NamedPlace, place_of
from reservations.tariffs.estimate import estimates
from reservations.tariffs.quote import Quote

DOUBTS = {
    Doubt.DIAMETER_UNKNOWN: gettext_lazy("An inner diameter on this way is not known."),
    Doubt.DIAMETER_ESTIMATED: gettext_lazy("An inner diameter on this way is estimated."),
    Doubt.DEPTH_UNKNOWN: gettext_lazy("How deep it lies is not known everywhere."),
    Doubt.POSITION_UNCERTAIN: gettext_lazy("Where it lies is not surveyed everywhere."),
}

CLASSES = (
    gettext_lazy("nothing else free"),
    gettext_lazy("little free"),
    gettext_lazy("about half free"),
    gettext_lazy("much free"),
    gettext_lazy("mostly free"),
)
"""The availability class of the narrowest segment, as the map words it."""


@dataclass(frozen=True)
class Way:
    """One option; `price` is None where a kind of unit has no tariff."""

    route: routing.Route
    length_m: float
    rounded: bool
    narrowest: str
    availability: str
    doubts: Sequence[Any]
    price: Quote | None

    @property
    def cuts(self) -> int:
        return len(self.route.planned_cuts)

    @property
    def couplings(self) -> int:
        return len(self.route.couplings)


@dataclass(frozen=True)
class Answer:
    """`geometries` are GeoJSON in WGS84: exact, or for partners through the middles of cells."""

    ways: Sequence[Way]
    geometries: Sequence[dict[str, Any]]
    ends: dict[str, dict[str, float]]
    blockers: Sequence[routing.Blocker]


def ask(form: EnquiryForm, viewer: Viewer) -> Answer | None:
    """The answer to a valid form; None where the form now says what is wrong."""
    try:
        ends = {name: place_of(form.cleaned_data[name], viewer, name) for name in ("start", "end")}
        found = routing.find_routes(
            viewer=viewer,
            start=ends["start"].point,
            end=ends["end"].point,
            requirement=form.requirement,
            period=form.period,
            alternatives=WAYS,
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    exact = viewer.can(Capability.SEE_EXACT_PLANT)
    refresh_due()
    units = [route.units for route in found.routes]
    prices = estimates(units, form.period, timezone.localdate(), exact=exact) if units else []
    return Answer(
        ways=[_way(*one, exact) for one in zip(found.routes, prices, strict=True)],
        geometries=[drawn([route.geometry], exact=exact) for route in found.routes],
        ends={"A": _degrees(ends["start"]), "B": _degrees(ends["end"])},
        blockers=found.blockers,
    )


def _degrees(place: NamedPlace) -> dict[str, float]:
    return {"lat": place.lat, "lon": place.lon}


def _way(route: routing.Route, price: Quote | None, exact: bool) -> Way:
    return Way(
        route=route,
        length_m=route.length_m if exact else rounded_length(route.length_m),
        rounded=not exact,
        narrowest=_narrowest(route.narrowest),
        availability=_availability(route),
        doubts=[DOUBTS[fact.doubt] for fact in route.uncertain],
        price=price,
    )


def _narrowest(hop: routing.NarrowestHop) -> str:
    """The inner diameter there or, for a cable, the thickest that still fits beside it."""
    if hop.room_left_mm2 is not None:
        fits = math.floor(math.sqrt(max(hop.room_left_mm2, 0)) * 10) / 10
        return _("room left for Ø %(mm)s mm") % {"mm": rounded(fits, 1)}
    if hop.inner_mm is None:
        return _("inner diameter not known")
    return _("Ø %(mm)s mm inside") % {"mm": rounded(hop.inner_mm, 1)}


def _availability(route: routing.Route) -> str:
    segments = {segment for hop in route.hops for segment in hop.segment_ids}
    rows = SegmentCapacity.objects.filter(segment__in=segments)
    least = rows.aggregate(least=Min("free_class"))["least"]
    return _("not known") if least is None else str(CLASSES[least])
