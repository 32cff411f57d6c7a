"""Organisations; partners see only their own."""

from __future__ import annotations

import graphene

from accounts import models
from accounts.models.organisation import OrganisationKind
from registry_api.connections import ConnectionField
from registry_api.enums import enum_of
from registry_api.nodes import Node, id_column
from registry_api.plan import Column, Concept


class Organisation(Concept):
    """A city department, utility, carrier, contractor or public body."""

    class Meta:
        model = models.Organisation
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("Organisation", "pk")
    code = Column(graphene.String, required=True)
    name = Column(graphene.String, required=True)
    kind = Column(enum_of(OrganisationKind), required=True)


class OrganisationQueries:
    organisations = ConnectionField(Organisation)
