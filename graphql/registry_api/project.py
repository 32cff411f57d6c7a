"""Building projects and lots of funding programmes."""

from __future__ import annotations

import graphene

from assets import models
from registry_api.connections import ConnectionField
from registry_api.nodes import Node, id_column
from registry_api.plan import Column, Concept, ToOne


class Project(Concept):
    """A measure: a building project or a lot of a funding programme."""

    class Meta:
        model = models.Project
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("Project", "pk")
    code = Column(graphene.String, required=True)
    name = Column(graphene.String, required=True)
    principal = ToOne("organisation.Organisation")
    funding_programme = Column(graphene.String, required=True)
    funding_reference = Column(graphene.String, required=True)
    starts_on = Column(graphene.Date)
    ends_on = Column(graphene.Date)


class ProjectQueries:
    projects = ConnectionField(Project)
