"""Building projects and lots of funding programmes."""

from __future__ import annotations

import graphene

from assets import models
from registry_api.connections import ConnectionField
from registry_api.inputs import Ref, Table
from registry_api.nodes import Node, id_column
from registry_api.plan import Column, Concept, ToOne
from registry_api.records import kept


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
    version = Column(graphene.Int, required=True, description="Send it back with a change.")


PROJECT_FACTS: Table = {
    "code": graphene.String,
    "name": graphene.String,
    "principal": Ref("organisation.Organisation"),
    "funding_programme": graphene.String,
    "funding_reference": graphene.String,
    "starts_on": graphene.Date,
    "ends_on": graphene.Date,
}


class ProjectMutations:
    (
        (create_project, create_projects),
        (change_project, change_projects),
        (delete_project, delete_projects),
    ) = kept("project.Project", PROJECT_FACTS, ("code", "name"))


class ProjectQueries:
    projects = ConnectionField(Project)
