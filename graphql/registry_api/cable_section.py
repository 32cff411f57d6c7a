"""Cable sections: one cable in one segment."""

from __future__ import annotations

import graphene

from assets import models
from assets.models.cable import Laying
from registry_api.enums import enum_of
from registry_api.nodes import Node, id_column
from registry_api.plan import Column, Concept, ToOne


class CableSection(Concept):
    """One cable in one segment, inside a duct section or by itself."""

    class Meta:
        model = models.CableSection
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("CableSection", "pk")
    cable = ToOne("cable.Cable")
    segment = ToOne("segment.Segment")
    duct_section = ToOne("duct_section.DuctSection")
    laying = Column(enum_of(Laying), required=True)
    rank = Column(graphene.Float, required=True, description="Order along the cable.")
    reversed = Column(graphene.Boolean, required=True)
    slack_m = Column(graphene.Float, required=True)
