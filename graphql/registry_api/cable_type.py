"""Types of fibre cables."""

from __future__ import annotations

import graphene

from assets import models
from assets.models.asset import Provenance
from assets.models.cable_type import FibreType
from registry_api.connections import ConnectionField
from registry_api.enums import enum_of
from registry_api.nodes import Node, id_column
from registry_api.plan import Catalogue, Column


class CableType(Catalogue):
    """So many fibres in so many tubes; outer diameter in mm."""

    class Meta:
        model = models.CableType
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("CableType", "pk")
    code = Column(graphene.String, required=True)
    name = Column(graphene.String, required=True)
    fibre_count = Column(graphene.Int, required=True)
    tube_count = Column(graphene.Int, required=True)
    outer_mm = Column(graphene.Float)
    fibre_type = Column(enum_of(FibreType), required=True)
    provenance = Column(enum_of(Provenance), required=True)
    source = Column(graphene.String, required=True)


class CableTypeQueries:
    cable_types = ConnectionField(CableType)
