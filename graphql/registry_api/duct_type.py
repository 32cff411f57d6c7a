"""Types of tubes, bundles and protection ducts."""

from __future__ import annotations

import graphene

from assets import models
from assets.models.asset import Provenance
from assets.models.duct_type import DuctKind
from registry_api.connections import ConnectionField
from registry_api.enums import enum_of
from registry_api.inputs import Parts, Ref, Table
from registry_api.nodes import Node, id_column
from registry_api.plan import Catalogue, Column, ToMany, ToOne
from registry_api.records import kept


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
    name = Column(graphene.String, required=True, description="In German.")
    name_en = Column(graphene.String, required=True, description="Empty where nobody gave one.")
    kind = Column(enum_of(DuctKind), required=True)
    outer_mm = Column(graphene.Float)
    wall_mm = Column(graphene.Float)
    inner_mm = Column(graphene.Float)
    material = Column(graphene.String, required=True)
    provenance = Column(enum_of(Provenance), required=True)
    source = Column(graphene.String, required=True)
    colour_scheme = ToOne("colour.ColourScheme")
    members = ToMany("duct_type.BundleMember", "bundle_type_id", order=("number", "pk"))
    version = Column(graphene.Int, required=True, description="Send it back with a change.")


DUCT_TYPE_FACTS: Table = {
    "code": graphene.String,
    "name": graphene.String,
    "name_en": graphene.String,
    "kind": enum_of(DuctKind),
    "outer_mm": graphene.Float,
    "wall_mm": graphene.Float,
    "material": graphene.String,
    "colour_scheme": Ref("colour.ColourScheme"),
    "provenance": enum_of(Provenance),
    "source": graphene.String,
    "members": Parts(
        "BundleMemberFacts",
        {"number": graphene.Int, "tube_type": Ref("duct_type.DuctType")},
        ("number", "tube_type"),
    ),
}


class DuctTypeMutations:
    (
        (create_duct_type, create_duct_types),
        (change_duct_type, change_duct_types),
        (delete_duct_type, delete_duct_types),
    ) = kept("duct_type.DuctType", DUCT_TYPE_FACTS, ("code", "name", "kind"))


class DuctTypeQueries:
    duct_types = ConnectionField(DuctType)
