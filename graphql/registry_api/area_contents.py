"""What lies in an area: stretches of ducts for those who see plant, else cells by free room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gis import geojson
from network.availability import State
from registry_api.enums import plain_enum
from registry_api.geometry import GeoJSON
from registry_api.period import PeriodInput, days_of
from registry_api.plan import Column, Concept, Row, ToOne, make_plan
from reservations.services import elements
from reservations.services.elements import Found


class AreaStretch(Concept):
    """A duct between two of its sites, as far as its segments lie wholly inside."""

    duct = ToOne("duct.Duct")
    from_site = ToOne("site.Site")
    to_site = ToOne("site.Site")
    length_m = Column(graphene.Float, required=True, description="Geodesic metres.")
    state = Column(plain_enum(State), required=True, description="Over the whole period.")


class AreaCells(graphene.ObjectType):
    """How many 50 m cells with plant touch the area, by how much is free in them."""

    availability_class = graphene.Int(
        description="0 (nothing free) to 4 (mostly free); null: not known."
    )
    cells = graphene.Int(required=True, description="Number of cells of this class.")


class AreaContents(graphene.ObjectType):
    """Either stretches or cells: the latter where you may not see plant exactly."""

    stretches = graphene.List(
        graphene.NonNull(AreaStretch), required=True, description="At most 2,000."
    )
    cells = graphene.List(graphene.NonNull(AreaCells), required=True, description="By class.")

    @staticmethod
    def resolve_stretches(found: Found, info: GraphQLResolveInfo) -> list[Row]:
        rows: list[Row] = [
            {
                "duct_id": one.duct.pk,
                "from_site_id": one.from_site.pk,
                "to_site_id": one.to_site.pk,
                "length_m": one.length_m,
                "state": one.state,
            }
            for one in found.stretches
        ]
        info.context.loader.complete(make_plan(AreaStretch, info.field_nodes, info), rows)
        return rows

    @staticmethod
    def resolve_cells(found: Found, _info: GraphQLResolveInfo) -> list[dict[str, Any]]:
        by_class = sorted(found.cells_by_class.items(), key=lambda one: (one[0] is None, one[0]))
        return [{"availability_class": kind, "cells": number} for kind, number in by_class]


class AreaQueries:
    ducts_in_area = graphene.Field(
        AreaContents,
        required=True,
        area=GeoJSON(required=True, description="A GeoJSON Polygon, WGS84."),
        period=PeriodInput(description="In which it would be wanted; today without it."),
        description="What a request for an area could name as its `elements`.",
    )

    @staticmethod
    def resolve_ducts_in_area(
        _root: Any, info: GraphQLResolveInfo, area: Any, period: Mapping[str, Any] | None = None
    ) -> Found:
        shape = geojson.polygon(area, "area")
        return elements.in_area(shape, days_of(period), info.context.viewer)
