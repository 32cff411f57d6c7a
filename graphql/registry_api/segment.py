"""Route segments: stretches in which ducts and cables lie."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene
from django.db.models import Q

from accounts.models import User
from accounts.roles import Capability
from assets import models
from assets.filters import SegmentFilter
from assets.models.segment import Funding, SegmentKind, Surface
from assets.models.site import Accuracy
from assets.services import segment as service
from network.models import SegmentCapacity as SegmentCapacityRow
from registry_api import edits
from registry_api.asset import ASSET_FACTS, Asset
from registry_api.connections import AssetOrder, ConnectionField
from registry_api.document import documents_of
from registry_api.duct_section import in_seen_segment
from registry_api.enums import enum_of
from registry_api.geometry import geometry_column
from registry_api.inputs import REASON, VERSION, LineGeometry, Nested, PointGeometry, Ref, Table
from registry_api.nested_connection import NestedConnection
from registry_api.nodes import Node, id_column
from registry_api.plan import Column, Concept, ToMany, ToOne
from registry_api.site import SITE_FACTS


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
        if viewer.can(Capability.SEE_EXACT_PLANT):
            return SegmentCapacityRow.objects.all()
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
    documents = documents_of("segment")
    duct_sections = ToMany(
        "duct_section.DuctSection",
        "segment_id",
        order=("level", "position", "pk"),
        where=_top_level,
        below=in_seen_segment,
        top_level=graphene.Boolean(
            default_value=True, description="Only what lies directly in the trench."
        ),
        include_removed=graphene.Boolean(default_value=False),
        description="Ducts that lie in this segment; what lies in them: `children`.",
    )
    duct_sections_connection = NestedConnection(
        "duct_section.DuctSection",
        "segment_id",
        order="level",
        where=_top_level,
        below=in_seen_segment,
        top_level=graphene.Boolean(
            default_value=False, description="Only what lies directly in the trench."
        ),
        include_removed=graphene.Boolean(default_value=False),
        description="All ducts in this segment in pages, outer ones first.",
    )
    cable_sections_connection = NestedConnection(
        "cable_section.CableSection", "segment_id", description="All cables in it in pages."
    )
    cable_sections = ToMany(
        "cable_section.CableSection",
        "segment_id",
        order=("cable__code", "pk"),
        description="Cables in this segment, in ducts or laid by themselves.",
    )


SEGMENT_FACTS: Table = {
    **ASSET_FACTS,
    "kind": enum_of(SegmentKind),
    "geometry": LineGeometry(),
    "start_site": Ref("site.Site"),
    "end_site": Ref("site.Site"),
    "surface": enum_of(Surface),
    "depth_cm": graphene.Int,
    "cover_cm": graphene.Int,
    "built_year": graphene.Int,
    "accuracy": enum_of(Accuracy),
    "funding": enum_of(Funding),
    "stated_length_m": graphene.Float,
}
_NEW_SITE_FACTS = {key: kind for key, kind in SITE_FACTS.items() if key != "geometry"}


def _split(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    kept, new = service.split(segment=facts.pop("id"), by=by, **facts)
    return {"segment": kept, "new_segment": new, "site": new.start_site}


def _merge(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"segment": service.merge(segment=facts.pop("id"), by=by, **facts)}


class SegmentMutations:
    create_segment, create_segments = edits.create(
        "segment.Segment",
        SEGMENT_FACTS,
        service.create,
        ("code", "owner", "kind", "geometry", "start_site", "end_site"),
    )
    change_segment, change_segments = edits.change("segment.Segment", SEGMENT_FACTS, service.change)
    remove_segment, remove_segments = edits.remove("segment.Segment", service.remove)
    delete_segment, delete_segments = edits.delete("segment.Segment", service.delete)
    split_segment = edits.edit(
        "SplitSegment",
        {
            "id": Ref("segment.Segment"),
            "site": Ref("site.Site"),
            "at": PointGeometry("at"),
            "new_site": Nested("NewSite", _NEW_SITE_FACTS, ("code", "kind")),
            "code": graphene.String,
            **VERSION,
            **REASON,
        },
        _split,
        {"segment": "segment.Segment", "new_segment": "segment.Segment", "site": "site.Site"},
        required=("id",),
        description="Split at an existing `site`, or `at` a point where a `newSite` is made. "
        "What lies in it, and claims on that, stay as they are.",
    )
    merge_segments = edits.edit(
        "MergeSegments",
        {
            "id": Ref("segment.Segment"),
            "other": Ref("segment.Segment"),
            "drop_site": graphene.Boolean,
            **VERSION,
            **REASON,
        },
        _merge,
        {"segment": "segment.Segment"},
        required=("id", "other"),
        description="Merge `other` into the segment; refused unless both hold the same.",
    )


class SegmentQueries:
    segments = ConnectionField(Segment, filterset=SegmentFilter, orders=AssetOrder)
