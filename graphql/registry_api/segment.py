"""Route segments: stretches in which ducts and cables lie."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene
from django.db.models import Q

from assets import models
from assets.filters import SegmentFilter
from assets.models.segment import Funding, SegmentKind, Surface
from assets.models.site import Accuracy
from network.models import SegmentCapacity as SegmentCapacityRow
from registry_api.asset import Asset
from registry_api.connections import AssetOrder, ConnectionField
from registry_api.enums import enum_of
from registry_api.geometry import geometry_column
from registry_api.nodes import Node, id_column
from registry_api.plan import Column, Concept, ToMany, ToOne


class SegmentCapacity(Concept):
    """Free tubes of a segment, as maps show them: a summary that may be some seconds old."""

    class Meta:
        model = SegmentCapacityRow
        identifier = "pk"

    tubes_total = Column(graphene.Int, required=True)
    tubes_free = Column(graphene.Int, required=True)
    tubes_reserved = Column(graphene.Int, required=True)
    tubes_occupied = Column(graphene.Int, required=True)
    tubes_blocked = Column(graphene.Int, required=True)
    availability_class = Column(
        graphene.Int, "free_class", description="0 (nothing free) to 4 (mostly free)."
    )
    computed_at = Column(graphene.DateTime, required=True)

    @classmethod
    def visible(cls, viewer: Any) -> Any:
        return SegmentCapacityRow.objects.filter(
            segment__in=models.Segment.objects.visible_to(viewer)
        )


def _top_level(arguments: Mapping[str, Any]) -> Q:
    live = Q() if arguments["include_removed"] else Q(is_live=True)
    return live & (Q(parent=None) if arguments["top_level"] else Q())


class Segment(Concept):
    """A stretch of a route between two sites. Lengths are geodesic metres."""

    class Meta:
        model = models.Segment
        interfaces = (Node, Asset)

    id = id_column("Segment")
    kind = Column(enum_of(SegmentKind), required=True)
    start_site = ToOne("site.Site")
    end_site = ToOne("site.Site")
    geometry = geometry_column(required=True)
    length_m = Column(graphene.Float, required=True, description="Geodesic; of a riser: as stated.")
    stated_length_m = Column(graphene.Float)
    surface = Column(enum_of(Surface), required=True)
    depth_cm = Column(graphene.Int)
    cover_cm = Column(graphene.Int)
    built_year = Column(graphene.Int)
    accuracy = Column(enum_of(Accuracy), required=True)
    funding = Column(enum_of(Funding), required=True)
    capacity = ToOne("segment.SegmentCapacity", "pk")
    duct_sections = ToMany(
        "duct_section.DuctSection",
        "segment_id",
        order=("level", "position", "pk"),
        where=_top_level,
        top_level=graphene.Boolean(
            default_value=True, description="Only what lies directly in the trench."
        ),
        include_removed=graphene.Boolean(default_value=False),
        description="Ducts that lie in this segment; what lies in them: `children`.",
    )
    cable_sections = ToMany(
        "cable_section.CableSection",
        "segment_id",
        order=("cable__code", "pk"),
        description="Cables in this segment, in ducts or laid by themselves.",
    )


class SegmentQueries:
    segments = ConnectionField(Segment, filterset=SegmentFilter, orders=AssetOrder)
