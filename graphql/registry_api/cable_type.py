"""Types of fibre cables."""

from __future__ import annotations

import graphene

from assets import models
from assets.models.asset import Provenance
from assets.models.cable_type import FibreType
from registry_api.connections import ConnectionField
from registry_api.enums import enum_of
from registry_api.inputs import Ref, Table
from registry_api.nodes import Node, id_column
from registry_api.plan import Catalogue, Column, ToOne
from registry_api.records import kept


class CableType(Catalogue):
    """So many fibres in so many tubes; outer diameter in mm."""

    class Meta:
        model = models.CableType
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("CableType", "pk")
    code = Column(graphene.String, required=True)
    name = Column(graphene.String, required=True, description="In German.")
    name_en = Column(graphene.String, required=True, description="Empty where nobody gave one.")
    fibre_count = Column(graphene.Int, required=True)
    tube_count = Column(graphene.Int, required=True)
    outer_mm = Column(graphene.Float)
    fibre_type = Column(enum_of(FibreType), required=True)
    provenance = Column(enum_of(Provenance), required=True)
    source = Column(graphene.String, required=True)
    tube_scheme = ToOne("colour.ColourScheme", description="Colour order of tubes.")
    fibre_scheme = ToOne("colour.ColourScheme", description="Colour order of fibres.")
    version = Column(graphene.Int, required=True, description="Send it back with a change.")


CABLE_TYPE_FACTS: Table = {
    "code": graphene.String,
    "name": graphene.String,
    "name_en": graphene.String,
    "fibre_count": graphene.Int,
    "tube_count": graphene.Int,
    "outer_mm": graphene.Float,
    "fibre_type": enum_of(FibreType),
    "tube_scheme": Ref("colour.ColourScheme"),
    "fibre_scheme": Ref("colour.ColourScheme"),
    "provenance": enum_of(Provenance),
    "source": graphene.String,
}


class CableTypeMutations:
    (
        (create_cable_type, create_cable_types),
        (change_cable_type, change_cable_types),
        (delete_cable_type, delete_cable_types),
    ) = kept(
        "cable_type.CableType", CABLE_TYPE_FACTS, ("code", "name", "fibre_count", "tube_count")
    )


class CableTypeQueries:
    cable_types = ConnectionField(CableType)
