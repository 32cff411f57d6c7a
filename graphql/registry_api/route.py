"""Routes with free capacity from A to B."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import graphene
from django.utils.translation import gettext_lazy as _
from graphql import GraphQLResolveInfo

from accounts.models import Organisation as OrganisationRow
from accounts.roles import Capability
from accounts.viewer import Viewer
from gis import geojson
from gis.generalise import rounded_length
from gis.refusals import NotFound, Refusal
from network import drawn_ways, routing
from network.periods import Period
from network.routing.answer import Doubt, Reason
from registry_api.address import Address
from registry_api.enums import plain_enum
from registry_api.errors import bad_input
from registry_api.estimate import RoutePrice
from registry_api.geometry import GeoJSON
from registry_api.nodes import find, find_several
from registry_api.period import PeriodInput, days_of
from registry_api.plan import Column, Concept, Inner, Row, Several, ToOne, make_plan
from registry_api.segment import Segment
from registry_api.site import Site

MOST_AVOIDED = 100


class PlaceInput(graphene.InputObjectType):
    """Exactly one of a site, a point (GeoJSON, WGS84) and an address."""

    site = graphene.ID(description="Id or code.")
    point = GeoJSON()
    address = graphene.ID()


class RequirementInput(graphene.InputObjectType):
    """Either whole tubes or room for one cable."""

    tubes = graphene.Int(description="So many whole tubes side by side.")
    min_inner_mm = graphene.Float(description="Least inner diameter of each tube.")
    cable_outer_mm = graphene.Float(description="Room for a cable of this outer diameter.")


class RouteHop(Concept):
    """A stretch on which the ducts stay the same."""

    from_site = ToOne("site.Site", description="Null where you may not see it.")
    to_site = ToOne("site.Site")
    ducts = Several("duct.Duct", "duct_ids", description="One for each tube asked for.")
    segments = Several("segment.Segment", "segment_ids")
    length_m = Column(graphene.Float, required=True)


class PlannedCut(Concept):
    """Where an uncut duct has to be cut, because the route uses only a part of it."""

    site = ToOne("site.Site")
    duct = ToOne("duct.Duct")


class PlannedCoupling(Concept):
    """Where two ducts have to be coupled that are not yet."""

    site = ToOne("site.Site")
    from_duct = ToOne("duct.Duct")
    to_duct = ToOne("duct.Duct")


class NarrowestHop(Concept):
    """The hop with the least inner diameter or, for a cable, the least room left after it."""

    hop = Column(graphene.Int, required=True, description="Counted from 0.")
    inner_mm = Column(graphene.Float)
    room_left_mm2 = Column(graphene.Float, name="roomLeftMm2")


class Route(Concept):
    """One way. `token` reserves it; ask for a new one if it has grown old."""

    token = Column(graphene.String, required=True)
    length_m = Column(graphene.Float, required=True, description="Geodesic; rounded for partners.")
    cost_m = Column(
        graphene.Float, required=True, description="Length with what planned changes are worth."
    )
    geometry = Column(GeoJSON, required=True, description="Exact or, for partners, 50 m cells.")
    hops = Inner("route.RouteHop", many=True)
    planned_cuts = Inner("route.PlannedCut", many=True)
    planned_couplings = Inner("route.PlannedCoupling", many=True)
    narrowest_hop = Inner("route.NarrowestHop", required=True)
    price = RoutePrice(
        "estimate.Estimate",
        description="By the tariffs of today, not binding; null where there is none in force.",
    )
    uncertain = Column(
        graphene.List(graphene.NonNull(plain_enum(Doubt))),
        required=True,
        description="What rests on facts nobody has measured.",
    )


class RouteBlocker(Concept):
    """A duct section that would have to be free."""

    duct = ToOne("duct.Duct")
    segment = ToOne("segment.Segment")
    reason = Column(plain_enum(Reason), required=True)
    until = Column(graphene.Date, description="Last day; null: no end is known.")
    holders = Several("organisation.Organisation", "organisation_ids")


class RouteEnd(Concept):
    """The site at which the search began or ended, and how far it is from the place named."""

    site = ToOne("site.Site")
    distance_m = Column(graphene.Float, description="Null where you may not see the site.")


class RouteSearch(Concept):
    """Routes, best first; where there is none, the fewest sections that stand in the way."""

    start = Inner("route.RouteEnd", required=True)
    end = Inner("route.RouteEnd", required=True)
    routes = Inner("route.Route", many=True)
    blockers = Inner("route.RouteBlocker", many=True)


class RouteQueries:
    routes = graphene.Field(
        RouteSearch,
        required=True,
        from_=PlaceInput(name="from", required=True),
        to=PlaceInput(required=True),
        requirement=RequirementInput(required=True),
        period=PeriodInput(description="Default: today."),
        owners=graphene.List(graphene.NonNull(graphene.String), description="Codes."),
        avoid_sites=graphene.List(graphene.NonNull(graphene.ID)),
        avoid_segments=graphene.List(graphene.NonNull(graphene.ID)),
        alternatives=graphene.Int(
            default_value=1, description=f"1 to {routing.MOST_ALTERNATIVES}."
        ),
        description="Ways with free capacity from one place to another.",
    )

    @staticmethod
    def resolve_routes(_root: Any, info: GraphQLResolveInfo, **asked: Any) -> Row:
        viewer = info.context.viewer
        period = days_of(asked.get("period"))
        answer = routing.find_routes(
            viewer=viewer,
            start=_place(asked["from_"], viewer, "from"),
            end=_place(asked["to"], viewer, "to"),
            requirement=_requirement(asked["requirement"]),
            period=period,
            owners=_owners(asked.get("owners"), viewer),
            avoid_sites=_avoided(Site, asked.get("avoid_sites"), viewer, "avoid_sites"),
            avoid_segments=_avoided(Segment, asked.get("avoid_segments"), viewer, "avoid_segments"),
            alternatives=1 if asked["alternatives"] is None else asked["alternatives"],
        )
        rows = [_Told(viewer.can(Capability.SEE_EXACT_PLANT), period).search(answer)]
        info.context.loader.complete(make_plan(RouteSearch, info.field_nodes, info), rows)
        return rows[0]


def _place(given: Mapping[str, Any], viewer: Viewer, field: str) -> Any:
    named = {key: value for key, value in given.items() if value is not None}
    if len(named) != 1:
        raise bad_input(field, "site | point | address")
    ((kind, value),) = named.items()
    if kind == "point":
        return geojson.point(value, f"{field}.point")
    return find(Site if kind == "site" else Address, viewer, value, f"{field}.{kind}")


def _requirement(given: Mapping[str, Any]) -> routing.Requirement:
    cable = given.get("cable_outer_mm")
    tubes, inner = given.get("tubes"), given.get("min_inner_mm")
    if cable is None:
        return routing.Tubes(1 if tubes is None else tubes, inner)
    if tubes is not None or inner is not None:
        message = _("Ask either for tubes or for room for a cable.")
        raise Refusal("INVALID_REQUIREMENT", message, "requirement")
    return routing.CableRoom(cable)


def _owners(codes: Sequence[str] | None, viewer: Viewer) -> list[OrganisationRow] | None:
    if codes is None:
        return None
    known = list(OrganisationRow.objects.visible_to(viewer).filter(code__in=codes))
    if {one.code for one in known} != set(codes):
        raise NotFound("owners")
    return known


def _avoided(
    concept: type[Concept], references: Sequence[str] | None, viewer: Viewer, field: str
) -> list[Any]:
    if len(references or ()) > MOST_AVOIDED:
        raise bad_input(field, f"0–{MOST_AVOIDED}")
    return list(find_several(concept, viewer, references or (), field).values())


@dataclass(frozen=True)
class _Told:
    """What is told of an answer; to partners (`exact` is false) nothing finer than 50 m."""

    exact: bool
    period: Period

    def search(self, answer: routing.RouteAnswer) -> Row:
        return {
            "start": self._end(answer.start),
            "end": self._end(answer.end),
            "routes": [self._route(route) for route in answer.routes],
            "blockers": [blocker._asdict() for blocker in answer.blockers],
        }

    def _end(self, snapped: routing.Snapped) -> Row:
        # From exact distances to several points one could work out where a site lies.
        distance = snapped.distance_m if self.exact else None
        return {"site_id": snapped.site_id, "distance_m": distance}

    def _route(self, route: routing.Route) -> Row:
        return {
            "token": route.token,
            "units": route.units,
            "period": self.period,
            "length_m": self._length(route.length_m),
            "cost_m": self._length(route.cost_m),
            "geometry": drawn_ways.drawn([route.geometry], exact=self.exact),
            "hops": [
                hop._asdict() | {"length_m": self._length(hop.length_m)} for hop in route.hops
            ],
            "planned_cuts": [cut._asdict() for cut in route.planned_cuts],
            "planned_couplings": [coupling._asdict() for coupling in route.couplings],
            "narrowest_hop": route.narrowest._asdict(),
            "uncertain": [fact.doubt for fact in route.uncertain],
        }

    def _length(self, metres: float) -> float:
        return metres if self.exact else rounded_length(metres)
