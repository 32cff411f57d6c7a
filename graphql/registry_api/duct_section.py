"""Duct sections: one duct in one segment, the atom of capacity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene
from django.db.models import Q, QuerySet

from accounts.viewer import Viewer
from assets import models
from registry_api.nodes import Node, id_column
from registry_api.occupancy import section_occupancy
from registry_api.plan import Column, Concept, ToMany, ToOne


def _live(arguments: Mapping[str, Any]) -> Q:
    return Q() if arguments["include_removed"] else Q(is_live=True)


def in_seen_segment(viewer: Viewer) -> QuerySet[models.DuctSection]:
    """The sections seen below a segment, or another section of it, that is seen."""
    return models.DuctSection.objects.in_seen_segments(viewer)


class DuctSection(Concept):
    """One duct in one segment; it lies in the trench or in a section of the same segment."""

    class Meta:
        model = models.DuctSection
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("DuctSection", "pk")
    duct = ToOne("duct.Duct", implied=True)
    segment = ToOne("segment.Segment", implied=True)
    parent = ToOne("duct_section.DuctSection", description="The section in which it lies.")
    level = Column(graphene.Int, required=True, description="0: directly in the trench.")
    position = Column(graphene.Int, description="Place in the section that contains it.")
    rank = Column(graphene.Float, required=True, description="Order along the duct.")
    reversed = Column(
        graphene.Boolean, required=True, description="The duct runs against the segment's line."
    )
    children = ToMany(
        "duct_section.DuctSection",
        "parent_id",
        order=("position", "pk"),
        where=_live,
        below=in_seen_segment,
        include_removed=graphene.Boolean(default_value=False),
        description="What lies in it.",
    )
    cable_sections = ToMany(
        "cable_section.CableSection",
        "duct_section_id",
        order=("cable__code", "pk"),
        description="Cables in it.",
    )
    occupancy = section_occupancy()
