"""Types of tubes, bundles and protection ducts."""

from __future__ import annotations

import graphene

from assets import models
from assets.models.asset import Provenance
from assets.models.duct_type import DuctKind
from registry_api.connections import ConnectionField
from registry_api.enums import enum_of
from registry_api.nodes import Node, id_column
from registry_api.plan import Catalogue, Column, ToMany, ToOne


class BundleMember(Catalogue):
    """Tube number n of a bundle type."""

    class Meta:
        model = models.BundleMember
        identifier = "pk"

    number = Column(graphene.Int, required=True)
    tube_type = ToOne("duct_type.DuctType", required=True)


class DuctType(Catalogue):
    """Diameters in mm; the inner one follows from outer diameter and wall."""

    class Meta:
        model = models.DuctType
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("DuctType", "pk")
    code = Column(graphene.String, required=True)
    name = Column(graphene.String, required=True)
    kind = Column(enum_of(DuctKind), required=True)
    outer_mm = Column(graphene.Float)
    wall_mm = Column(graphene.Float)
    inner_mm = Column(graphene.Float)
    material = Column(graphene.String, required=True)
    provenance = Column(enum_of(Provenance), required=True)
    source = Column(graphene.String, required=True)
    members = ToMany("duct_type.BundleMember", "bundle_type_id", order=("number", "pk"))


class DuctTypeQueries:
    duct_types = ConnectionField(DuctType)
