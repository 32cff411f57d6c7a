"""The corridor that partners see instead of exact plant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from gis import geojson
from network.corridor import Cell, cells_in
from registry_api.filters import Box
from registry_api.geometry import GeoJSON


class CorridorCell(graphene.ObjectType):
    """A 50 m cell in which plant runs."""

    geometry = graphene.Field(GeoJSON, required=True, description="The cell as a polygon.")
    availability_class = graphene.Int(
        description="Of the freest segment in it: 0 (nothing free) to 4 (mostly free)."
    )

    @staticmethod
    def resolve_geometry(cell: Cell, _info: GraphQLResolveInfo) -> str:
        return cell.geojson

    @staticmethod
    def resolve_availability_class(cell: Cell, _info: GraphQLResolveInfo) -> int | None:
        return cell.free_class


class CorridorQueries:
    corridor = graphene.List(
        graphene.NonNull(CorridorCell),
        required=True,
        in_box=Box(required=True),
        description="Where plant runs to the nearest 50 m, and how much of it is free at best.",
    )

    @staticmethod
    def resolve_corridor(
        _root: Any, info: GraphQLResolveInfo, in_box: Mapping[str, float]
    ) -> list[Cell]:
        return cells_in(geojson.box(**in_box, field="in_box"), info.context.viewer)
